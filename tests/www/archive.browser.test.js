// Archives dropped on the page as they are.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { open } from './browser.js';
import { TAR_END, WANTED, gathered, tarred, withManifest, zipped } from './gathered.js';
import { recorded } from './recorded.js';
import { axeFinds, drop, scrollsSideways, settled, text, visit } from './visit.js';

const SHOTS = 'dist/screenshots';
const ARTIFACTS = gathered('18_stream_lost_meta_ok.n5/2.15.1/04-stream-lost-meta-ok-t20s');
const READ = ARTIFACTS.filter(({ tags }) => WANTED.includes(tags.artifact_type)).length;

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;
/** @type {Record<'zip' | 'tgz' | 'cut' | 'loose', string>} */
let paths;

before(async () => {
  house = await open();
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  const saved = recorded('01_healthy/2.10.26/01-just-ready')
    .map(({ source, body }) => tarred(`saved/${source}.json`, body ?? ''));
  const zip = new Uint8Array(await (await zipped(withManifest(ARTIFACTS))).arrayBuffer());
  const contents = {
    'gather.zip': zip,
    'saved.tgz': gzipSync(Buffer.concat([...saved, TAR_END])),
    'cut.zip': zip.subarray(0, zip.length / 2),
    'notes.txt': '$ curl -sS http://n9:8222/jsz\ncurl: (7) Failed to connect to n9 port 8222: Connection refused\n',
  };
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  const [one, two, three, four] = Object.keys(contents).map((name) => join(folder, name));
  paths = { zip: one, tgz: two, cut: three, loose: four };
});
after(async () => {
  await house?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** @param {import('puppeteer-core').Page} page */
async function read(page) {
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('#reading')).hidden);
  await settled(page);
}

test('a gather is read as it is: one entry among what was read, and its documents are shown', async () => {
  const { page, requests, troubles } = await visit(house);
  await drop(page, [paths.zip]);
  await page.waitForSelector('.verdict');
  await read(page);
  assert.match(await text(page, '#readings summary'), new RegExp(`gather\\.zip ${READ} readings`));
  assert.equal((await page.$$('#readings .remove')).length, 1);
  assert.equal(await page.$('#errors li'), null);
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/archive.png`, fullPage: true });
  assert.deepEqual(await axeFinds(page), []);
  assert.equal(await scrollsSideways(page), false);

  await page.click('.because .evidence');
  await page.waitForSelector('dialog[open] mark');
  assert.match(await text(page, 'dialog[open] p'), /in gather\.zip\/capture\/clusters\/C1\/n\d\//);
  await page.keyboard.press('Escape');

  await page.click('#readings .remove');
  await settled(page);
  assert.equal(await page.$('.verdict'), null);
  assert.deepEqual(requests, []);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('a value of a file in an archive, too big to keep, is shown where it stands', async () => {
  // What is to be shown stands behind 6 MB, which pack no better than answers do.
  const filler = Array.from({ length: 330_000 }, () => Math.random()).join(',\n');
  const filled = (/** @type {string} */ body) => body.replace('{', `{"filler":[${filler}],`);
  const files = recorded('01_healthy/2.10.26/01-just-ready').filter(({ path }) => path === '/jsz')
    .map(({ server, body = '' }) => ({ path: `saved/${server}.jsz.json`, content: filled(body) }));
  const zip = join(folder, 'big.zip');
  const tgz = join(folder, 'big.tgz');
  await writeFile(zip, new Uint8Array(await (await zipped(files)).arrayBuffer()));
  await writeFile(tgz, gzipSync(Buffer.concat([...files.map(({ path, content }) => tarred(path, content)), TAR_END])));
  for (const [archive, name] of [[zip, 'big.zip'], [tgz, 'big.tgz']]) {
    const { page, requests, troubles } = await visit(house);
    await drop(page, [archive]);
    await page.waitForSelector('.because .evidence');
    await read(page);
    await page.click('.because .evidence');
    await page.waitForSelector('dialog[open] mark');
    const said = await text(page, 'dialog[open]');
    assert.match(said, new RegExp(`in ${name}/saved/n\\d\\.jsz\\.json at /\\S+ \\(a part of 6\\.\\d MB\\)`));
    const lines = await page.$$eval('dialog[open] .source-body [data-line]', (all) => all.length);
    assert.ok(lines > 100 && lines < 1000, `${lines} lines`);
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/archive-big.png` });
    assert.deepEqual(requests, []);
    assert.deepEqual(troubles, []);
    await page.close();
  }
});

test('several and loose files together; what is broken is told of', async () => {
  const { page, requests, troubles } = await visit(house, { width: 390, scheme: 'dark' });
  await drop(page, [paths.tgz, paths.loose, paths.cut]);
  await page.waitForSelector('.verdict');
  await read(page);
  assert.match(await text(page, '#readings'), /saved\.tgz 6 readings/);
  assert.match(await text(page, '#readings'), /cut\.zip \d+ readings/);
  assert.match(await text(page, '#errors'), /cut\.zip a ZIP archive whose index, at its end, is missing/);
  await page.screenshot({ path: `${SHOTS}/archive-cut.png`, fullPage: true });
  assert.equal(await scrollsSideways(page), false);
  assert.deepEqual(requests, []);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('without workers too', async () => {
  const { page } = await visit(house);
  await page.evaluateOnNewDocument(() => {
    Object.assign(window, { Worker: class { constructor() { throw new Error('no workers here'); } } });
  });
  await page.reload();
  await settled(page);
  await drop(page, [paths.zip]);
  await page.waitForSelector('.verdict');
  await read(page);
  assert.match(await text(page, '#readings summary'), new RegExp(`gather\\.zip ${READ} readings`));
  await page.close();
});
