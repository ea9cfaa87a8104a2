// A place where candidates run: a page in Chromium, or Node. Both load this very file.

import { CANDIDATES, since, wasmBytes } from './candidates.js';
import { watchGaps } from './gaps.js';

/** @import { Found, Given } from './candidates.js' */

/**
 * @typedef {object} Ran
 * @property {number} ms
 * @property {number} gap the longest time that the event loop was held up, in milliseconds
 * @property {number} wasm by how many bytes the wasm's memory grew
 * @property {Found} found
 */

/** @type {Given} */
let given = { servers: [], varz: [], files: [], bytes: [], texts: [], inputs: [] };

/**
 * What the next runs are about.
 * @param {Partial<Given>} parts
 * @param {'bytes' | 'texts'} [inMemory] the files as these too
 */
export async function give(parts, inMemory) {
  given = { ...given, bytes: [], texts: [], ...parts };
  if (inMemory === 'bytes') {
    given.bytes = await Promise.all(given.files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  }
  if (inMemory === 'texts') given.texts = await Promise.all(given.files.map((file) => file.text()));
}

/** @param {string} name @returns {boolean} */
export function has(name) {
  return name in CANDIDATES;
}

/**
 * @param {string} name
 * @param {number} [times] that many in a row, and `ms` is for one of them
 * @returns {Promise<Ran>}
 */
export async function run(name, times = 1) {
  const wasm = wasmBytes();
  const watch = watchGaps();
  const start = performance.now();
  /** @type {Found} */
  let found = {};
  for (let time = 0; time < times; time += 1) {
    const answer = CANDIDATES[name](given);
    found = answer instanceof Promise ? await answer : answer;
  }
  const ms = since(start) / times;
  return { ms, gap: await watch.end(), wasm: wasmBytes() - wasm, found };
}
