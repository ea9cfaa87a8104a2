/**
 * Peers that are alike: in the same cluster, with the same vote, and in the same kind of contact with everybody. Of a
 * hundred peers a handful is left, and who differs stands alone.
 *
 * @typedef {import('./contact.js').Both} Both
 * @typedef {import('../types/report.js').Peer} Peer
 */

import { called } from './contact.js';

/** As few are always shown each by itself. */
export const FEW = 12;

/** @param {Both} both */
function kind({ raft, route }) {
  const of = (/** @type {Both['raft']} */ contact) => {
    if (!contact) return '-';
    if (contact.fresh) return 'fresh';
    return contact.missing ? 'missing' : contact.offline ? 'offline' : contact.age_ms === undefined ? 'never' : 'old';
  };
  return `${of(raft)} ${of(route)}`;
}

/**
 * @param {Peer[]} peers
 * @param {(hears: Peer, heard: Peer) => Both} contact
 * @returns {Peer[][]} In the order of their first.
 */
export function alike(peers, contact) {
  if (peers.length <= FEW) return peers.map((peer) => [peer]);
  const kinds = peers.map((one) => peers.map((other) => (one === other ? '' : kind(contact(one, other)))));
  let classOf = numbered(peers.map((peer) =>
    [peer.cluster, peer.vote, peer.standing, peer.leader === called(peer), peer.leader].join('\n')));
  for (;;) {
    const look = (/** @type {number} */ i) => {
      const seen = new Set();
      for (let j = 0; j < peers.length; j += 1) if (j !== i) seen.add(`${classOf[j]}${kinds[i][j]}/${kinds[j][i]}`);
      return [classOf[i], ...[...seen].sort()].join(' ');
    };
    const finer = numbered(peers.map((_, i) => look(i)));
    if (new Set(finer).size === new Set(classOf).size) break;
    classOf = finer;
  }
  /** @type {Peer[][]} */
  const classes = [];
  peers.forEach((peer, i) => (classes[classOf[i]] ??= []).push(peer));
  return classes;
}

/**
 * The same number for the same words, from 0 in order.
 *
 * @param {string[]} words
 */
function numbered(words) {
  const numbers = new Map();
  return words.map((word) => {
    if (!numbers.has(word)) numbers.set(word, numbers.size);
    return /** @type {number} */ (numbers.get(word));
  });
}
