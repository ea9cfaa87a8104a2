/**
 * The group in one row: a seat for every peer, those in contact first, and a line where the majority is reached.
 * Decoration: the sentence beside it says the same.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Vote} Vote
 */

import { svg } from './dom.js';
import { voteShape } from './icons.js';

/** @type {Vote[]} */
const ORDER = ['able', 'unknown', 'silent', 'unable'];
const SEAT = 22;

/**
 * One vote a seat; `undefined` where what was read does not say how many seats there are.
 *
 * @param {Group} group
 * @returns {Vote[] | undefined}
 */
export function seatsOf(group) {
    const { size } = group;
    if (size === undefined) return undefined;
    let peers = group.peers.filter((peer) => peer.standing !== 'outside');
    if (peers.length > size) peers = peers.filter((peer) => peer.standing !== 'assumed');
    if (peers.length > size) return undefined;
    const votes = peers.map((peer) => peer.vote);
    while (votes.length < size) votes.push('unknown');
    return votes.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
}

/**
 * @param {Group} group
 * @returns {SVGElement | undefined}
 */
export function seats(group) {
    const votes = seatsOf(group);
    if (!votes || group.needed === undefined || group.needed > votes.length) return undefined;
    const line = group.needed * SEAT + 4;
    const width = votes.length * SEAT + 8;
    const view = svg('svg', {
        class: 'seats', viewBox: `0 0 ${width} 34`, width: width * 1.5, 'aria-hidden': 'true',
    });
    votes.forEach((vote, seat) => {
        // The majority line stands in a gap of its own, so that it is seen to part the seats.
        view.append(voteShape(vote, seat * SEAT + (seat < /** @type {number} */ (group.needed) ? 0 : 8), 9));
    });
    view.append(svg('path', { class: 'majority', d: `M${line - 3} 2v30` }));
    return view;
}
