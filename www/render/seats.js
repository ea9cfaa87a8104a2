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
const SEAT = 20;
const GAP = 10;

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
  const { needed } = group;
  if (!votes || needed === undefined || needed > votes.length) return undefined;
  const line = needed * SEAT - 3 + GAP / 2;
  // The majority line stands in a gap of its own, so that it is seen to part the seats.
  const width = votes.length * SEAT + GAP;
  const view = svg('svg', {
    class: 'seats', viewBox: `0 -3 ${width} 31`, width: width * 2.2, 'aria-hidden': 'true',
  });
  votes.forEach((vote, seat) => {
    view.append(voteShape(vote, seat * SEAT + (seat < needed ? 0 : GAP), 0));
  });
  view.append(svg('path', { class: 'majority', d: `M${line} -2v20` }), svg('text', { x: line, y: 26 }, 'majority'));
  return view;
}
