// The live page where nobody answers, or not as it should; with real servers: tests/live/live.live.test.js.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { open } from './browser.js';
import { axeFinds, scrollsSideways, settled, text } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** The examples' answers, by server: as monitoring ports on this machine. @type {Map<string, { port: number }>} */
const ports = new Map();
/** @type {import('node:http').Server[]} */
const servers = [];

before(async () => {
  house = await open();
  for (const name of ['n1', 'n2', 'n3']) await serve(name, { 'access-control-allow-origin': '*' });
  await serve('no-cors', {});
});
after(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await house?.close();
});

/**
 * @param {string} name
 * @param {Record<string, string>} headers
 */
async function serve(name, headers) {
  const recorded = JSON.parse(await readFile('www/examples/held.json', 'utf8'));
  const server = createServer(({ url }, response) => {
    const found = recorded.find((/** @type {any} */ one) => one.server === name && one.path.startsWith(url ?? ''));
    response.writeHead(found?.status ?? 200, { 'content-type': 'application/json', ...headers });
    response.end(found?.body ?? '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  ports.set(name, /** @type {import('node:net').AddressInfo} */ (server.address()));
}

const at = (/** @type {string[]} */ ...names) => names.map((name) => `127.0.0.1:${ports.get(name)?.port}`).join(' ');

/** @param {{ width?: number, scheme?: 'light' | 'dark' }} [look] */
async function visitLive({ width = 1440, scheme = 'light' } = {}) {
  const page = await house.browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  /** @type {string[]} */
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${house.address}live.html`);
  await settled(page);
  requests.length = 0;
  return { page, requests };
}

/** @param {Page} page @param {string} names */
async function start(page, names, every = '60') {
  await page.$eval('#live-every', (field) => { /** @type {HTMLInputElement} */ (field).value = ''; });
  await page.type('#live-every', every);
  await page.type('#live-servers', names);
  await page.click('#live-start');
  await page.waitForFunction(() => document.querySelector('.live-state')?.textContent?.includes('next in'));
}

describe('live', () => {
  test('asks for nobody’s answer before Start, and not without a name', async () => {
    const { page, requests } = await visitLive();
    await page.type('#live-servers', '-- ;');
    await page.click('#live-start');
    assert.equal(await page.$eval('#live-servers', (field) => field.matches(':invalid')), true);
    assert.deepEqual(requests, []);
    await page.close();
  });

  test('says of a silent server no more than a browser knows', async () => {
    const { page } = await visitLive();
    await start(page, `${at('n1', 'n2', 'no-cors')} 127.0.0.1:1`);
    const silent = await page.$$eval('.live-silent li', (lines) => lines.map(({ textContent }) => textContent));
    const asked = '/jsz /healthz /varz /routez /raftz';
    assert.deepEqual(silent, [
      `${at('no-cors')} ${asked}: did not answer: something answered, and did not let this page read it`,
      `127.0.0.1:1 ${asked}: did not answer: Failed to fetch: nothing came, and a browser is not told why`,
    ]);
    assert.match(await text(page, '.live-bar details'), /What “Failed to fetch” can be/);
    await page.close();
  });

  test('a round makes one report, while an earlier moment is looked at too, which stays in sight', async () => {
    const { page } = await visitLive();
    await page.evaluate(async () => {
      const { Triage } = await import(new URL('core.js', location.href).href);
      const { report } = Triage.prototype;
      Object.assign(window, { made: 0 });
      Triage.prototype.report = function counted(/** @type {number | undefined} */ moment) {
        /** @type {any} */ (window).made += 1;
        return report.call(this, moment);
      };
    });
    await start(page, at('n1', 'n2', 'n3'), '2');
    const moments = (/** @type {number} */ most) => page.waitForFunction((wanted) =>
      document.querySelectorAll('.timeline th input').length >= wanted, {}, most);
    const state = () => page.evaluate(() => ({
      made: /** @type {any} */ (window).made,
      moments: document.querySelectorAll('.timeline th input').length,
      seen: document.querySelector('.timeline th.now time')?.getAttribute('datetime'),
    }));
    await moments(2);
    await page.$eval('.timeline th input', (radio) => /** @type {HTMLElement} */ (radio).click());
    await page.waitForSelector('.timeline.earlier');
    await settled(page);
    const first = await state();
    await moments(first.moments + 2);
    const last = await state();
    assert.equal(last.seen, first.seen);
    assert.equal(last.made - first.made, last.moments - first.moments);
    await page.close();
  });

  test('an https page says what it cannot ask, and does not ask', async () => {
    const page = await house.browser.newPage();
    /** @type {string[]} */
    const asked = [];
    const types = new Map([['.html', 'text/html'], ['.css', 'text/css'], ['.js', 'text/javascript'],
      ['.svg', 'image/svg+xml'], ['.json', 'application/json'], ['.wasm', 'application/wasm']]);
    // A worker's own requests are not intercepted; without one all is judged on the page.
    await page.evaluateOnNewDocument(() => Reflect.deleteProperty(window, 'Worker'));
    await page.setRequestInterception(true);
    page.on('request', async (request) => {
      const url = new URL(request.url());
      if (url.host !== 'quorate.example') {
        asked.push(request.url());
        return request.continue();
      }
      const body = await readFile(`dist${url.pathname}`);
      return request.respond({ body, contentType: types.get(extname(url.pathname)) ?? 'application/octet-stream' });
    });
    await page.goto('https://quorate.example/live.html');
    await settled(page);
    await page.type('#live-servers', 'n1 n2');
    assert.match(await text(page, '.live-warning'), /browsers let no https page ask these servers by http/);
    await page.click('#live-start');
    await page.waitForFunction(() => document.querySelector('.live-state')?.textContent?.includes('next in'));
    const why = /did not answer: the browser lets no https page ask an http address/;
    assert.match(await text(page, '.live-silent'), why);
    assert.deepEqual(asked, []);
    await page.close();
  });

  test('works from a disk, in one file', async () => {
    const page = await house.browser.newPage();
    await page.goto(pathToFileURL('dist/quorate-live.html').href);
    await settled(page);
    await start(page, at('n1', 'n2', 'n3'));
    await page.waitForSelector('.verdict[data-verdict=held]');
    assert.match(await text(page, '.live-state'), /15 of 15 answers/);
    await page.close();
  });

  test('asks less while nobody looks, and at once when somebody does', async () => {
    const { page, requests } = await visitLive();
    await start(page, at('n1', 'n2', 'n3'), '10');
    const become = (/** @type {boolean} */ hidden) => page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { value: is, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await become(true);
    assert.match(await text(page, '.live-state'), /next in (?:5\d|60) s/);
    requests.length = 0;
    await become(false);
    await page.waitForFunction(() =>
      /next in (?:10|\d) s/.test(document.querySelector('.live-state')?.textContent ?? ''));
    assert.equal(requests.length, 15);
    await page.close();
  });

  test('is mixed with nothing else, unless asked', async () => {
    const { page } = await visitLive();
    await start(page, at('n1', 'n2', 'n3'));
    await page.waitForSelector('.verdict[data-verdict=held]');
    const paste = () => page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '$ curl -i http://n9:8222/healthz\n{"status":"ok"}\n');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await paste();
    await settled(page);
    assert.equal((await page.$$('#readings .source')).length, 15);
    assert.match(await text(page, '#mix-told'), /^Not added/);
    assert.equal(await page.$eval('.drop', (element) => getComputedStyle(element).display), 'none');
    await page.click('#mix');
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    await paste();
    await settled(page);
    assert.match(await text(page, '#readings'), /paste 1/);
    await page.close();
  });

  test('all of it by keyboard: Start, Pause, Resume, Stop', async () => {
    const { page, requests } = await visitLive();
    await page.focus('#live-servers');
    await page.keyboard.type(at('n1', 'n2', 'n3'));
    for (let tabs = 0; tabs < 4; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.verdict[data-verdict=held]');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    assert.equal(await focused(), 'Stop');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Resume');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Start');
    requests.length = 0;
    await sleep(500);
    assert.deepEqual(requests, []);
    await page.close();
  });
});

describe('how it looks', () => {
  /** @type {Record<string, (page: Page) => Promise<unknown>>} */
  const states = {
    plan: (page) => page.type('#live-servers', 'nats-{0..2}.nats.svc 10.0.0.7 -x'),
    held: (page) => start(page, at('n1', 'n2', 'n3')),
    silent: (page) => start(page, `${at('n1', 'n2')} 127.0.0.1:1`),
    nobody: (page) => start(page, '127.0.0.1:1 127.0.0.1:2'),
    paused: async (page) => {
      await start(page, at('n1', 'n2', 'n3'));
      await page.click('#live-pause');
    },
  };
  for (const [name, make] of Object.entries(states)) {
    for (const width of [1440, 390]) {
      for (const scheme of /** @type {const} */ (['light', 'dark'])) {
        test(`${name}, ${width} px, ${scheme}`, async () => {
          const { page } = await visitLive({ width, scheme });
          await make(page);
          await mkdir('dist/screenshots', { recursive: true });
          await page.screenshot({ path: `dist/screenshots/live-${name}-${width}-${scheme}.png`, fullPage: true });
          assert.deepEqual(await axeFinds(page), []);
          assert.equal(await scrollsSideways(page), false);
          await page.setViewport({ width: 320, height: 600 });
          assert.equal(await scrollsSideways(page), false);
          await page.close();
        });
      }
    }
  }
});
