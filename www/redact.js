/**
 * Readings without their names: servers, accounts, streams, hosts and all else that is somebody's becomes server1,
 * account2, stream17, the same everywhere; counts, times, versions and the verdict stay. What is kept is what is known
 * to be nobody's (redact/vocabulary.js), not what is not known to be somebody's.
 *
 * @typedef {import('./redact/kinds.js').Kind} Kind
 * @typedef {import('./redact/lex.js').Place} Place
 * @typedef {import('./redact/plan.js').Replaced} Replaced
 * @typedef {import('./types/report.js').Report} Report
 *
 * @typedef {object} Text What the core is given, its body as text.
 * @property {string} source
 * @property {string} [server]
 * @property {string} [path]
 * @property {number} [status]
 * @property {string} [error]
 * @property {string | number} [moment]
 * @property {string} [batch]
 * @property {string} [body]
 *
 * @typedef {object} Readings
 * @property {Text[]} inputs
 * @property {string[]} expected Names of servers.
 */

import { isKept, kindOf, kindOfKey } from './redact/kinds.js';
import { rewritten } from './redact/lex.js';
import { isPeerId } from './redact/peer-id.js';
import { Plan } from './redact/plan.js';
import { KEYS } from './redact/vocabulary.js';
import { isCommon, redactWords } from './redact/words.js';

/** @typedef {{ name: (name: string, kind: Kind) => string, words: (text: string) => string }} Pass */

/**
 * @param {Readings} readings
 * @param {Pick<Report, 'groups' | 'readings'>} [report] Of these: it says which peer ids can be named, and the labels.
 * @returns {Readings & { replaced: Replaced[] }}
 */
export function redact(readings, report) {
  const plan = new Plan();
  const peers = (report?.groups ?? []).flatMap((group) => group.peers);
  for (const { name } of [...peers, ...readingsOf(report)]) if (name !== undefined) plan.see(name, 'server');
  const labels = [...peers, ...readingsOf(report)].map(({ label }) => label);
  for (const label of [...labels, ...readings.inputs.map(({ server }) => server)]) host(label, 'server', plan);
  const settled = new Set(peers.flatMap(({ id }) => id ?? []));
  const seen = (/** @type {string} */ name, /** @type {Kind} */ kind) => {
    plan.see(name, kind);
    return name;
  };
  // Names first, from where names stand; then every other word, which may hold one of them.
  through(readings, { name: seen, words: (text) => namesIn(text, plan) });
  plan.number(settled);
  const others = new Plan();
  through(readings, {
    name: (name, kind) => {
      others.see(name, kind);
      return name;
    },
    words: (text) => redactWords(text, {
      known: (name) => plan.known(name),
      startingWith: (run) => plan.startingWith(run),
      other: (word) => {
        others.see(word, isPeerId(word) ? 'peer' : 'word');
        return word;
      },
      address: (address) => {
        others.seeAddress(address);
        return address;
      },
    }),
  });
  for (const { kind, name } of plan.replaced) others.see(name, kind);
  others.number(settled);
  const stands = (/** @type {string} */ name) => others.known(name) ?? name;
  const redacted = through(readings, {
    name: stands,
    words: (text) => redactWords(text, {
      known: (name) => others.known(name),
      startingWith: (run) => others.startingWith(run),
      other: stands,
      address: stands,
    }),
  });
  return { ...redacted, replaced: others.replaced };
}

/** @param {Pick<Report, 'readings'>} [report] */
function readingsOf(report) {
  return (report?.readings ?? []).map(({ server, label }) => ({ name: server, label }));
}

/**
 * A host is called by its own name, whatever its domain.
 *
 * @param {string | undefined} label
 * @param {Kind} kind
 * @param {Plan} plan
 */
function host(label, kind, plan) {
  // Behind a proxy the path says which: mon.example.net/n1.
  for (const part of (label ?? '').split('/')) {
    const [, name] = /^([\p{L}\p{N}][\p{L}\p{N}_-]*)/u.exec(part) ?? [];
    if (name !== undefined && /\p{L}/u.test(name) && !isCommon(name)) plan.see(name, kind);
  }
}

/** Where plain words name a host, a peer, or a stream of an account. */
const BEFORE_HOST = /(?:\w:\/\/(?:[^\s/@"']*@)?|\w@|connect(?:ed)? to |resolve host:? |[Hh]ost: |lookup )/;
const HOST = new RegExp(`${BEFORE_HOST.source}([\\p{L}\\p{N}][\\p{L}\\p{N}_.-]*)`, 'gu');
const PEER = /\bpeer ?ID: ?(\w+)/gi;
const ASSET = /'([^']+ > [^']+)'/g;
const ROW = /^[│|] *([^│|\s][^│|]*?)\*? *[│|](?=.*(?:true|false))/gm;

/**
 * @param {string} text
 * @param {Plan} plan
 */
function namesIn(text, plan) {
  for (const [, name] of text.matchAll(HOST)) host(name, 'host', plan);
  for (const [, id] of text.matchAll(PEER)) plan.see(id, 'peer');
  for (const [, path] of text.matchAll(ASSET)) {
    /** @type {Kind[]} */
    const kinds = ['account', 'stream', 'consumer'];
    path.split(' > ').slice(0, 3).forEach((name, at) => plan.see(name, kinds[at]));
  }
  for (const [, name] of text.matchAll(ROW)) if (!isCommon(name)) plan.see(name, 'server');
  return text;
}

/**
 * Everything that is text, through one pass.
 *
 * @param {Readings} readings
 * @param {Pass} pass
 * @returns {Readings}
 */
function through({ inputs, expected }, { name, words: redacted }) {
  /** The same is said again and again. @type {Map<string, string>} */
  const told = new Map();
  const pass = {
    name,
    words: (/** @type {string} */ text) => {
      const before = told.get(text);
      if (before !== undefined) return before;
      const now = redacted(text);
      if (text.length < 200) told.set(text, now);
      return now;
    },
  };
  const words = (/** @type {string | undefined} */ text) => (text === undefined ? undefined : pass.words(text));
  return {
    inputs: inputs.map(({ source, server, path, error, moment, batch, body, ...rest }) => defined({
      ...rest,
      source: pass.words(source),
      server: words(server),
      path: words(path),
      error: words(error),
      moment: typeof moment === 'string' && !isKept(moment) ? pass.words(moment) : moment,
      batch: words(batch),
      body: body === undefined ? undefined : document(body, pass),
    })),
    expected: expected.map((one) => name(one, 'server')),
  };
}

/**
 * @template {object} T
 * @param {T} fields
 * @returns {T} Without what is not there.
 */
function defined(fields) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}

/**
 * @param {string} text
 * @param {Pass} pass
 * @returns {string}
 */
function document(text, pass) {
  return rewritten(text, {
    plain: pass.words,
    key: (key, place) => {
      if (KEYS.has(key) && place.key !== 'peers') return key;
      if (key.startsWith('/') || key.startsWith('_nats.')) return pass.words(key);
      return pass.name(key, kindOfKey(key, place));
    },
    value: (value, place) => valueOf(value, place, pass),
  });
}

const COMMIT = /^[0-9a-f]{7,40}$/;

/**
 * @param {string} value
 * @param {Place} place
 * @param {Pass} pass
 */
function valueOf(value, place, pass) {
  // A document in a string, as hosts keep what they were told.
  if (/^\s*[{[]/.test(value) && value.length > 2) return document(value, pass);
  const kind = kindOf(value, place);
  if (kind === 'words') return pass.words(value);
  if (kind === 'state') return isCommon(value) || isKept(value) ? value : pass.name(value, 'value');
  if (kind === 'tag') return tag(value, pass);
  if (kind === 'value' && (isKept(value) || (place.key === 'git_commit' && COMMIT.test(value)))) return value;
  // `connection refused`, noted beside a server: everybody's words.
  if (kind === 'value' && value.split(/[^\p{L}\p{N}]+/u).every((word) => !word || isCommon(word) || isKept(word))) {
    return value;
  }
  return pass.name(value, kind);
}

/**
 * `az:` and `region:` name zones.
 *
 * @param {string} value
 * @param {Pass} pass
 */
function tag(value, pass) {
  const [, key, zone] = /^(az|zone|region):(.+)$/i.exec(value) ?? [];
  return zone === undefined ? pass.name(value, 'tag') : `${key}:${pass.name(zone, 'zone')}`;
}
