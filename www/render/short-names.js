/**
 * Short labels where there is no room for whole names. Names of one group are alike: what they share at their beginning
 * and end goes first, so that what tells them apart is seen. Pure; made once for all names of a group.
 *
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {string[]} Letters A name's characters, none of them half a pair.
 */

import { called } from './contact.js';
import { clip, visible } from './dom.js';
import { grouped } from './grouped.js';

/** So many characters has a label. */
export const MOST = 16;
const CUT = '…';
/** Names are made of parts, and between two parts are these. */
const JOINT = /[-._:/\s]/;

/**
 * Where names may be cut, and what they share.
 *
 * @param {Letters[]} names
 * @param {boolean} anywhere Else only between two parts.
 * @returns {{ starts: number[], tail: number }} Where a label may start, and how many characters all end with alike.
 */
function shared(names, anywhere) {
  const [first] = names;
  if (names.length < 2) return { starts: [0], tail: 0 };
  const least = Math.min(...names.map(({ length }) => length));
  const starts = [0];
  // Something of each is left.
  for (let at = 1; at < least && names.every((name) => name[at - 1] === first[at - 1]); at += 1) {
    if (anywhere || (JOINT.test(first[at - 1]) && !JOINT.test(first[at]))) starts.push(at);
  }
  const room = least - starts[starts.length - 1];
  let tail = 0;
  for (let end = 1; end < room && names.every((name) => name.at(-end) === first.at(-end)); end += 1) {
    if (anywhere || (JOINT.test(first.at(-end) ?? '') && !JOINT.test(first.at(-end - 1) ?? ''))) tail = end;
  }
  return { starts, tail };
}

/**
 * Without what they share; of the beginning as much stays as there is room for.
 *
 * @param {Letters[]} names
 * @param {ReturnType<typeof shared>} ends
 * @param {number} most
 * @returns {string[] | undefined} Nothing where even the rest is too long.
 */
function withoutShared(names, { starts, tail }, most) {
  const longest = Math.max(...names.map(({ length }) => length)) + (tail ? 1 - tail : 0);
  const start = starts.find((at) => longest - at + (at ? 1 : 0) <= most);
  if (start === undefined) return undefined;
  return names.map((name) =>
    `${start ? CUT : ''}${name.slice(start, name.length - tail).join('')}${tail ? CUT : ''}`);
}

/**
 * Both ends of what differs, as long as they can be for all to look different.
 *
 * @param {Letters[]} names
 * @param {number} most
 */
function bothEnds(names, most) {
  const { starts, tail } = shared(names, true);
  const start = starts[starts.length - 1];
  const cores = names.map((name) => name.slice(start, name.length - tail));
  const usual = Math.ceil((most - 1) * 0.7);
  const heads = Array.from({ length: most }, (_, head) => head);
  heads.sort((a, b) => Math.abs(a - usual) - Math.abs(b - usual));
  /** @type {string[]} */
  let best = [];
  let apart = 0;
  for (const head of heads) {
    const labels = cores.map((core) => (core.length < most ? [...core, CUT].join('')
      : [...core.slice(0, head), CUT, ...core.slice(core.length - (most - 1 - head))].join('')));
    const distinct = new Set(labels).size;
    if (distinct > apart) [best, apart] = [labels, distinct];
    if (apart === names.length) break;
  }
  return best;
}

/**
 * Those whose next part is the same.
 *
 * @param {Letters[]} names
 * @param {number} start
 */
function families(names, start) {
  return [...grouped(names, (name) => {
    const joint = name.findIndex((letter, at) => at >= start && JOINT.test(letter));
    return name.slice(start, joint < 0 ? undefined : joint).join('');
  }).values()];
}

/**
 * @param {Letters[]} names All different.
 * @param {number} most
 * @returns {Map<Letters, string>}
 */
function shorten(names, most) {
  const by = (/** @type {string[]} */ labels) => new Map(names.map((name, index) => [name, labels[index]]));
  if (names.every(({ length }) => length <= most)) return by(names.map((name) => name.join('')));
  const ends = shared(names, false);
  const labels = withoutShared(names, ends, most);
  if (labels) return by(labels);
  const all = families(names, ends.starts[ends.starts.length - 1]);
  if (all.length > 1) {
    const each = new Map(all.flatMap((family) => [...shorten(family, most)]));
    if (new Set(each.values()).size === names.length) return each;
  }
  return by(withoutShared(names, shared(names, true), most) ?? bothEnds(names, most));
}

/**
 * A label for each name: no two the same, and the name itself where there is room for all that are like it.
 *
 * @param {Iterable<string>} names
 * @param {number} [most]
 * @returns {Map<string, string>}
 */
export function shortNames(names, most = MOST) {
  const sorted = [...new Set(names)].sort();
  const shown = new Map(sorted.map((name) => [name, visible(name)]));
  const short = shorten([...new Set(shown.values())].map((name) => [...name]), most);
  const labels = new Map([...short].map(([letters, label]) => [letters.join(''), label]));
  const taken = new Set();
  return new Map(sorted.map((name) => {
    const label = labels.get(shown.get(name) ?? '') ?? '';
    let own = label;
    // What no cut tells apart is numbered.
    for (let n = 2; taken.has(own); n += 1) {
      const mark = `${CUT}${n}`;
      own = [...label].slice(0, most - mark.length).join('') + mark;
    }
    taken.add(own);
    return [name, own];
  }));
}

/** @type {WeakMap<Report, Map<string | undefined, (name: string) => string>>} */
const KNOWN = new WeakMap();

/**
 * The labels of one group's names, the same in all that is drawn of it and at all of its moments.
 *
 * @param {Report} report
 * @param {string | undefined} domain
 * @returns {(name: string) => string}
 */
export function labelsOf(report, domain) {
  const known = KNOWN.get(report) ?? new Map();
  KNOWN.set(report, known);
  const label = known.get(domain) ?? labelled(report, domain);
  known.set(domain, label);
  return label;
}

/**
 * @param {Report} report
 * @param {string | undefined} domain
 */
function labelled({ moments, groups }, domain) {
  const own = (/** @type {{ domain?: string }} */ group) => group.domain === domain;
  const names = new Set([
    ...moments.flatMap((moment) => moment.groups.filter(own)).flatMap(({ leader, votes }) =>
      [leader, ...votes ? Object.values(votes).flat() : []]),
    ...groups.filter(own).flatMap(({ leader, peers }) =>
      [leader, ...peers.flatMap((peer) => [called(peer), peer.leader])]),
  ].filter((name) => name !== undefined));
  const labels = shortNames(names);
  return (/** @type {string} */ name) => labels.get(name) ?? clip(name, MOST);
}
