/**
 * A sentence of the core may list all names of a large group. What it comes to is read before fifty names are: the
 * first few stay, and how many more there are. Pure.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {{ says: string, all: string[] }} Told All of the names, where not all are in the sentence.
 */

import { called } from './contact.js';

/** So many are named where there are more than `MOST`. */
const FEW = 3;
const MOST = 5;

/**
 * @param {string[]} names Those of the group.
 * @returns {(says: string) => Told}
 */
export function fewNames(names) {
  if (names.length <= MOST) return (says) => ({ says, all: [] });
  // The longest first: one may be the beginning of another.
  const longest = [...new Set(names)].sort((a, b) => b.length - a.length);
  const one = longest.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const list = new RegExp(`(?:${one})(?:(?:, | and )(?:${one}))+(?![\\w-])`);
  const each = new RegExp(`(${one})(?:, | and |$)`, 'y');
  return (says) => {
    const [found] = list.exec(says) ?? [''];
    each.lastIndex = 0;
    /** @type {string[]} */
    const all = [];
    for (let match = each.exec(found); match; match = each.exec(found)) all.push(match[1]);
    if (all.length <= MOST) return { says, all: [] };
    const few = `${all.slice(0, FEW).join(', ')} and ${all.length - FEW} more`;
    return { says: says.replace(found, () => few), all };
  };
}

/** @type {WeakMap<Group, ReturnType<typeof fewNames>>} */
const KNOWN = new WeakMap();

/**
 * The same for all that is said of one group.
 *
 * @param {Group} group
 */
export function fewOf(group) {
  const few = KNOWN.get(group) ?? fewNames(group.peers.map(called));
  KNOWN.set(group, few);
  return few;
}
