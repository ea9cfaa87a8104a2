/**
 * What a report still lacks: the pieces that would help, and nothing that is there already.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {import('../types/report.js').ReadingNote} ReadingNote
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./questions.js').Ask} Ask
 * @typedef {import('./servers.js').Server} Server
 */

import { STREAMS } from './questions.js';
import { serverOf } from './servers.js';

/** Who is no server that could be asked. */
const NOBODY = new Set(['ghost', 'corrupt']);

/** A server by all its names, what it was asked at the newest moment, and whether it ever answered there. */
class Seen {
  /** @type {Set<string>} */
  names = new Set();
  /** @type {Set<string>} */
  asked = new Set();
  answers = false;
  /** Where it was asked. @type {string | undefined} */
  label;
  /** Its name in its configuration. @type {string | undefined} */
  called;
}

/**
 * Which of our questions it answers: a list of streams is a `/jsz` too.
 *
 * @param {string} endpoint `/jsz?streams=true`, `$SYS.REQ.SERVER.PING.JSZ`
 */
function answered(endpoint) {
  const subject = /^\$SYS\.REQ\.\S*\.([A-Z]+)$/.exec(endpoint);
  const question = subject ? `/${subject[1].toLowerCase()}` : endpoint.replace(/\?.*$/s, '');
  return endpoint.includes('streams=true') ? [question, STREAMS] : [question];
}

/** @param {ReadingNote} reading */
function isSilent({ says }) {
  return says.startsWith('did not answer');
}

/**
 * Everybody whom the report knows, readings first.
 *
 * @param {Report} report
 */
function everybody({ readings, moments, groups }) {
  const newest = moments.length - 1;
  /** @type {Seen[]} */
  const all = [];
  const find = (/** @type {(string | undefined)[]} */ names) => {
    const known = names.filter((name) => name !== undefined);
    const seen = all.find((one) => known.some((name) => one.names.has(name))) ?? new Seen();
    if (!all.includes(seen) && known.length) all.push(seen);
    for (const name of known) seen.names.add(name);
    return seen;
  };
  for (const peer of groups.flatMap(({ peers }) => peers).filter(({ standing }) => !NOBODY.has(standing))) {
    const seen = find([peer.name, peer.label, peer.server_id]);
    seen.called ??= peer.name;
    seen.label ??= peer.label;
  }
  for (const reading of readings) {
    const seen = find([reading.server, reading.label]);
    seen.label ??= reading.label;
    if (reading.moment !== newest) continue;
    for (const question of answered(reading.endpoint)) seen.asked.add(question);
    seen.answers ||= !isSilent(reading);
  }
  return all;
}

/**
 * Where to ask it: as the operator typed it, as it was asked before, as its neighbours are called, by its name.
 *
 * @param {Seen} seen
 * @param {Server[]} typed
 * @param {string} pattern An address with `*` in place of the name.
 * @returns {Server | undefined}
 */
function addressOf({ names, label, called }, typed, pattern) {
  const isIt = (/** @type {Server} */ one) =>
    [one.name, one.host, one.host.split('.')[0]].some((word) => names.has(word));
  const name = called ?? [...names][0] ?? '';
  const server = typed.find(isIt) ?? serverOf(asUrl(label ?? pattern.replace('*', name)));
  return server && { ...server, ...(called === undefined ? {} : { called }) };
}

/**
 * A label with a path is a proxy's, and is asked there.
 *
 * @param {string} label
 */
function asUrl(label) {
  return label.includes('/') ? `http://${label}` : label;
}

/**
 * How names become addresses here: `*.nats.svc`, if everybody with both is called so.
 *
 * @param {Seen[]} all
 */
function patternOf(all) {
  const patterns = new Set(all.flatMap(({ label, called }) =>
    (label && called && label.startsWith(called) ? [`*${label.slice(called.length)}`] : [])));
  const [only = '*'] = patterns;
  return patterns.size === 1 && /^\*(?:[.:]|$)/.test(only) ? only : '*';
}

/**
 * @param {Report} report
 * @param {Server[]} typed
 * @param {string[]} questions
 * @returns {{ missing: Ask[], everything: Ask[] }} And what it takes to see the same a moment later.
 */
export function asksFor(report, typed, questions) {
  const all = everybody(report);
  const pattern = patternOf(all);
  /** @type {{ seen: Seen, server: Server }[]} */
  const known = all.flatMap((seen) => {
    const server = addressOf(seen, typed, pattern);
    return server ? [{ seen, server }] : [];
  });
  const isKnown = (/** @type {Server} */ server) => known.some((one) => one.server.base === server.base);
  const unread = typed.filter((server) => !isKnown(server)).map((server) => ({ seen: new Seen(), server }));
  const everyone = [...known, ...unread];
  const wanted = report.groups.flatMap(({ next }) => next)
    // What is to be run on a server itself is not asked from here.
    .filter(({ path, command }) => path !== undefined && !command?.includes('//localhost'));
  const missing = everyone.map(({ seen, server }) => {
    const helps = wanted.filter(({ server: name }) => name === undefined || seen.names.has(name));
    const open = questions.filter((path) => !seen.asked.has(path));
    // Whoever was silent so far would be so to the other questions.
    const lacks = seen.asked.size && !seen.answers ? [] : open;
    const next = helps.flatMap(({ path, says }) => named(says, path ?? '', questions));
    return { server, paths: questions.filter((path) => lacks.includes(path) || next.includes(path)) };
  });
  return {
    missing: missing.filter(({ paths }) => paths.length),
    everything: everyone.map(({ server }) => ({ server, paths: questions })),
  };
}

/**
 * The questions that a sentence of the core's asks for: `Fetch /jsz and /healthz of n3`.
 *
 * @param {string} says
 * @param {string} path
 * @param {string[]} questions
 */
function named(says, path, questions) {
  const words = says.split(/[\s,:]+/);
  return questions.filter((question) => question === path || words.includes(question));
}
