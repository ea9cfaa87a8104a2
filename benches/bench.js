// All rows of the bench: candidates take turns in every round, and every summary must equal the generator's.

import assert from 'node:assert/strict';

import { FIND_NOTHING, FULL, QUICK, comparisons, size } from './comparisons.js';
import { clusterOf, plain } from './dump.js';
import { dumps } from './dumps.js';
import { Chromium, here } from './places.js';
import { row } from './table.js';
import { example, manyStreams, memory, moduleWith, pageWith, sizes } from './whole.js';

/**
 * @import { Comparison } from './comparisons.js'
 * @import { Place } from './places.js'
 * @import { Ran } from './place.js'
 * @import { Row } from './table.js'
 */

const MB = 1e6;

/**
 * @param {{ quick?: boolean, only?: string }} [options] `only`: parts whose name holds this
 * @returns {Promise<{ rows: Row[], versions: string }>}
 */
export async function bench({ quick = false, only = '' } = {}) {
  const full = quick ? QUICK : FULL;
  const chromium = await Chromium.open();
  try {
    /** @type {Row[]} */
    const rows = [];
    /** @param {string} what @param {() => Promise<Row[]>} work */
    const part = async (what, work) => {
      if (!what.includes(only)) return;
      console.error(what);
      rows.push(...(await work()));
    };
    for (const place of [chromium, await here()]) {
      for (const comparison of comparisons(full)) {
        await part(`${place.name}: ${comparison.what}`, () => compare(place, comparison, full.rounds));
      }
    }
    await part(`Chromium: ${size(full.file)} file, memory`, () => memory(chromium, full.file));
    for (const bytes of full.big) {
      await part(`Chromium: ${size(bytes)} file`, () => moduleWith(chromium, bytes));
      await part(`page: ${size(bytes)} file`, () => pageWith(chromium, bytes));
    }
    await part(`Chromium: ${full.streams} streams`, () => manyStreams(chromium, full));
    await part('page: example', () => example(chromium, full.rounds));
    await part('size', () => sizes(chromium));
    return { rows, versions: `${await chromium.version()}, Node ${process.version.slice(1)}` };
  } finally {
    await chromium.close();
  }
}

/**
 * @param {Place} place
 * @param {Comparison} comparison
 * @param {number} rounds
 */
async function compare(place, { what, shape, servers, inMemory, times, candidates, ratios, limit }, rounds) {
  const dump = shape && (await dumps(shape, servers));
  await place.give(dump ? { servers: dump.servers, varz: dump.varz, paths: dump.paths } : { inputs: nine() }, inMemory);
  const has = await Promise.all(candidates.map((name) => place.has(name)));
  const present = candidates.filter((_, i) => has[i]);
  /** @type {Map<string, Ran[]>} */
  const ran = new Map(present.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    // Nobody always comes first, and the first round only warms.
    for (const name of [...present.slice(round % present.length), ...present.slice(0, round % present.length)]) {
      const one = await place.run(name, times);
      if (!FIND_NOTHING.includes(name)) assert.deepEqual(one.found.summary, dump?.summary, `${what}: ${name}`);
      if (round > 0) ran.get(name)?.push(one);
    }
  }
  const of = (/** @type {string} */ name, reading = false) =>
    (ran.get(name) ?? []).map(({ ms, found }) => (reading ? found.reading ?? ms : ms));
  const at = `${place.name}: ${what}: `;
  // The targets are the browser's.
  const aims = place instanceof Chromium;
  return [
    ...present.map((name) => dump
      ? row(`${at}${name}`, of(name).map((ms) => dump.bytes / MB / (ms / 1000)), 'MB/s')
      : row(`${at}${name}`, of(name), 'ms', aims && name === limit?.of ? limit.target : null)),
    ...ratios.map(({ of: ours, reading = false, to, target = null }) => {
      const theirs = of(to);
      const values = theirs.map((ms, round) => ms / of(ours, reading)[round]);
      const name = `${at}${ours}${reading ? ', reading' : ''}`;
      return { ...row(name, values, '×', aims ? target : null), ratio_to: to };
    }),
  ];
}

/** What nine servers answer to plain questions. */
function nine() {
  const cluster = clusterOf({ servers: 9, down: 0, streams: 20 });
  return cluster.up.flatMap((server) => [
    { source: `${server}/jsz`, server, path: '/jsz', status: 200, body: plain(cluster, server) },
    { source: `${server}/healthz`, server, path: '/healthz', status: 200, body: '{"status":"ok"}' },
  ]);
}
