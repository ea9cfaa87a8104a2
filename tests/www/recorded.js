// Recorded moments of real clusters, as inputs for the door.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** @import { Input } from '../../dist/quorate.js' */

/**
 * What /jsz and /healthz of every server said at one recorded moment.
 * @param {string} id such as `01_healthy/2.10.26/01-just-ready`
 * @returns {(Input & { source: string, body?: string })[]}
 */
export function recorded(id) {
  const moment = scenario(id).find((candidate) => candidate.id === id);
  return moment.readings
    .filter((/** @type {Input} */ { path }) => path === '/jsz' || path === '/healthz')
    .map((/** @type {Input} */ reading) => ({
      ...reading,
      source: `${reading.server}${reading.path}`,
      moment: moment.captured_at,
    }));
}

/**
 * The moments of one run, in order.
 * @param {string} run such as `01_healthy/2.10.26`
 * @returns {string[]}
 */
export function momentsOf(run) {
  return scenario(run).map(({ id }) => id).filter((id) => id.startsWith(`${run}/`));
}

/**
 * @param {string} id
 * @returns {any[]}
 */
function scenario(id) {
  const [name] = id.split('/');
  const lines = gunzipSync(readFileSync(new URL(`../corpus/${name}.jsonl.gz`, import.meta.url))).toString().trim();
  return lines.split('\n').map((line) => JSON.parse(line));
}

/**
 * What an operator's terminal would show of it.
 *
 * @param {Pick<Input, 'server' | 'path' | 'status' | 'body'>[]} asked
 */
export function terminal(asked) {
  return asked.map(({ server, path, status, body }) => {
    const line = `$ curl -sSi -m 5 http://${server}:8222${path}\n`;
    if (typeof body !== 'string') {
      return `${line}curl: (7) Failed to connect to ${server} port 8222 after 0 ms: Couldn't connect to server\n`;
    }
    return `${line}HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Service Unavailable'}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}\n`;
  }).join('\n');
}
