// Taking the report away and giving it back, in the built page.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { open } from './browser.js';
import { STEMS, foundIn, named } from './named.js';
import { allowClipboard, axeFinds, drop, paste, scrollsSideways, settled, text, visit } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;

before(async () => {
  house = await open();
  folder = await mkdtemp(join(tmpdir(), 'quorate-share-'));
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * @param {Page} page
 * @param {string} name
 */
async function tryExample(page, name) {
  await page.click(`[data-example=${name}]`);
  await page.waitForSelector('.verdict');
  await settled(page);
}

/** @param {Page} page */
async function openShare(page) {
  await page.click('#share');
  await page.waitForSelector('#sharing[open]');
  await settled(page);
}

/**
 * @param {Page} page
 * @param {string} label
 */
async function press(page, label) {
  await (await page.waitForSelector(`#sharing button[aria-label="${label}"]`))?.click();
}

/**
 * What is saved when this button is pressed.
 *
 * @param {Page} page
 * @param {string} label
 */
async function saved(page, label) {
  const into = await mkdtemp(join(folder, 'saved-'));
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: into });
  await press(page, label);
  for (;;) {
    const [name] = (await readdir(into)).filter((one) => !one.endsWith('.crdownload'));
    if (name) {
      await session.detach();
      return { name, path: join(into, name), body: await readFile(join(into, name), 'utf8') };
    }
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** @param {Page} page */
async function copiedLink(page) {
  await allowClipboard(page);
  await press(page, 'Copy: link');
  await page.waitForFunction(() => document.querySelector('#sharing .told')?.textContent === 'Copied.');
  return page.evaluate(() => navigator.clipboard.readText());
}

/**
 * Answers under names that occur nowhere else, as a file.
 *
 * @param {Page} page
 */
async function dropNamed(page) {
  const readings = JSON.parse(named(await readFile('www/examples/crash.json', 'utf8')));
  const lines = readings.map((/** @type {any} */ { server, path, status, body, error }) =>
    `$ curl -sSi -m 5 http://${server}:8222${path}\n${body === undefined
      ? `curl: (7) Failed to connect to ${server} port 8222 after 1 ms: ${error}`
      : `HTTP/1.1 ${status} X\n\n${body}`}`);
  const path = join(folder, 'falcon-eyrie.txt');
  await writeFile(path, lines.join('\n'));
  await drop(page, [path]);
  await page.waitForSelector('.verdict');
  await settled(page);
  return readings;
}

/** @param {Page} page */
function verdictOf(page) {
  return text(page, '.verdict');
}

/**
 * Alone on the page, as if somebody else had got it.
 *
 * @param {Page} page
 * @param {string} path
 */
async function giveBack(page, path) {
  await page.keyboard.press('Escape');
  await page.click('#clear');
  await settled(page);
  await drop(page, [path]);
  await page.waitForSelector('.verdict');
  await settled(page);
}

describe('taken away and given back', () => {
  test('as JSON: shown as a saved report, what if works, evidence does not open', async () => {
    const { page, troubles } = await visit(house);
    await tryExample(page, 'held');
    const told = await verdictOf(page);
    await openShare(page);
    const file = await saved(page, 'Save: report');
    assert.match(file.name, /^quorate-held-\d{8}T\d{6}Z\.json$/);
    await giveBack(page, file.path);
    assert.equal(await verdictOf(page), told);
    assert.match(await text(page, '#report'), /^A saved report: Held, as of /);
    assert.equal(await page.$('#report button.evidence'), null);
    await page.click('.what-if summary');
    await page.click('.what-if input');
    assert.match(await text(page, '.what-if [role=status]'), /^Hypothetical, without n1: Held\. /);
    assert.deepEqual(await axeFinds(page), []);
    await openShare(page);
    assert.match(await text(page, '#sharing .notice'), /Of a saved report the readings are not here/);
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('as a page: read without scripts, and judged anew when it is dropped', async () => {
    const { page, troubles } = await visit(house);
    await dropNamed(page);
    const told = await verdictOf(page);
    await openShare(page);
    const file = await saved(page, 'Save: page');
    assert.match(file.name, /^quorate-lost-\d{8}T\d{6}Z\.html$/);

    const reader = await house.browser.newPage();
    await reader.setJavaScriptEnabled(false);
    /** @type {string[]} */
    const asked = [];
    reader.on('request', (request) => asked.push(request.url()));
    await reader.goto(pathToFileURL(file.path).href);
    assert.equal(asked.length, 1);
    const seen = await text(reader, 'body');
    assert.ok(seen.includes(told), seen.slice(0, 300));
    assert.match(await reader.title(), /^Lost, assuming, as of \d\d:\d\d:\d\d UTC – Quorate$/);
    assert.equal(await reader.$('button, input, script:not([type="application/json"])'), null);
    const size = await reader.$eval('.verdict h2', (title) => parseFloat(getComputedStyle(title).fontSize));
    assert.ok(size > 24, 'it has the look of the page');
    await reader.setViewport({ width: 390, height: 800 });
    assert.equal(await reader.evaluate('document.documentElement.scrollWidth > innerWidth'), false);
    await reader.close();

    await giveBack(page, file.path);
    assert.equal(await verdictOf(page), told);
    await page.click('.because .evidence');
    await page.waitForSelector('.source-dialog[open] mark');
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('as a link: opened it is read, and nothing of it is sent', async () => {
    const { page, troubles } = await visit(house);
    await tryExample(page, 'partition');
    await page.type('#expected', 'n1 n2 n3 n4 n5 n6');
    await page.waitForFunction(() => document.querySelector('.peers')?.textContent?.includes('n6'));
    await settled(page);
    const told = await verdictOf(page);
    await openShare(page);
    const link = await copiedLink(page);
    assert.match(await text(page, '#sharing .forms'), /It is [\d.]+ kB long\./);
    await page.close();

    const other = await house.browser.newPage();
    /** @type {string[]} */
    const asked = [];
    other.on('request', (request) => asked.push(request.url()));
    await other.goto(link);
    await other.waitForSelector('.verdict');
    await settled(other);
    assert.equal(await verdictOf(other), told);
    const expected = await other.$eval('#expected', (field) => /** @type {HTMLInputElement} */ (field).value);
    assert.equal(expected, 'n1, n2, n3, n4, n5, n6');
    const [, secret] = link.split('#readings=');
    assert.ok(asked.slice(1).every((url) => !url.includes(secret)));
    // The first one is the page itself: what is behind the # stays in the browser.
    assert.equal(asked[0].replace(/#.*/, ''), house.address);
    await other.click('#clear');
    await settled(other);
    assert.equal(await other.evaluate(() => location.hash), '');
    await other.close();
    assert.deepEqual(troubles, []);
  });

  test('a link pasted into the page is read as well', async () => {
    const { page, troubles } = await visit(house);
    await tryExample(page, 'crash');
    const told = await verdictOf(page);
    await openShare(page);
    const link = await copiedLink(page);
    await page.keyboard.press('Escape');
    await page.click('#clear');
    await settled(page);
    await paste(page, link);
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.equal(await verdictOf(page), told);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('a link that would be too long says so, and offers the file', async () => {
    const { page } = await visit(house);
    const many = Array.from({ length: 60_000 }, (_, at) => Math.imul(at, 2654435761).toString(36));
    await page.evaluate((words) => {
      const field = /** @type {HTMLTextAreaElement} */ (document.querySelector('#text'));
      const meta = { leader: 'n1', cluster_size: 3 };
      field.value = JSON.stringify({ server_id: 'X', now: '2026-01-01T00:00:00Z', meta_cluster: meta, words });
    }, many);
    await page.click('#paste button');
    await page.waitForSelector('.verdict');
    await settled(page);
    await openShare(page);
    await page.waitForFunction(() => document.querySelector('.forms')?.textContent?.includes('Save the page instead'));
    assert.equal(await page.$('button[aria-label="Copy: link"]'), null);
    await page.close();
  });

  test('what is not whole is told of in a sentence, and what else was dropped is read', async () => {
    const { page, troubles } = await visit(house);
    await page.goto(`${house.address}#readings=AAAA`);
    await page.reload();
    await page.waitForSelector('.unread');
    assert.match(await text(page, '#errors'), /A link that was cut off or changed on its way Copy it again/);
    const broken = join(folder, 'broken.json');
    const lists = { groups: [{}], outlook: [], findings: [], moments: [], readings: [], errors: [] };
    await writeFile(broken, JSON.stringify({ schema: 'quorate.report/1', ...lists, thresholds: {} }));
    const good = join(folder, 'jsz.json');
    const meta = { leader: 'n1', cluster_size: 3 };
    await writeFile(good, JSON.stringify({ server_id: 'X', now: '2026-01-01T00:00:00Z', meta_cluster: meta }));
    await drop(page, [broken, good]);
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.match(await text(page, '#errors'), /A saved report that cannot be shown/);
    assert.match(await verdictOf(page), /Undecided/);
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(troubles, []);
    await page.close();
  });
});

describe('without names', () => {
  test('no form of it has one, and each says what was replaced', async () => {
    const { page, troubles } = await visit(house);
    const readings = await dropNamed(page);
    const bodies = readings.map((/** @type {any} */ { body = '' }) => body).join('\n');
    const ids = [...bodies.matchAll(/\bN[A-Z2-7]{55}\b/g)].map(([id]) => id);
    assert.ok(ids.length > 3);
    const told = await verdictOf(page);
    await openShare(page);
    await page.click('#redact');
    await page.waitForSelector('.replaced');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'redact');
    assert.match(await text(page, '.replaced summary'), /What is replaced: \d+ names/);
    await page.click('.replaced summary');
    assert.match(await text(page, '.replaced'), /server falcon-eyrie-1 server1/);
    assert.doesNotMatch(await text(page, '#sharing'), /judged differently/);
    const names = [...STEMS, ...ids];
    for (const label of ['Save: report', 'Save: page', 'Save: text for a channel']) {
      const { name, body } = await saved(page, label);
      assert.deepEqual(foundIn(name + body, names), [], label);
      assert.match(body, /server1/);
    }
    const link = await copiedLink(page);
    assert.deepEqual(foundIn(link, names), []);
    await page.close();

    const other = await house.browser.newPage();
    await other.goto(link);
    await other.waitForSelector('.verdict');
    await settled(other);
    const words = (/** @type {string} */ verdict) =>
      verdict.replace(/falcon-eyrie-|server/g, '').replace(/Nidus-C1|cluster1/, '');
    assert.equal(words(await verdictOf(other)), words(told));
    assert.deepEqual(foundIn(await other.evaluate(() => document.body.innerHTML), names), []);
    await other.close();
    assert.deepEqual(troubles, []);
  });
});

describe('what changed', () => {
  test('between a kept report and what is read now, and between two saved ones', async () => {
    const { page, troubles } = await visit(house);
    await tryExample(page, 'held');
    await openShare(page);
    const held = await saved(page, 'Save: report');
    await press(page, 'Keep: report to compare');
    await settled(page);
    assert.equal(await text(page, '#sharing .told'), 'Kept under “Saved reports”.');
    await page.keyboard.press('Escape');
    assert.match(await text(page, '#saved'), /quorate-held-.* Show × Before .* After .* Compare$/);

    await page.click('#readings .remove');
    await settled(page);
    await page.click('.comparing button');
    await page.waitForSelector('#comparison[open]');
    assert.match(await text(page, '#comparison'), /From quorate-held-.* to What is read now\./);
    assert.deepEqual(await axeFinds(page), []);
    await page.keyboard.press('Escape');

    await page.click('#clear');
    await settled(page);
    assert.equal((await page.$$('#saved .source')).length, 1, 'kept beside what comes next');
    await tryExample(page, 'crash');
    await openShare(page);
    const lost = await saved(page, 'Save: report');
    await page.keyboard.press('Escape');
    await page.click('#clear');
    await settled(page);
    await drop(page, [held.path, lost.path]);
    await page.waitForSelector('.comparing');
    await settled(page);
    await page.click('.comparing button');
    await page.waitForSelector('#comparison[open]');
    const told = await text(page, '#comparison');
    assert.match(told, /The verdict was “(held|lost, assuming)” and is “(lost, assuming|held)”\./);
    assert.match(told, /(New|Gone): Meta quorum lost \(META_006\)/);
    assert.deepEqual(await axeFinds(page), []);
    await page.keyboard.press('Escape');
    await page.click('#saved .remove');
    await settled(page);
    assert.equal((await page.$$('#saved .source')).length, 2);
    assert.deepEqual(troubles, []);
    await page.close();
  });
});

describe('for everyone', () => {
  test('with the keyboard alone', async () => {
    const { page } = await visit(house);
    await tryExample(page, 'crash');
    await page.focus('#share');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sharing[open]');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'sharing-title');
    const reach = async (/** @type {string} */ selector) => {
      for (let steps = 0; steps < 20; steps += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      assert.fail(`${selector} is not reached with Tab`);
    };
    await reach('#redact');
    await page.keyboard.press('Space');
    await page.waitForSelector('.replaced');
    await reach('[aria-label="Copy: text for a channel"]');
    await allowClipboard(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#sharing .told')?.textContent === 'Copied.');
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^## Lost, assuming: Meta group/);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'share');
    await page.close();
  });

  for (const width of [1440, 390]) {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      test(`${width} px, ${scheme}`, async () => {
        const { page, troubles } = await visit(house, { width, scheme });
        await tryExample(page, 'partition');
        await openShare(page);
        await page.click('#redact');
        await page.waitForSelector('.replaced');
        await page.click('.replaced summary');
        await page.waitForSelector('[aria-label="Copy: link"]');
        assert.deepEqual(await axeFinds(page), []);
        await page.setViewport({ width: 320, height: 600 });
        assert.equal(await scrollsSideways(page), false);
        assert.deepEqual(troubles, []);
        await page.close();
      });
    }
  }
});
