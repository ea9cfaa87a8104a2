// What is no race: big files, their memory, the page itself, and sizes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { size } from './comparisons.js';
import { dumps, textFile } from './dumps.js';
import { choose } from './places.js';
import { row } from './table.js';

/**
 * @import { Size } from './comparisons.js'
 * @import { Dump } from './dumps.js'
 * @import { Ran } from './place.js'
 * @import { Chromium } from './places.js'
 * @import { Row } from './table.js'
 */

const MIB = 2 ** 20;
const MB = 1e6;
const GAP_TARGET = '≤ 100';

/** The bare module and a big file. @param {Chromium} chromium @param {number} bytes @returns {Promise<Row[]>} */
export async function moduleWith(chromium, bytes) {
  const dump = await dumps({ bytes });
  const { grown, result } = await readIn(chromium, dump);
  const what = `Chromium: ${size(bytes)} file: `;
  return [
    row(`${what}addStream and report`, [result.ms / 1000], 's'),
    ...memoryRows(what, dump, grown, result),
    row(`${what}longest time the page did not answer`, [result.gap], 'ms', GAP_TARGET),
  ];
}

/**
 * How much memory one file takes: ours, and the JavaScript way.
 * @param {Chromium} chromium
 * @param {number} bytes
 */
export async function memory(chromium, bytes) {
  const dump = await dumps({ bytes });
  const rows = [];
  for (const candidate of ['addStream', 'JSON.parse of files']) {
    const { grown } = await readIn(chromium, dump, candidate);
    const what = `Chromium: ${size(bytes)} file: ${candidate}, renderer above idle, at most`;
    rows.push(row(what, grown === undefined ? [] : [grown / MB], 'MB'));
  }
  return rows;
}

/** @param {Chromium} chromium @param {Dump} dump @param {string} [candidate] */
async function readIn(chromium, { servers, varz, paths, summary }, candidate = 'addStream') {
  await chromium.give({ servers, varz, paths });
  const grew = await chromium.growth(() => chromium.run(candidate));
  assert.deepEqual(grew.result.found.summary, summary);
  return grew;
}

/**
 * @param {string} what
 * @param {Dump} dump
 * @param {number | undefined} grown the renderer
 * @param {Ran} ran
 */
function memoryRows(what, { groups }, grown, { wasm }) {
  const target = (2 * MIB + 64 * groups) / MIB;
  const besides = grown === undefined ? [] : [(grown - wasm) / MB];
  return [
    row(`${what}wasm memory above idle, ${groups} groups`, [wasm / MIB], 'MiB', `≤ ${target.toFixed(1)}`),
    row(`${what}renderer above idle and above that, at most`, besides, 'MB', '≤ 32'),
  ];
}

/** The page and a big file, chosen as a person does. @param {Chromium} chromium @param {number} bytes */
export async function pageWith(chromium, bytes) {
  const { paths, varz, servers, summary } = await dumps({ bytes });
  const page = await chromium.visit('dist/');
  await page.evaluate("import('/benches/gaps.js').then(({ watchGaps }) => { window.watch = watchGaps(); })");
  const { grown, result } = await chromium.growth(async () => {
    const start = performance.now();
    await choose(page, '#files', [textFile(`${servers[0]}-varz.json`, varz[0]), ...paths]);
    await page.waitForSelector('main[aria-busy=false] .assets');
    return performance.now() - start;
  });
  const gap = /** @type {number} */ (await page.evaluate('watch.end()'));
  const says = await page.$eval('.assets p', (element) => element.textContent ?? '');
  const [streams, consumers, lost = 0] = [...says.replaceAll(',', '').matchAll(/\d+/g)].map(Number);
  assert.deepEqual({ ...summary, streams, consumers, lost }, summary, says);
  const what = `page: ${size(bytes)} file: `;
  return [
    row(`${what}chosen, until the verdict`, [result / 1000], 's'),
    row(`${what}renderer above idle, at most`, grown === undefined ? [] : [grown / MB], 'MB'),
    row(`${what}longest time the page did not answer`, [gap], 'ms', GAP_TARGET),
  ];
}

/**
 * Three servers with all the streams, one in a hundred of these without quorum.
 * @param {Chromium} chromium
 * @param {Size} full
 */
export async function manyStreams(chromium, { streams }) {
  const dump = await dumps({ servers: 5, down: 2, streams, sizes: [3], consumers: 0, lostEvery: 100 }, 3);
  const { grown, result } = await readIn(chromium, dump);
  const { kept = 0, reading = 0 } = result.found;
  const what = `Chromium: ${streams} streams on 3 servers, ${dump.summary.lost} without quorum: `;
  return [
    row(`${what}addStream`, [reading / 1000], 's'),
    row(`${what}report`, [(result.ms - reading) / 1000], 's'),
    row(`${what}kept of each, at most`, [kept / dump.groups], 'bytes', '≤ 64'),
    ...memoryRows(what, dump, grown, result),
  ];
}

/** @param {Chromium} chromium @param {number} rounds */
export async function example(chromium, rounds) {
  const verdict = [];
  const ready = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await chromium.visit('dist/');
    await page.waitForSelector('main[aria-busy=false]');
    ready.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].duration));
    verdict.push(await page.evaluate(async () => {
      const start = performance.now();
      /** @type {HTMLElement} */ (document.querySelector('[data-example]')).click();
      while (!document.querySelector('#report > *')) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - start;
    }));
  }
  return [
    row('page: loaded', ready, 'ms'),
    row('page: an example clicked, until its verdict is shown', verdict, 'ms', '≤ 50'),
  ];
}

/** @param {Chromium} chromium */
export async function sizes(chromium) {
  const page = await chromium.visit('dist/');
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const paths = [...new Set(urls.map((url) => decodeURIComponent(new URL(url).pathname.slice(1))))];
  const of = (/** @type {string} */ ending) => {
    const files = paths.filter((path) => path.endsWith(ending)).map((path) => readFileSync(path));
    const sum = (/** @type {(file: Buffer) => Buffer} */ pack) =>
      files.reduce((bytes, file) => bytes + pack(file).length, 0) / 1000;
    return {
      raw: sum((file) => file),
      gzip: sum((file) => gzipSync(file, { level: 9 })),
      brotli: sum((file) => brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
    };
  };
  const [wasm, scripts] = [of('.wasm'), of('.js')];
  return [
    row('size: wasm', [wasm.raw], 'kB'),
    row('size: wasm, gzip', [wasm.gzip], 'kB', '≤ 80'),
    row('size: wasm, brotli', [wasm.brotli], 'kB'),
    row('size: scripts of the page', [scripts.raw], 'kB'),
    row('size: scripts of the page, gzip', [scripts.gzip], 'kB'),
    row('size: scripts of the page, brotli', [scripts.brotli], 'kB'),
  ];
}
