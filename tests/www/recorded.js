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
  const [scenario] = id.split('/');
  const lines = gunzipSync(readFileSync(new URL(`../corpus/${scenario}.jsonl.gz`, import.meta.url)))
    .toString()
    .trim();
  const moment = lines
    .split('\n')
    .map((line) => JSON.parse(line))
    .find((candidate) => candidate.id === id);
  return moment.readings
    .filter((/** @type {Input} */ { path }) => path === '/jsz' || path === '/healthz')
    .map((/** @type {Input} */ reading) => ({
      ...reading,
      source: `${reading.server}${reading.path}`,
      moment: moment.captured_at,
    }));
}
