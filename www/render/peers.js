/**
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {import('../types/report.js').Standing} Standing
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { called } from './contact.js';
import { el, said, sentence } from './dom.js';
import { evidenceList } from './evidence.js';
import { foldedRows, MANY } from './fold.js';
import { voteIcon } from './icons.js';
import { ago, number } from './words.js';

/** What sets a peer apart from an ordinary one. */
/** @type {Record<Standing, string>} */
const STANDING = {
  known: '',
  expected: 'expected by you, named by no reading',
  assumed: 'assumed to be a peer',
  ghost: 'ghost: no living server claims this id',
  corrupt: 'corrupt id: no server name gives it',
  outside: 'answers, but is not counted as a peer',
};

/** @param {Peer} peer */
export function title(peer) {
  return peer.name ?? peer.label ?? peer.id ?? peer.server_id ?? 'unnamed peer';
}

/**
 * @param {Peer} peer
 * @param {Group} group
 */
function who(peer, group) {
  const led = group.leader !== undefined && peer.name === group.leader;
  const facts = [peer.id, peer.version, peer.zone].filter((one) => one !== undefined && one !== title(peer));
  return el('th', { scope: 'row', role: 'rowheader' },
    el('span', { class: 'name' }, said(title(peer))),
    led && el('span', { class: 'badge' }, group.verdict === 'held' ? 'leader' : 'last led'),
    facts.length > 0 && el('span', { class: 'facts' },
      ...facts.flatMap((one, index) => [index ? ' · ' : '', said(String(one), 40)])),
    STANDING[peer.standing] && el('span', { class: 'standing' }, STANDING[peer.standing]));
}

/**
 * @param {string} label Shown before the value where the table is folded into cards.
 * @param {...import('./dom.js').Child} children
 */
function cell(label, ...children) {
  return el('td', { role: 'cell', 'data-label': label }, el('div', {}, ...children));
}

/** A value nobody prints. The dash is for the eye, the words are for the ear. */
function none() {
  return el('span', { class: 'none' },
    el('span', { 'aria-hidden': 'true' }, '–'),
    el('span', { class: 'unseen' }, 'not known'));
}

/** @param {Peer} peer */
function heard(peer) {
  const by = peer.heard_by.flatMap((name, index) => [index ? ', ' : '', said(name, 40)]);
  if (peer.last_heard_ms === undefined) return by.length ? ['by ', ...by] : [none()];
  const age = `${ago(peer.last_heard_ms)} ago`;
  return by.length ? [age, el('span', { class: 'by' }, ' by ', ...by)] : [age];
}

/** By name, as a person would look for it: n2 before n10. */
const byName = new Intl.Collator('en', { numeric: true });

/** @param {Peer[]} peers */
export function inOrder(peers) {
  return [...peers].sort((a, b) => byName.compare(title(a), title(b)));
}

/**
 * Able, and nothing else to be said of it.
 *
 * @param {Peer} peer
 * @param {Group} group
 */
function isOrdinary(peer, group) {
  const { vote, standing, lag, current, complaints, no_answer: silence } = peer;
  return vote === 'able' && standing === 'known' && !lag && current !== false && !complaints.length
    && silence === undefined && called(peer) !== group.leader;
}

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
export function peersTable(group, report, host) {
  if (!group.peers.length) return null;
  // A column in which nobody says anything is left out.
  const anyHeard = group.peers.some((peer) => peer.last_heard_ms !== undefined || peer.heard_by.length > 0);
  const lagging = group.peers.some((peer) => peer.lag !== undefined);
  const peers = inOrder(group.peers);
  if (peers.length > MANY) peers.sort((a, b) => Number(isOrdinary(a, group)) - Number(isOrdinary(b, group)));
  const head = ['Peer', 'Vote', anyHeard && 'Last heard', lagging && 'Lag', 'What it rests on'].filter(Boolean);
  const row = (/** @type {Peer} */ peer) =>
    el('tr', {
      role: 'row', 'data-key': title(peer), 'data-vote': peer.vote, 'data-standing': peer.standing,
      'data-peer': called(peer),
    },
      who(peer, group),
      cell('Vote', el('span', { class: 'vote' }, voteIcon(peer.vote), peer.vote)),
      anyHeard && cell('Last heard', ...heard(peer)),
      lagging && cell('Lag', peer.lag === undefined ? none() : number(peer.lag)),
      cell('', el('p', {}, sentence(peer.says)), evidenceList(peer.evidence, report.readings, host)));
  // The roles are named although they are the elements' own: a table laid out as cards would lose them.
  return el('section', { class: 'peers' },
    el('h3', {}, 'Peers'),
    el('table', { role: 'table', class: 'cards' },
      el('caption', { class: 'unseen' }, 'Each peer, its vote on “can be in contact with a majority”, and why'),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
        ...head.map((text) => el('th', { scope: 'col', role: 'columnheader' }, text)))),
      el('tbody', { role: 'rowgroup' }, ...foldedRows(peers, row, head.length, 'peers'))));
}
