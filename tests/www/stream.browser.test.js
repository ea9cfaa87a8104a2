// Streams as a browser has them: files of the disk, its own way of unpacking, its garbage collector.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { open } from './browser.js';
import { recorded } from './recorded.js';

const JSZ = recorded('01_healthy/2.10.26/01-just-ready').find(({ path }) => path === '/jsz')?.body ?? '';

/** @type {Awaited<ReturnType<typeof open>>} */
let chromium;
/** @type {string} */
let folder;
before(async () => {
  chromium = await open(['--js-flags=--expose-gc']);
  folder = await mkdtemp(join(tmpdir(), 'stream-'));
});
after(async () => {
  await chromium?.close();
  if (folder) await rm(folder, { recursive: true });
});

/**
 * Streams a file of the disk, as one that was chosen.
 *
 * @param {string | Uint8Array} content
 * @param {{ collect?: boolean, gone?: boolean, cancelAt?: number }} [trouble]
 */
async function streamed(content, trouble = {}) {
  const path = join(folder, 'given');
  await writeFile(path, content);
  const page = await chromium.blankPage();
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.type = 'file';
    document.body.append(field);
  });
  const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('input'));
  await field.uploadFile(path);
  if (trouble.gone) await rm(path);
  const outcome = await page.evaluate(async (module, { collect, cancelAt }) => {
    const { Triage } = await import(module);
    const triage = await Triage.create();
    const [file] = /** @type {any} */ (document.querySelector('input')).files;
    const stopper = new AbortController();
    const collecting = collect ? setInterval(() => /** @type {any} */ (globalThis).gc(), 0) : 0;
    let progress = { bytes: 0, total: 0 };
    const { problem } = await triage.addStream({
      source: 'a file',
      stream: file,
      signal: stopper.signal,
      onProgress: (/** @type {any} */ told) => {
        progress = told;
        if (cancelAt !== undefined && told.bytes >= cancelAt) stopper.abort();
      },
    });
    clearInterval(collecting);
    const { errors, readings } = triage.report();
    return { errors, problem, progress, readings: readings.length };
  }, `${chromium.address}quorate.js`, trouble);
  await page.close();
  return outcome;
}

test('a file is read whole, whatever the garbage collector does meanwhile', async () => {
  const text = `${JSZ}\n${' '.repeat(63 * 1024)}`.repeat(1000);
  const { problem, progress, readings } = await streamed(text, { collect: true });
  assert.equal(problem, undefined);
  assert.equal(readings, 1000);
  assert.equal(progress.bytes, text.length);
  assert.equal(progress.total, text.length);
});

test('a file that has vanished', async () => {
  const { errors, problem } = await streamed(JSZ, { gone: true });
  assert.match(problem, /^broke off after 0 bytes .*: the file is gone, was changed, or cannot be read$/);
  assert.ok(errors.some((/** @type {any} */ { what }) => what === problem));
});

test('gzip, and several gzip files in one', async () => {
  const one = gzipSync(`${JSZ}\n`.repeat(100));
  assert.equal((await streamed(one)).readings, 100);
  const many = Array.from({ length: 300 }, (_, n) => gzipSync(n % 7 ? `${JSZ}\n` : ''));
  const { problem, readings } = await streamed(Buffer.concat([one, ...many, one]));
  assert.equal(problem, undefined);
  assert.equal(readings, 200 + 257);
});

test('gzip that is cut off is read as far as it goes', async () => {
  const packed = gzipSync(`${JSZ}\n`.repeat(1000));
  const { errors, problem, readings } = await streamed(packed.subarray(0, packed.length - 12));
  assert.match(problem, /^a damaged gzip file, or one that was cut off: .* could be unpacked$/);
  assert.ok(readings > 900, `${readings} readings`);
  assert.ok(errors.some((/** @type {any} */ { what }) => what === problem));
});

test('gzip that is damaged is read up to there', async () => {
  const text = Array.from({ length: 100 }, (_, n) => JSZ.replace('"server_id":"', `"server_id":"${n}`)).join('\n');
  const packed = gzipSync(text);
  packed.fill(0xff, packed.length - 100, packed.length - 50);
  const { problem, readings } = await streamed(packed);
  assert.match(problem, /^a damaged gzip file/);
  assert.ok(readings >= 10, `${readings} readings`);
  const sums = gzipSync(text);
  sums[sums.length - 6] ^= 1;
  assert.equal((await streamed(sums)).readings, 100, 'only its check sum is wrong');
});

test('a gzip bomb ends soon', async () => {
  const { problem } = await streamed(gzipSync(Buffer.alloc(500_000_000)));
  assert.match(problem, /^a gzip bomb: [789]\d kB of it unpack to [78]\d MB, which no answer does$/);
});
