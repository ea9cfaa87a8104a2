// The page, kept by the browser: without a server, and when a newer version has been laid.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, afterEach, before, describe, test } from 'node:test';

import { layServiceWorker } from '../../www/build/page.js';
import { open } from './browser.js';
import { settled, text } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof open>>} */
let house;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-offline-'));
});
after(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  await rm(join(folder, 'dist'), { recursive: true, force: true });
  await cp('dist', join(folder, 'dist'), { recursive: true });
  house = await open([], join(folder, 'dist'));
});
afterEach(() => house.close().catch(() => {}));

/** Loaded, and kept. */
async function kept() {
  const page = await house.browser.newPage();
  await page.goto(house.address);
  await settled(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // From now on the service worker gives it.
  await page.reload();
  await settled(page);
  assert.equal(await page.evaluate(() => navigator.serviceWorker.controller !== null), true);
  return page;
}

/** Another version is laid where the first lay: every file of it differs, and one is gone. */
async function deploy() {
  const at = join(folder, 'dist');
  const change = async (/** @type {string} */ name, /** @type {(text: string) => string} */ how) =>
    writeFile(join(at, name), how(await readFile(join(at, name), 'utf8')));
  await change('index.html', (page) => page.replace('</h1>', ' B</h1>'));
  for (const name of ['page.js', 'archive.js', 'archive/zip.js', 'worker.js']) {
    await change(name, (module) => `${module}\n// version B\n`);
  }
  layServiceWorker(at);
}

/** @param {Page} page */
async function tryExample(page) {
  await page.bringToFront();
  await page.click('[data-example=crash]');
  await page.waitForSelector('.verdict');
  await settled(page);
  assert.match(await text(page, '.verdict'), /Lost/);
}

/**
 * The browser looks for a newer version by itself, now and then; here it is told to.
 *
 * @param {Page} page
 */
async function seesNewer(page) {
  await page.evaluate(async () => void await (await navigator.serviceWorker.ready).update());
  await page.waitForFunction(() => document.querySelector('#newer')?.textContent);
}

describe('without a network', () => {
  test('the page opens and judges when its server is stopped', async () => {
    const page = await kept();
    await house.stop();
    await page.reload();
    await settled(page);
    await tryExample(page);
    assert.equal(await page.evaluate(() => fetch('page.js').then((answer) => answer.status)), 200);
    await page.close();
    const another = await house.browser.newPage();
    await another.goto(house.address);
    await settled(another);
    await tryExample(another);
    await another.close();
  });

  test('a link with readings opens as well', async () => {
    const page = await kept();
    await tryExample(page);
    await page.click('#share');
    await page.waitForSelector('#sharing[open]');
    const { fragmentOf } = await import('../../www/share/link.js');
    const inputs = JSON.parse(await readFile('www/examples/held.json', 'utf8'));
    await house.stop();
    await page.goto('about:blank');
    await page.goto(`${house.address}${await fragmentOf({ inputs, expected: [] })}`);
    await page.waitForSelector('.verdict');
    assert.match(await text(page, '.verdict'), /Held/);
    await page.close();
  });

  test('it can be installed: a manifest, icons, and nothing kept but its own files', async () => {
    const page = await kept();
    const session = await page.createCDPSession();
    const { errors } = await session.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    const own = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
    assert.deepEqual(own, []);
    const urls = await page.evaluate(async () => {
      const names = await caches.keys();
      const caught = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return caught.flat().map(({ url }) => url);
    });
    assert.ok(urls.length > 60, `${urls.length}`);
    for (const url of urls) {
      const path = url === house.address ? 'index.html' : url.slice(house.address.length);
      assert.ok((await readFile(join('dist', path))).length, path);
    }
    await page.close();
  });
});

test('where what is kept does not come, the page comes by the network', async () => {
  const at = join(folder, 'dist/service-worker.js');
  const worker = await readFile(at, 'utf8');
  assert.ok(worker.includes('return (await cache.match('));
  // As if the browser's own store hung.
  await writeFile(at, worker.replace('(await cache.match(', '(await new Promise(() => {})) ?? (await cache.match('));
  const page = await kept();
  await tryExample(page);
  await page.close();
});

describe('a newer version', () => {
  test('does not touch an open page, says so quietly, and comes when it is opened again', async () => {
    const page = await kept();
    await tryExample(page);
    const first = await page.evaluate(() => fetch('archive/zip.js').then((answer) => answer.text()));
    await deploy();
    await seesNewer(page);
    assert.match(await text(page, '#newer'), /^A newer Quorate is here: it comes when this page is opened again\./);
    assert.match(await text(page, '.verdict'), /Lost/);

    // What it loads only now is of its own version.
    for (const name of ['archive/zip.js', 'worker.js', 'archive.js']) {
      const got = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), name);
      assert.doesNotMatch(got, /version B/, name);
    }
    assert.equal(await page.evaluate(() => fetch('archive/zip.js').then((answer) => answer.text())), first);
    const load = (/** @type {string} */ address) => import(`${address}worker.js`).then(() => 'loaded', String);
    const lazy = await page.evaluate(load, house.address);
    assert.equal(lazy, 'loaded');
    await page.click('#clear');
    await settled(page);
    await tryExample(page);

    await page.reload();
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes(' B'));
    await settled(page);
    await tryExample(page);
    assert.match(await page.evaluate(() => fetch('worker.js').then((answer) => answer.text())), /version B/);
    assert.equal(await text(page, '#newer').catch(() => ''), '');
    assert.equal((await page.evaluate(() => caches.keys())).length, 1);
    await page.close();
  });

  test('waits until all pages of the older one are closed', async () => {
    const first = await kept();
    const second = await kept();
    await deploy();
    await seesNewer(second);
    await second.reload();
    await settled(second);
    assert.doesNotMatch(await text(second, 'h1'), / B/);
    await tryExample(first);
    await second.close();
    await first.bringToFront();
    // The browser takes its time to see that a page is closed.
    for (let tries = 0; tries < 20 && !/ B/.test(await text(first, 'h1')); tries += 1) {
      await first.reload();
      await settled(first);
    }
    assert.match(await text(first, 'h1'), / B/);
    await tryExample(first);
    await first.close();
  });

  test('half laid it is not taken', async () => {
    const page = await kept();
    await deploy();
    await writeFile(join(folder, 'dist/archive.js'), 'not what the service worker was told');
    const failed = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update().catch(() => {});
      const { installing } = registration;
      await new Promise((resolve) => {
        if (!installing || installing.state === 'redundant') resolve(undefined);
        installing?.addEventListener('statechange', resolve);
      });
      return registration.waiting === null;
    });
    assert.equal(failed, true);
    await page.reload();
    await settled(page);
    assert.doesNotMatch(await text(page, 'h1'), / B/);
    await tryExample(page);
    await page.close();
  });
});
