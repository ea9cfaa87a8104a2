/**
 * What servers are asked: the endpoints from which the core learns something about the meta group.
 *
 * @typedef {import('./servers.js').Server} Server
 *
 * @typedef {object} Ask One server, and what it is asked.
 * @property {Server} server
 * @property {string[]} paths `/jsz`
 */

/** `/jsz` is the heart of it; the others settle what it leaves open. */
export const QUESTIONS = ['/jsz', '/healthz', '/varz', '/routez', '/raftz'];

/** Streams' and consumers' own quorum, and what a restart would break; long where there are many. */
export const STREAMS = '/jsz?streams=true&consumers=true';

/** Seconds: enough for a busy server, and not too long beside a frozen one. */
export const PATIENCE = 5;
/** A list of a hundred thousand streams takes its time. */
const LONG_PATIENCE = 30;

/** @param {string} path */
export function patienceFor(path) {
  return path.includes('streams=true') ? LONG_PATIENCE : PATIENCE;
}

/** @param {boolean} streams */
export function questions(streams) {
  return streams ? [...QUESTIONS, STREAMS] : QUESTIONS;
}

/**
 * Those who are asked the same, together, in as few lines as it takes.
 *
 * @param {Ask[]} asks
 * @returns {{ servers: Server[], paths: string[], patience: number }[]}
 */
export function alike(asks) {
  /** @type {Map<string, { servers: Server[], paths: string[], patience: number }>} */
  const groups = new Map();
  for (const { server, paths } of asks) {
    for (const patience of [PATIENCE, LONG_PATIENCE]) {
      const some = paths.filter((path) => patienceFor(path) === patience);
      if (!some.length) continue;
      const key = some.join(' ');
      const group = groups.get(key) ?? { servers: [], paths: some, patience };
      group.servers.push(server);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}
