/**
 * Who hears whom, looked up: what the report tells of it, by who hears and who is heard.
 *
 * @typedef {import('../types/report.js').Contacts} Contacts
 * @typedef {import('../types/report.js').Evidence} Evidence
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 *
 * @typedef {object} Contact
 * @property {Contacts['by']} by
 * @property {boolean} fresh
 * @property {boolean} [offline]
 * @property {boolean} [missing] The reading names all it hears, and this one is not among them.
 * @property {number} [age_ms]
 * @property {Evidence} evidence
 *
 * @typedef {object} Both
 * @property {Contact} [raft] Raft's own contact: a leader's list, or /raftz.
 * @property {Contact} [route] The connection, whatever it carries.
 */

import { ago } from './words.js';

/**
 * What the report's outlook and moments call it as well.
 *
 * @param {Peer} peer
 */
export function called({ name, label, server_id: key, id }) {
  return name ?? label ?? key ?? id ?? 'a server';
}

/** By name, as a person would look for it: n2 before n10. */
const order = new Intl.Collator('en', { numeric: true });

/**
 * @param {string} a
 * @param {string} b
 */
export function byName(a, b) {
  return order.compare(a, b);
}

/**
 * The peers that count, or may, by name.
 *
 * @param {Group} group
 */
export function counted({ peers }) {
  return peers.filter(({ standing }) => standing !== 'outside').sort((a, b) => byName(called(a), called(b)));
}

/** @type {WeakMap<Group, (hears: Peer, heard: Peer) => Both>} */
const KNOWN = new WeakMap();

/**
 * Looked up once: the drawing and the table are about the same contacts.
 *
 * @param {Group} group
 * @returns {(hears: Peer, heard: Peer) => Both}
 */
export function contactsOf(group) {
  const known = KNOWN.get(group) ?? remembered(lookUp(group));
  KNOWN.set(group, known);
  return known;
}

/**
 * @param {(hears: Peer, heard: Peer) => Both} find
 * @returns {(hears: Peer, heard: Peer) => Both}
 */
function remembered(find) {
  /** @type {Map<Peer, Map<Peer, Both>>} */
  const all = new Map();
  return (hears, heard) => {
    const known = all.get(hears) ?? new Map();
    all.set(hears, known);
    const both = known.get(heard) ?? find(hears, heard);
    known.set(heard, both);
    return both;
  };
}

/**
 * @param {Group} group
 * @returns {(hears: Peer, heard: Peer) => Both}
 */
function lookUp({ peers, contacts = [] }) {
  const place = new Map(peers.map((peer, index) => [peer, index]));
  const told = peers.map(() => /** @type {{ one: Contacts, heard: Map<number, Contacts['heard'][number]> }[]} */ ([]));
  for (const one of contacts) {
    told.at(one.peer)?.push({ one, heard: new Map(one.heard.map((other) => [other.peer, other])) });
  }
  return (hears, heard) => {
    /** @type {Both} */
    const both = {};
    const at = place.get(heard);
    if (at === undefined || hears === heard) return both;
    for (const { one: { by, whole, evidence }, heard: named } of told[place.get(hears) ?? -1] ?? []) {
      const found = named.get(at);
      /** @type {Contact | undefined} */
      const contact = found
        ? { by, fresh: found.fresh, offline: found.offline, age_ms: found.age_ms,
          evidence: { ...evidence, pointer: found.pointer ?? evidence.pointer } }
        : whole ? { by, fresh: false, missing: true, evidence } : undefined;
      if (contact) both[by === 'routes' ? 'route' : 'raft'] = contact;
    }
    return both;
  };
}

/**
 * `0.4 s`, `12 s`, `offline`, `never`, `no route`.
 *
 * @param {Contact} contact
 */
export function ageWords({ by, offline, missing, age_ms: age }) {
  if (missing) return by === 'routes' ? 'no route' : 'not listed';
  if (offline) return 'offline';
  return age === undefined ? 'never' : ago(age);
}

/**
 * The same in a sentence: `n1 heard n2 0.4 s ago`.
 *
 * @param {string} hears
 * @param {string} heard
 * @param {Contact} contact
 */
export function contactWords(hears, heard, contact) {
  const route = contact.by === 'routes';
  if (contact.missing) return route ? `${hears} has no route to ${heard}` : `${hears} does not list ${heard}`;
  if (contact.offline) return `${hears} calls ${heard} offline`;
  if (contact.age_ms === undefined) return `${hears} has not heard ${heard} in this term`;
  const age = ago(contact.age_ms);
  return route ? `${hears} has a route to ${heard}, used ${age} ago` : `${hears} heard ${heard} ${age} ago`;
}
