/**
 * Two reports, beside each other: what is different, in words and as a table. Pure.
 *
 * @typedef {import('../types/report.js').Finding} Finding
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {import('../types/report.js').Range} Range
 * @typedef {import('../types/report.js').Report} Report
 *
 * @typedef {object} Row What was and what is; equal where nothing changed.
 * @property {string} what
 * @property {string} before
 * @property {string} after
 *
 * @typedef {object} GroupChange
 * @property {string} name
 * @property {string[]} says One sentence each, most telling first; empty when nothing changed.
 * @property {Row[]} rows
 *
 * @typedef {object} Comparison
 * @property {GroupChange[]} groups
 * @property {string[]} findings New and gone, one sentence each.
 */

import { clock, counted, groupName, verdictWords } from '../render/words.js';

const NONE = '–';

/** @param {Peer} peer */
function called({ name, label, server_id: key, id }) {
  return name ?? label ?? key ?? id ?? 'a server';
}

/** @param {Range | null | undefined} range */
function rangeWords(range) {
  if (!range) return NONE;
  return range.least === range.most ? String(range.least) : `${range.least} to ${range.most}`;
}

/** @param {unknown} value */
function words(value) {
  return value === undefined || value === null ? NONE : String(value);
}

/**
 * @param {string[]} names
 * @param {string} are What they all are now.
 */
function all(names, are) {
  if (!names.length) return [];
  const last = names.at(-1);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
  return [`${listed} ${names.length > 1 ? 'are' : 'is'} ${are}.`];
}

/**
 * Peers by what they are called; where one has a name only in one of the reports, by its id.
 *
 * @param {Group} before
 * @param {Group} after
 * @returns {[Peer | undefined, Peer | undefined][]}
 */
function pairs(before, after) {
  const isSame = (/** @type {Peer} */ a, /** @type {Peer} */ b) =>
    (a.id !== undefined && a.id === b.id) || called(a) === called(b);
  const gone = before.peers.filter((peer) => !after.peers.some((other) => isSame(peer, other)));
  return [
    ...after.peers.map((peer) => /** @type {[Peer | undefined, Peer]} */ (
      [before.peers.find((other) => isSame(other, peer)), peer])),
    ...gone.map((peer) => /** @type {[Peer, undefined]} */ ([peer, undefined])),
  ];
}

/**
 * @param {Group} before
 * @param {Group} after
 * @returns {GroupChange}
 */
function groupChange(before, after) {
  const says = [];
  const [was, is] = [verdictWords(before), verdictWords(after)];
  if (was !== is) says.push(`The verdict was “${was.toLowerCase()}” and is “${is.toLowerCase()}”.`);
  if (before.leader !== after.leader) {
    const [from, to] = [before.leader, after.leader];
    if (from === undefined) says.push(`${to} leads now; nobody did before.`);
    else says.push(to === undefined ? `${from} led; nobody does now.` : `${from} led, ${to} does now.`);
  }
  const peers = pairs(before, after);
  const named = (/** @type {(a?: Peer, b?: Peer) => boolean} */ which) =>
    peers.filter(([a, b]) => which(a, b)).map(([a, b]) => called(/** @type {Peer} */ (b ?? a)));
  const voted = (/** @type {Peer | undefined} */ peer) => peer?.vote;
  says.push(
    ...all(named((a, b) => a !== undefined && voted(a) !== 'able' && voted(b) === 'able'), 'in contact again'),
    ...all(named((a, b) => voted(a) === 'able' && b !== undefined && voted(b) !== 'able'), 'no longer in contact'),
    ...all(named((a) => a === undefined), 'new'),
    ...all(named((_, b) => b === undefined), 'not in the group any more'),
  );
  if (before.size !== after.size) {
    says.push(`The group had ${words(before.size)} peers and has ${words(after.size)}.`);
  }
  if (before.needed !== after.needed) {
    says.push(`The majority was ${words(before.needed)} and is ${words(after.needed)}.`);
  }
  if (before.rescue !== after.rescue) says.push(after.rescue ? 'A rescue is active now.' : 'The rescue is over.');
  const [lostThen, lostNow] = [before.assets?.lost, after.assets?.lost];
  if (lostThen !== undefined && lostNow !== undefined && lostThen !== lostNow) {
    says.push(`${counted(lostThen, 'stream or consumer', 'streams and consumers')} had no quorum, ${lostNow} now.`);
  }
  const row = (/** @type {string} */ what, /** @type {unknown} */ a, /** @type {unknown} */ b) =>
    ({ what, before: words(a), after: words(b) });
  const time = (/** @type {string | undefined} */ asOf) =>
    (asOf === undefined ? NONE : `${clock(asOf)}, ${asOf.slice(0, 10)}`);
  const vote = (/** @type {Peer | undefined} */ peer) => (peer ? `${peer.vote}: ${peer.says}` : 'not there');
  return {
    name: groupName(after.domain),
    says,
    rows: [
      row('As of', time(before.as_of), time(after.as_of)),
      row('Verdict', was, is),
      row('Leader', before.leader, after.leader),
      row('In contact', rangeWords(before.in_contact), rangeWords(after.in_contact)),
      row('Needed', before.needed, after.needed),
      row('Size', before.size, after.size),
      row('Survives more losses', before.tolerance, after.tolerance),
      ...peers.map(([a, b]) => row(called(/** @type {Peer} */ (b ?? a)), vote(a), vote(b))),
    ],
  };
}

/**
 * @param {Report} before
 * @param {Report} after
 * @returns {string[]}
 */
function findingChanges(before, after) {
  const key = ({ code, entity } = /** @type {Finding} */ ({})) => `${code} ${entity}`;
  const of = ({ findings } = before) => new Map(findings.map((one) => [key(one), one]));
  const [then, now] = [of(before), of(after)];
  const told = (/** @type {Finding} */ { name, code, says }) => `${name} (${code}): ${says}`;
  return [
    ...[...now].filter(([one]) => !then.has(one)).map(([, finding]) => `New: ${told(finding)}`),
    ...[...then].filter(([one]) => !now.has(one)).map(([, finding]) => `Gone: ${told(finding)}`),
    ...[...now].filter(([one, { outcome }]) => then.has(one) && then.get(one)?.outcome !== outcome)
      .map(([one, finding]) => `Was “${then.get(one)?.outcome}”, is “${finding.outcome}”: ${told(finding)}`),
  ];
}

/**
 * @param {Report} before
 * @param {Report} after
 * @returns {Comparison}
 */
export function compare(before, after) {
  const left = [...before.groups];
  const groups = after.groups.map((group) => {
    const alike = left.findIndex(({ domain }) => domain === group.domain);
    const same = alike === -1 && left.length === 1 && after.groups.length === 1 ? 0 : alike;
    if (same === -1) {
      return { name: groupName(group.domain), says: [`Only in the later report: ${group.says}`], rows: [] };
    }
    return groupChange(left.splice(same, 1)[0], group);
  });
  const gone = left.map(({ domain, says }) =>
    ({ name: groupName(domain), says: [`Only in the earlier report: ${says}`], rows: [] }));
  return { groups: [...groups, ...gone], findings: findingChanges(before, after) };
}

/**
 * Which of two is the earlier, as far as they say.
 *
 * @param {Report} a
 * @param {Report} b
 * @returns {[Report, Report]}
 */
export function inTime(a, b) {
  const at = ({ groups } = a) => Date.parse(groups[0]?.as_of ?? '');
  return at(a) > at(b) ? [b, a] : [a, b];
}
