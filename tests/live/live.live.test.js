/* global document, window, caches, MutationObserver */
// The live page in Chromium beside real servers, while these are killed, frozen and started again.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NEW, OLD } from '../../www/build/nats-server.js';
import { open } from '../www/browser.js';
import { axeFinds, settled, text } from '../www/visit.js';
import { wholeAgain, wholeCluster } from './stage.js';

/**
 * @import { Page } from 'puppeteer-core'
 * @import { Cluster } from './cluster.js'
 */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => { house = await open(); });
after(() => house?.close());

/**
 * @param {Cluster} cluster
 * @param {string} [names] What else is typed.
 */
function typed(cluster, names = '') {
  return [...cluster.names.map((name) => `127.0.0.1:${cluster.server(name).monitor}`), names].join(' ').trim();
}

/** A visit to the live page, with every request and every trouble written down. */
async function visitLive() {
  const page = await house.browser.newPage();
  page.setDefaultTimeout(60_000);
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const troubles = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  // That nobody answered the browser tells on its console, whatever a page does.
  page.on('console', (message) => {
    const words = message.text();
    const isTold = /Failed to load resource|net::/.test(words);
    if (['error', 'warn'].includes(message.type()) && !isTold) troubles.push(words);
  });
  await page.goto(`${house.address}live.html`);
  await settled(page);
  await page.evaluate(() => {
    const said = /** @type {string[]} */ ([]);
    Object.assign(window, { said });
    const region = /** @type {HTMLElement} */ (document.querySelector('#announced'));
    new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, { childList: true });
  });
  requests.length = 0;
  return { page, requests, troubles };
}

/**
 * @param {Page} page
 * @param {string} servers
 * @param {{ every?: number, keep?: number }} [plan]
 */
async function start(page, servers, { every = 2, keep = 120 } = {}) {
  for (const [id, value] of [['live-servers', servers], ['live-every', every], ['live-keep', keep]]) {
    await page.$eval(`#${id}`, (field) => { /** @type {HTMLInputElement} */ (field).value = ''; });
    await page.type(`#${id}`, String(value));
  }
  await page.click('#live-start');
}

/**
 * @param {Page} page
 * @param {string} verdict
 * @param {string} [words] In the sentence beside it.
 */
function untilVerdict(page, verdict, words = '') {
  const isSo = (/** @type {string} */ wanted, /** @type {string} */ part) => {
    const header = document.querySelector('.verdict');
    return header?.getAttribute('data-verdict') === wanted && (header.textContent ?? '').includes(part);
  };
  return page.waitForFunction(isSo, { polling: 200 }, verdict, words);
}

/** @param {Page} page @returns {Promise<string | undefined>} */
function verdictNow(page) {
  return page.evaluate(() => document.querySelector('.verdict')?.getAttribute('data-verdict') ?? undefined);
}

/** @param {Page} page @returns {Promise<string[]>} What was announced. */
function announced(page) {
  return page.evaluate(() => /** @type {any} */ (window).said);
}

/** @param {Page} page Until so many more rounds have been drawn. */
async function rounds(page, count = 1) {
  for (let round = 0; round < count; round += 1) {
    const seen = await text(page, '.live-state').then((words) => /\d\d:\d\d:\d\d/.exec(words)?.[0]);
    await page.waitForFunction((last) => !document.querySelector('.live-state')?.textContent?.includes(last),
      { polling: 100 }, seen ?? 'first');
  }
}

// One after the other: a tab behind another one is hidden, and asks less.
describe('live', () => {
  test('held, a loss, lost, and held again, on 2.15', async (t) => {
    const { cluster, watch, leader } = await wholeCluster(t, NEW);
    const { page, requests, troubles } = await visitLive();
    await sleep(1_500);
    assert.deepEqual(requests, [], 'nothing is asked before Start');
    await start(page, typed(cluster));
    await untilVerdict(page, 'held', 'one further loss is survived');
    const addresses = typed(cluster).split(' ');
    const isNamed = (/** @type {string} */ url) => addresses.some((address) => url.startsWith(`http://${address}/`));
    assert.ok(requests.every(isNamed));

    // Opened, focused and selected: it survives what is drawn anew.
    await page.evaluate(() => {
      const summary = /** @type {HTMLElement} */ (document.querySelector('#report .what-if summary'));
      summary.focus();
      summary.click();
    });
    const [first, second] = cluster.names.filter((name) => name !== leader);
    await cluster.kill(first);
    await untilVerdict(page, 'held', 'no further loss is survived');
    assert.equal(await page.evaluate(() => document.activeElement?.localName), 'summary');
    assert.equal(await page.evaluate(() => document.activeElement?.closest('details')?.open), true);
    const silence = /^n\d \/jsz \/healthz \/varz \/routez \/raftz: did not answer: Failed to fetch/;
    assert.match(await text(page, '.live-silent'), silence);
    assert.match(await text(page, '.live-bar details summary'), /can be/);

    await cluster.kill(second);
    await untilVerdict(page, 'lost');
    const untilThen = await announced(page);
    assert.equal(untilThen.length, new Set(untilThen).size, 'each change is said once');
    assert.match(untilThen.at(-1) ?? '', /lost/);

    await cluster.start(first);
    await cluster.start(second);
    await wholeAgain(cluster, watch);
    await untilVerdict(page, 'held', 'one further loss is survived');
    // While nothing changes, nothing is said.
    const said = (await announced(page)).length;
    await rounds(page, 2);
    assert.equal((await announced(page)).length, said);
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(troubles, []);

    await page.click('#live-pause');
    await sleep(1_000);
    requests.length = 0;
    await sleep(4_000);
    assert.deepEqual(requests, [], 'nothing is asked while paused');
    await page.click('#live-pause');
    await rounds(page);
    assert.ok(requests.length >= 15);
    await page.click('#live-stop');
    requests.length = 0;
    await sleep(4_000);
    assert.deepEqual(requests, [], 'nothing is asked after Stop');
    assert.equal(await verdictNow(page), 'held', 'what was read stays');
    const kept = await page.evaluate(async () => {
      // The page's own files may be.
      const others = (await caches.keys()).filter((name) => !name.startsWith('quorate-'));
      return [localStorage.length, sessionStorage.length, document.cookie, others.length];
    });
    assert.deepEqual(kept, [0, 0, '', 0]);
    await page.close();
  });

  test('a frozen server times out, and is back when it goes on; old moments are dropped', async (t) => {
    const { cluster, leader } = await wholeCluster(t, NEW);
    const { page, troubles } = await visitLive();
    await start(page, typed(cluster), { keep: 3 });
    await untilVerdict(page, 'held', 'one further loss is survived');
    const frozen = cluster.names.find((name) => name !== leader) ?? '';
    cluster.freeze(frozen);
    await untilVerdict(page, 'held', 'no further loss is survived');
    const line = `${frozen} /jsz /healthz /varz /routez /raftz: did not answer: timeout after 5 s`;
    assert.equal(await text(page, '.live-silent'), line);
    cluster.thaw(frozen);
    await untilVerdict(page, 'held', 'one further loss is survived');
    await page.waitForFunction(() => document.querySelector('.live-state')?.textContent?.includes('3 moments kept'));
    await rounds(page);
    assert.match(await text(page, '.live-state'), /3 moments kept/);
    assert.equal((await page.$$('#readings .source')).length, 15, 'the newest moment is listed');

    // The very element keeps the focus, and what it opens is of the moment shown.
    await page.focus('#report .evidence');
    const same = await page.$('#report .evidence');
    await rounds(page, 2);
    assert.ok(await same?.evaluate((element) => element === document.activeElement));
    // A value opens in the document of its own moment.
    await page.click('#report .evidence');
    await page.waitForSelector('dialog[open] mark');
    assert.match(await text(page, 'dialog[open] header p'), /^in http:\/\/127/);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('of 2.10 too', async (t) => {
    const { cluster, leader } = await wholeCluster(t, OLD);
    const { page, troubles } = await visitLive();
    await start(page, typed(cluster));
    await untilVerdict(page, 'held', 'one further loss is survived');
    const followers = cluster.names.filter((name) => name !== leader);
    await cluster.kill(...followers);
    assert.notEqual(await verdictNow(page), 'lost', 'not before anything shows it');
    await untilVerdict(page, 'lost');
    // The survivor answers 503, and the page reads what it says.
    const isTold = () => [...document.querySelectorAll('#readings .source')].some(({ textContent: words }) =>
      words?.includes('/healthz') && words.includes('HTTP 503 JetStream has not established contact'));
    await page.waitForFunction(isTold, { polling: 500 });
    assert.deepEqual(troubles, []);
    await page.close();
  });

  for (const version of [OLD, NEW]) {
    test(`${version} lets any page read every answer, whatever its status`, async (t) => {
      const { cluster, leader } = await wholeCluster(t, version);
      const urls = ['/jsz', '/healthz', '/varz', '/routez', '/raftz', '/jsz?leader-only=true']
        .flatMap((path) => cluster.names.map((name) => `http://127.0.0.1:${cluster.server(name).monitor}${path}`));
      const statuses = new Set();
      for (const url of urls) {
        const answer = await fetch(url, { headers: { origin: 'https://example.net' } });
        statuses.add(answer.status);
        // Of a refused filter 2.10 and 2.15 print the reason as plain words, which live does not ask for.
        if (answer.status !== 400) assert.equal(answer.headers.get('access-control-allow-origin'), '*', url);
      }
      assert.ok(statuses.has(200));
      await cluster.kill(...cluster.names.filter((name) => name !== leader));
      const url = `http://127.0.0.1:${cluster.server(leader ?? '').monitor}/healthz`;
      for (let tries = 0; tries < 60; tries += 1) {
        const answer = await fetch(url, { headers: { origin: 'https://example.net' } });
        if (answer.status === 503) {
          assert.equal(answer.headers.get('access-control-allow-origin'), '*');
          return;
        }
        await sleep(1_000);
      }
      assert.fail('no 503 within 60 s of a lost quorum');
    });
  }

  test('the closed page cannot ask, and asks nothing; the live page may', async (t) => {
    const { cluster } = await wholeCluster(t, NEW);
    const url = `http://127.0.0.1:${cluster.server('n1').monitor}/jsz`;
    const closed = await house.browser.newPage();
    await closed.goto(house.address);
    await settled(closed);
    assert.match(await closed.evaluate((at) => fetch(at).then(() => 'reached', String), url), /Failed to fetch/);
    assert.match(await closed.evaluate((at) => {
      const frame = document.createElement('iframe');
      frame.src = at;
      document.body.append(frame);
      return new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve('forbidden'));
      });
    }, `${house.address}live.html`), /forbidden/);
    await closed.type('#servers', 'n1 n2');
    const link = await closed.$eval('#to-live', (element) => /** @type {HTMLAnchorElement} */ (element).href);
    await closed.close();
    const { page } = await visitLive();
    assert.equal(await page.evaluate((at) => fetch(at).then((answer) => answer.status), url), 200);
    await page.goto('about:blank');
    await page.goto(link);
    await settled(page);
    const names = await page.$eval('#live-servers', (field) => /** @type {HTMLTextAreaElement} */ (field).value);
    assert.equal(names, 'n1 n2');
    await page.close();
  });
});
