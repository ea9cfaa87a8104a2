// dist/quorate.html from the disk: all of the page in one file, and no way out of it.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { laySingleFiles } from '../../www/build/page.js';
import { open } from './browser.js';
import { gatheredZip } from './gathered.js';
import { axeFinds, drop, runsAddedScript, settled, text, visit } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;
/** @type {string} */
let address;

before(async () => {
  house = await open();
  // Alone in a folder: nothing beside it could help.
  folder = await mkdtemp(join(tmpdir(), 'quorate-single-'));
  await cp('dist/quorate.html', join(folder, 'quorate.html'));
  address = pathToFileURL(join(folder, 'quorate.html')).href;
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const opened = () => visit({ ...house, address });

describe('from a disk', () => {
  test('a dropped folder is read with all that is in it', async () => {
    const saved = join(folder, 'saved');
    await mkdir(join(saved, 'sub'), { recursive: true });
    const answers = JSON.parse(await readFile('www/examples/held.json', 'utf8'))
      .filter((/** @type {any} */ one) => one.path === '/jsz');
    for (const [index, { server, body }] of answers.entries()) {
      await writeFile(join(saved, index ? 'sub' : '', `${server}.jsz.json`), body);
    }
    const { page, troubles } = await opened();
    await drop(page, [saved]);
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.equal(await page.$('#errors li'), null);
    assert.match(await text(page, '#readings'), /saved\/n1\.jsz\.json .* saved\/sub\/n2\.jsz\.json/);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('it is all there: examples, paste, big files, archives, what if', async () => {
    const { page, requests, troubles } = await opened();
    for (const [name, verdict] of [['held', /Held/], ['crash', /Lost/], ['partition', /Held|Undecided/]]) {
      await page.click(`[data-example=${name}]`);
      await page.waitForSelector('.verdict');
      await settled(page);
      assert.match(await text(page, '.verdict'), /** @type {RegExp} */ (verdict));
    }
    await page.click('.because .evidence');
    await page.waitForSelector('.source-dialog[open] mark');
    await page.keyboard.press('Escape');
    await page.click('#clear');
    await settled(page);

    const { server, body } = JSON.parse(await readFile('www/examples/held.json', 'utf8'))
      .find((/** @type {any} */ one) => one.path === '/jsz');
    // From a disk no test may use the clipboard: what is pasted is typed.
    await page.$eval('#text', (field, words) => { /** @type {HTMLTextAreaElement} */ (field).value = words; },
      `$ curl -s http://${server}:8222/jsz\n${body}`);
    await page.click('#paste button');
    await page.waitForSelector('.verdict');
    await settled(page);
    await page.click('#clear');
    await settled(page);

    const big = join(folder, 'big.json');
    await writeFile(big, `${body}\n${JSON.stringify({ padding: 'x'.repeat(5_000_000) })}\n`);
    const archive = join(folder, 'gathered.zip');
    await writeFile(archive, await gatheredZip());
    await drop(page, [big, archive]);
    await page.waitForSelector('#readings .source');
    await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('#reading')).hidden);
    await settled(page);
    assert.match(await text(page, '#readings'), /gathered\.zip/);
    assert.deepEqual(requests.filter((url) => !/^(blob|data):/.test(url)), []);
    assert.deepEqual(troubles, []);
    assert.deepEqual(await axeFinds(page), []);
    await page.close();
  });

  test('its policy lets it talk to nobody', async () => {
    const { page } = await opened();
    const policy = await page.$eval('meta[http-equiv=Content-Security-Policy]', (meta) => meta.getAttribute('content'));
    assert.match(policy ?? '', /^default-src 'none'; script-src 'sha256-[\w+/=]+' 'wasm-unsafe-eval'; /);
    assert.match(policy ?? '', /; style-src 'sha256-[\w+/=]+'; /);
    assert.match(policy ?? '', /connect-src 'none'/);
    const reached = await page.evaluate((there) => fetch(there).then(() => 'reached', String), house.address);
    assert.match(reached, /Failed to fetch/);
    assert.equal(await runsAddedScript(page), false);
    await page.close();
  });

  test('its links and files open in it', async () => {
    const { page, troubles } = await opened();
    const { fragmentOf } = await import('../../www/share/link.js');
    const inputs = JSON.parse(await readFile('www/examples/held.json', 'utf8'));
    await page.evaluate((hash) => { location.hash = hash; }, await fragmentOf({ inputs, expected: [] }));
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.match(await text(page, '.verdict'), /Held/);
    await page.click('#share');
    await page.waitForSelector('#sharing[open] [aria-label="Copy: link"]');
    await page.click('#redact');
    await page.waitForSelector('.replaced');
    assert.deepEqual(troubles, []);
    await page.close();
  });
});

test('the same sources give the same file, with nothing in it to be asked for', async () => {
  const file = await readFile('dist/quorate.html', 'utf8');
  laySingleFiles();
  assert.equal(await readFile('dist/quorate.html', 'utf8'), file);
  const [head, body] = [file.slice(0, file.indexOf('<style>')), file.slice(file.indexOf('<body'))];
  assert.doesNotMatch(`${head}${body}`, /(?:src|href)="(?!#|data:)/);
  assert.doesNotMatch(file, /\/tmp\/|\/home\/|file:\/\//);
});
