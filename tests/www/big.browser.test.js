// Big files on the page: their progress, stopping them, and a page that stays free meanwhile.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { open } from './browser.js';
import { axeFinds, drop, scrollsSideways, settled, text, visit } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const SHOTS = 'dist/screenshots';

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;
/** Of 30 MB: the recorded answers of three servers, and much behind them. @type {string} */
let big;
/** @type {string} */
let packed;

before(async () => {
  house = await open();
  folder = await mkdtemp(join(tmpdir(), 'big-'));
  /** @type {{ server: string, path: string, body: string }[]} */
  const answers = JSON.parse(await readFile('www/examples/held.json', 'utf8'));
  const said = answers.filter(({ path }) => path === '/jsz' || path === '/healthz');
  const session = said.map(({ server, path, body }) => `$ curl -s http://${server}:8222${path}\n${body}\n`).join('\n');
  big = join(folder, 'big.json');
  packed = join(folder, 'packed.json.gz');
  await writeFile(big, `${session}${'\n'.repeat(30_000_000)}`);
  // Packs badly enough to be a big file.
  const noise = Array.from({ length: 200_000 }, () => Math.random()).join('\n');
  await writeFile(packed, gzipSync(`${session}\n${noise}\n`));
});
after(async () => {
  await house?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** Files come a little at a time. */
function slowDisk() {
  const { stream } = Blob.prototype;
  Blob.prototype.stream = function slowly() {
    const reader = stream.call(this).getReader();
    return new ReadableStream({
      async pull(to) {
        const { done, value } = await reader.read();
        if (done) return to.close();
        await new Promise((resolve) => setTimeout(resolve, 50));
        to.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    });
  };
}

/**
 * A page on a slow disk.
 *
 * @param {{ workers: boolean } & Parameters<typeof visit>[1]} look
 */
async function slowVisit({ workers, ...look }) {
  const seen = await visit(house, look);
  if (workers) {
    await seen.page.workers()[0].evaluate(slowDisk);
  } else {
    await seen.page.evaluateOnNewDocument(slowDisk);
    await seen.page.evaluateOnNewDocument(() => {
      Object.assign(window, { Worker: class { constructor() { throw new Error('no workers here'); } } });
    });
    await seen.page.reload();
    await settled(seen.page);
  }
  return seen;
}

/** @param {Page} page */
async function read(page) {
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('#reading')).hidden);
  await settled(page);
}

describe('a file of 30 MB', () => {
  test('is read in the worker, and judged with what was pasted before', async () => {
    const { page, requests, troubles } = await visit(house);
    await page.type('#text', '{"status":"ok"}');
    await page.click('#paste button');
    await settled(page);
    await drop(page, [big]);
    await page.waitForSelector('.verdict');
    await read(page);
    assert.match(await text(page, '.verdict'), /Held 3 of 3 are in contact/);
    assert.match(await text(page, '#readings'), /paste 1/);
    assert.equal(page.workers().length, 1);

    await page.type('#expected', 'n9');
    await page.waitForFunction(() => document.querySelector('.peers')?.textContent?.includes('n9'));

    // The document is read anew from the file, as far as is needed; only the lines around the value are kept.
    await page.click('.because .evidence');
    await page.waitForSelector('dialog[open] mark');
    const line = await page.$eval('.row.marked .number', (number) => Number(number.getAttribute('data-line')));
    const quoted = await text(page, 'dialog[open] mark');
    assert.ok((await readFile(big, 'utf8')).split('\n')[line - 1].includes(quoted.split(' ')[0]), `${line}: ${quoted}`);
    await page.keyboard.press('Escape');

    await page.click('#clear');
    await settled(page);
    assert.equal(await page.$('.verdict'), null);
    assert.deepEqual(requests, []);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('or a text as long, pasted', async () => {
    const { page, troubles } = await visit(house);
    const session = (await readFile(big, 'utf8')).trimEnd();
    await page.evaluate((given) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', given + ' '.repeat(5_000_000));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    }, session);
    await page.waitForSelector('.verdict');
    await read(page);
    assert.match(await text(page, '.verdict'), /Held 3 of 3/);
    assert.match(await text(page, '#readings'), /paste 1/);
    await page.click('.because .evidence');
    await page.waitForSelector('dialog[open] mark');
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('packed, or as PowerShell writes it: read anew to show a value in it', async () => {
    const wide = join(folder, 'readings.txt');
    await writeFile(wide, `\ufeff${await readFile(big, 'utf8')}`, 'utf16le');
    for (const file of [packed, wide]) {
      const { page, troubles } = await visit(house);
      await drop(page, [file]);
      await page.waitForSelector('.verdict');
      await read(page);
      await page.click('.because .evidence');
      await page.waitForSelector('dialog[open] mark');
      assert.match(await text(page, 'dialog[open] mark'), /^"n\d"$/);
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });

  for (const workers of [true, false]) {
    const where = workers ? 'in the worker' : 'where there are no workers';
    test(`${where}, its progress is shown, the page is free, and what was read is kept`, async () => {
      const { page, troubles } = await slowVisit({ workers });
      assert.equal(page.workers().length, workers ? 1 : 0);
      await drop(page, [big]);
      await page.waitForFunction(() => Number(document.querySelector('#reading progress')?.getAttribute('value')) > 0);
      assert.match(await text(page, '#reading'), /Reading 1 file .*big\.json .* of 30 MB, .*\/s/);
      const announced = await text(page, '#announced');
    assert.equal(announced, 'Reading 1 file.');

      const clicked = Date.now();
      await page.click('#command button');
      await page.waitForFunction(() => /Copied|Selected/.test(document.querySelector('#command')?.textContent ?? ''));
      console.log(`a click is answered in ${Date.now() - clicked} ms while a file is read`);
      assert.equal(await page.$eval('#reading', (section) => /** @type {HTMLElement} */ (section).hidden), false);
      assert.equal(await text(page, '#announced'), announced, 'progress is not announced');

      await page.focus('#reading .pouring .remove');
      await page.keyboard.press('Enter');
      await read(page);
      assert.match(await text(page, '#errors'), /big\.json cancelled after .* of 30 MB/);
      assert.match(await text(page, '.verdict'), /Held/);
      assert.deepEqual(troubles, []);
      await page.close();
    });

    test(`${where}, cleared away meanwhile, does not come back`, async () => {
      const { page, troubles } = await slowVisit({ workers });
      await drop(page, [big]);
      await page.waitForFunction(() => Number(document.querySelector('#reading progress')?.getAttribute('value')) > 0);
      await page.click('#clear');
      await read(page);
      assert.equal(await page.$('.verdict'), null);
      assert.equal(await page.$eval('body', (body) => body.dataset.state), 'empty');
      assert.deepEqual(troubles, []);
      await page.close();
    });
  }

  test('many files are read, a few at a time', async () => {
    const { page, troubles } = await visit(house);
    const names = [];
    const answers = JSON.parse(await readFile('www/examples/held.json', 'utf8'));
    for (let n = 0; n < 60; n += 1) {
      const { server, path, body } = answers[n % answers.length];
      names.push(join(folder, `many.${n}.json`));
      await writeFile(names[n], `$ curl -s http://${server}:8222${path}\n${body}\n${' '.repeat(1_000_000)}`);
    }
    await drop(page, names);
    await page.waitForSelector('.verdict');
    await read(page);
    assert.match(await text(page, '.verdict'), /Held 3 of 3/);
    const sources = await page.$$eval('#readings .source', (all) => all.map((one) => one.textContent));
    assert.equal(sources.length, 60);
    // As people count: 2 before 10.
    for (const [n, words] of sources.entries()) assert.match(words, new RegExp(`many\\.${n}\\.json`));
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('when the worker breaks, the page says so', async () => {
    const { page } = await slowVisit({ workers: true });
    await drop(page, [big]);
    await page.waitForFunction(() => Number(document.querySelector('#reading progress')?.getAttribute('value')) > 0);
    await page.workers()[0].evaluate(() => void setTimeout(() => { throw new Error('out of memory'); }));
    await page.waitForSelector('.trouble');
    assert.match(await text(page, '#report'), /Quorate itself is in trouble .* out of memory/);
    await page.close();
  });
});

describe('how it looks', () => {
  for (const width of [1440, 390]) {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      test(`reading, ${width} px, ${scheme}`, async () => {
        const { page, troubles } = await slowVisit({ workers: true, width, scheme });
        await page.click('[data-example=held]');
        await settled(page);
        const names = [];
        for (let n = 1; n <= 8; n += 1) {
          names.push(join(folder, n === 2 ? `${'a-very-long-name-'.repeat(8)}.json` : `n${n}.jsz.json`));
          await writeFile(names[n - 1], await readFile(big));
        }
        await drop(page, names);
        await page.waitForFunction(() =>
          [...document.querySelectorAll('#reading li progress')].filter((bar) => bar.getAttribute('value')).length > 3);
        await new Promise((resolve) => setTimeout(resolve, 500));
        await mkdir(SHOTS, { recursive: true });
        await page.screenshot({ path: `${SHOTS}/reading-${width}-${scheme}.png` });
        assert.deepEqual(await axeFinds(page), []);
        assert.equal(await scrollsSideways(page), false);
        await page.setViewport({ width: 320, height: 600 });
        assert.equal(await scrollsSideways(page), false);
        await page.click('#reading header button');
        await read(page);
        assert.deepEqual(troubles, []);
        await page.close();
      });
    }
  }
});
