/**
 * What stands for what: collected first, then numbered in the order of the names, so that what is sorted by name stays
 * in its order.
 *
 * @typedef {import('./kinds.js').Kind} Kind
 * @typedef {{ kind: Kind, name: string, stands: string }} Replaced
 */

import { KINDS } from './kinds.js';
import { NOBODY, isPeerId, namesOf, peerId } from './peer-id.js';
import { serverNames } from './servers.js';
import { RESERVED } from './vocabulary.js';
import { headOf, isCommon } from './words.js';

export class Plan {
  /** @type {Map<string, Kind>} */
  #kinds = new Map();
  /** @type {Set<string>} */
  #addresses = new Set();
  /** @type {Map<string, string>} */
  #stands = new Map();
  /** @type {Map<string, string[]>} */
  #heads = new Map();

  /**
   * @param {string} name
   * @param {Kind} kind
   */
  see(name, kind) {
    if (RESERVED.has(name) || (kind === 'peer' && name === NOBODY)) return;
    const before = this.#kinds.get(name);
    if (before === undefined || KINDS.indexOf(kind) < KINDS.indexOf(before)) this.#kinds.set(name, kind);
  }

  /** @param {string} address */
  seeAddress(address) {
    if (!RESERVED.has(address)) this.#addresses.add(address);
  }

  /**
   * From now on everything seen has its replacement.
   *
   * @param {Set<string>} settled Peer ids of which the core has said whether it can name them.
   */
  number(settled) {
    this.#nameGhosts(settled);
    const names = [...this.#kinds.keys()].sort(byCodePoint);
    for (const kind of KINDS.filter((one) => one !== 'peer')) {
      const all = names.filter((name) => this.#kinds.get(name) === kind);
      const stem = unlike(kind, names);
      if (kind === 'server') {
        for (const [name, stands] of serverNames(all, stem)) this.#stands.set(name, stands);
        continue;
      }
      const digits = String(all.length).length;
      all.forEach((name, at) => {
        const [prefix] = (kind === 'group' && /^[SC]-R\d+[FM]-/.exec(name)) || [''];
        this.#stands.set(name, `${prefix}${stem}${String(at + 1).padStart(digits, '0')}`);
      });
    }
    this.#numberPeers(names);
    [...this.#addresses].sort().forEach((address, at) => {
      if (!this.#stands.has(address)) this.#stands.set(address, documentation(address, at + 1));
    });
    for (const name of names) {
      // What is everybody's word, too, is a name only where a name must stand.
      const head = isCommon(name) ? undefined : headOf(name)?.head;
      if (head === undefined) continue;
      const alike = this.#heads.get(head);
      if (alike) alike.push(name);
      else this.#heads.set(head, [name]);
    }
    for (const alike of this.#heads.values()) alike.sort((a, b) => b.length - a.length);
  }

  /**
   * A ghost that the core can name has a name.
   *
   * @param {Set<string>} settled
   */
  #nameGhosts(settled) {
    const owned = new Set([...this.#kinds.keys()].map(peerId));
    const open = [...this.#kinds].filter(([id, kind]) => kind === 'peer' && !settled.has(id) && !owned.has(id));
    const servers = [...this.#kinds].filter(([, kind]) => kind === 'server').map(([name]) => name);
    for (const name of namesOf(new Set(open.map(([id]) => id)), servers).values()) this.see(name, 'server');
  }

  /** @param {string[]} names */
  #numberPeers(names) {
    const owners = new Map(names.map((name) => [peerId(name), name]));
    const unnamed = unlike('unnamed', names);
    names.filter((name) => this.#kinds.get(name) === 'peer').forEach((id, at) => {
      const owner = owners.get(id);
      // What no name gives stays so.
      const nobodys = isPeerId(id) ? peerId(`${unnamed}${at + 1}`) : `peer-${at + 1}`;
      this.#stands.set(id, owner === undefined ? nobodys : peerId(this.#stands.get(owner) ?? owner));
    });
  }

  /** @param {string} name */
  known(name) {
    return RESERVED.has(name) ? name : this.#stands.get(name);
  }

  /** @param {string} run */
  startingWith(run) {
    return this.#heads.get(run) ?? [];
  }

  /** @returns {Replaced[]} In the order of kinds. */
  get replaced() {
    const kindOf = (/** @type {string} */ name) => this.#kinds.get(name) ?? 'host';
    return [...this.#stands]
      .map(([name, stands]) => ({ kind: kindOf(name), name, stands }))
      .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  }
}

/**
 * As the core sorts.
 *
 * @param {string} a
 * @param {string} b
 */
function byCodePoint(a, b) {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((c, i) => c !== right[i]);
  if (at === -1) return left.length - right.length;
  return right[at] === undefined ? 1 : (left[at].codePointAt(0) ?? 0) - (right[at].codePointAt(0) ?? 0);
}

/**
 * A stem that none of the names has.
 *
 * @param {string} stem
 * @param {string[]} names
 * @returns {string}
 */
function unlike(stem, names) {
  const begun = new RegExp(`^${stem}[a-z]{0,3}\\d*$`, 'i');
  return names.some((name) => begun.test(name)) ? unlike(`${stem}x`, names) : stem;
}

/**
 * An address that is for documents alone.
 *
 * @param {string} address
 * @param {number} at
 */
function documentation(address, at) {
  if (address.includes(':')) return `2001:db8::${at.toString(16)}`;
  const nets = ['192.0.2', '198.51.100', '203.0.113'];
  if (at > 762) return `198.18.${(at >> 8) & 255}.${at & 255}`;
  return `${nets[Math.floor((at - 1) / 254)]}.${((at - 1) % 254) + 1}`;
}
