// Nothing leaves the page, and nothing stays: every request of a whole visit, and all that a browser can keep.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { gatheredZip } from './gathered.js';
import { allowClipboard, drop, paste, settled, text } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;

before(async () => {
  house = await open();
  folder = await mkdtemp(join(tmpdir(), 'quorate-privacy-'));
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * Everything that any page, worker or service worker of the browser asks for, as the network sees it.
 *
 * @param {Page} page
 */
async function watched(page) {
  /** @type {string[]} */
  const asked = [];
  /** @param {import('puppeteer-core').CDPSession} session */
  const watch = async (session) => {
    session.on('Network.requestWillBeSent', ({ request: { url } }) => asked.push(url));
    session.on('Network.webSocketCreated', ({ url }) => asked.push(url));
    session.on('Network.webTransportCreated', ({ url }) => asked.push(url));
    await session.send('Network.enable').catch(() => {});
  };
  await watch(await page.createCDPSession());
  house.browser.on('targetcreated', (target) => {
    if (['service_worker', 'shared_worker', 'other'].includes(target.type())) {
      void target.createCDPSession().then(watch).catch(() => {});
    }
  });
  page.on('request', (request) => asked.push(request.url()));
  return asked;
}

/** What the page holds itself is asked of nobody. @param {string} url */
function isOutside(url) {
  return !/^(blob|data|about):/.test(url);
}

/** @param {Page} page */
function stored(page) {
  return page.evaluate(async () => {
    const caught = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return {
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      databases: (await indexedDB.databases()).map(({ name }) => name),
      files: await navigator.storage.getDirectory().then(async (root) => {
        const names = [];
        for await (const name of root.keys()) names.push(name);
        return names;
      }),
      cached: caught.flat().map(({ url }) => url).sort(),
    };
  });
}

test('a whole visit, live off: nothing is asked for after the load, and nothing is kept of it', async () => {
  const page = await house.browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.setViewport({ width: 1440, height: 900 });
  const asked = await watched(page);
  await page.goto(house.address);
  await settled(page);
  // Putting the page by for the next time belongs to its load.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const loaded = await stored(page);
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  assert.ok(asked.some((url) => url.endsWith('/page.js')), 'the watch sees requests');
  assert.ok(asked.every((url) => url.startsWith(house.address) || !isOutside(url)), 'all from where the page is from');
  asked.length = 0;

  const verdict = async () => {
    await page.waitForSelector('.verdict');
    await settled(page);
  };
  for (const name of ['held', 'partition', 'crash']) {
    await page.click(`[data-example=${name}]`);
    await verdict();
  }
  await page.click('.because .evidence');
  await page.waitForSelector('.source-dialog[open]');
  await page.keyboard.press('Escape');
  await page.click('[data-example=held]');
  await verdict();
  await page.click('.what-if summary');
  await page.click('.what-if input');
  await page.click('#clear');
  await settled(page);

  await page.type('#expected', 'n1 n2 n3');
  await settled(page);
  const readings = JSON.parse(await readFile('www/examples/crash.json', 'utf8'));
  const { body } = readings.find((/** @type {any} */ one) => one.path === '/varz' && one.body);
  await paste(page, `$ curl http://n9.example.net:8222/varz\n${body}`);
  await verdict();
  // Addresses that a careless page would fetch.
  await page.type('#text', '{"server_id":"http://127.0.0.1:1/x.png","now":"2026-01-01T00:00:00Z"}');
  await page.click('#paste button');
  await settled(page);
  const archive = join(folder, 'gathered.zip');
  await writeFile(archive, await gatheredZip());
  const big = join(folder, 'big.json');
  await writeFile(big, `${body}\n${JSON.stringify({ padding: 'x'.repeat(5_000_000) })}\n`);
  await drop(page, [archive, big]);
  await page.waitForFunction(() => document.querySelector('#readings')?.textContent?.includes('gathered.zip'));
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('#reading')).hidden);
  await settled(page);
  await page.click('#clear');
  await settled(page);

  await page.click('[data-example=crash]');
  await verdict();
  await allowClipboard(page);
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await page.click('#share');
  await page.waitForSelector('#sharing[open]');
  for (const names of ['with', 'without']) {
    if (names === 'without') {
      await page.click('#redact');
      await page.waitForSelector('.replaced');
    }
    await page.waitForSelector('[aria-label="Copy: link"]');
    for (const button of await page.$$('#sharing .forms button')) await button.click();
    await settled(page);
  }
  const link = await (async () => {
    await page.click('[aria-label="Copy: link"]');
    return page.evaluate(() => navigator.clipboard.readText());
  })();
  await page.keyboard.press('Escape');
  await page.click('.comparing button');
  await page.waitForSelector('#comparison[open]');
  await page.keyboard.press('Escape');
  await page.click('#saved button.quiet');
  await settled(page);
  await page.click('#clear');
  await settled(page);
  await page.evaluate((hash) => { location.hash = hash; }, link.slice(link.indexOf('#')));
  await verdict();
  assert.match(await text(page, '.verdict'), /Lost/);
  await new Promise((resolve) => { setTimeout(resolve, 500); });

  // A link to the same page is no request; the browser notes it as one all the same.
  assert.deepEqual(asked.filter(isOutside), []);
  const now = await stored(page);
  assert.deepEqual(now, { ...loaded, local: {}, session: {}, cookies: '', databases: [], files: [] });
  assert.ok(now.cached.length > 0 && now.cached.every((url) => url.startsWith(house.address)));
  const cookies = await session.send('Storage.getCookies');
  assert.deepEqual(cookies.cookies, []);
  await page.close();
});

test('the policy stands in the page itself, and the browser obeys it', async () => {
  const page = await house.browser.newPage();
  const asked = await watched(page);
  await page.goto(house.address);
  await settled(page);
  const policy = await page.$eval('meta[http-equiv=Content-Security-Policy]', (meta) => meta.outerHTML);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /base-uri 'none'/);
  assert.match(policy, /form-action 'none'/);
  asked.length = 0;
  const tried = await page.evaluate(async () => {
    const away = 'http://localhost:9';
    const outcome = await Promise.all([
      fetch(`${away}/fetch`).then(() => 'fetched', () => 'no'),
      new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve('image');
        image.onerror = () => resolve('no');
        image.src = `${away}/image.png`;
      }),
      new Promise((resolve) => {
        try {
          const socket = new WebSocket('ws://localhost:9/socket');
          socket.onopen = () => resolve('socket');
          socket.onerror = () => resolve('no');
        } catch {
          resolve('no');
        }
      }),
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.onload = () => resolve('script');
        script.onerror = () => resolve('no');
        script.src = `${away}/script.js`;
        document.head.append(script);
      }),
    ]);
    navigator.sendBeacon(`${away}/beacon`, 'x');
    return outcome;
  });
  assert.deepEqual(tried, ['no', 'no', 'no', 'no']);
  await page.close();
});
