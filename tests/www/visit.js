/* global document, window */
// A visit to the built page in Chromium, with everything written down that a visit must not do.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** @typedef {import('puppeteer-core').Page} Page */

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @typedef {object} Visit
 * @property {Page} page
 * @property {string[]} requests Every request since the page was ready.
 * @property {string[]} troubles Errors, dialogs, and what the page's policy forbade.
 */

/**
 * @param {Awaited<ReturnType<typeof import('./browser.js').open>>} house
 * @param {{ width?: number, scheme?: 'light' | 'dark' }} [look]
 * @returns {Promise<Visit>}
 */
export async function visit({ address, browser }, { width = 1440, scheme = 'light' } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const troubles = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) troubles.push(message.text());
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  try {
    await settled(page);
  } catch (error) {
    // Where much else is done at once, one load in several hundred takes longer: what it waits for is told.
    console.log(`${error}: ${await page.evaluate(whatWaits)}; loaded once more`);
    await page.reload();
    await settled(page);
  }
  requests.length = 0;
  return { page, requests, troubles };
}

/** Runs in the page: how far its load has come. */
function whatWaits() {
  const resources = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  return JSON.stringify({
    loaded: 'loaded' in document.body.dataset,
    busy: document.querySelector('main')?.getAttribute('aria-busy'),
    served: navigator.serviceWorker?.controller?.state ?? 'by the network',
    came: resources.filter(({ responseEnd }) => responseEnd > 0).map(({ name }) => new URL(name).pathname),
  });
}

/**
 * All of the page is there, and nothing given is waiting to be read any more.
 *
 * @param {Page} page
 */
export async function settled(page) {
  await page.waitForSelector('body[data-loaded] main[aria-busy=false]');
}

/**
 * What axe finds, one line each: nothing, if all is well.
 *
 * @param {Page} page
 * @param {string} [part] Else the whole page.
 * @returns {Promise<string[]>}
 */
export async function axeFinds(page, part = 'html') {
  await page.evaluate(axe);
  const { violations } =
    /** @type {import('axe-core').AxeResults} */ (await page.evaluate(`axe.run(${JSON.stringify(part)})`));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary}`));
}

/**
 * What is wider than the screen, and so would make the page scroll sideways.
 *
 * @param {Page} page
 * @returns {Promise<boolean>}
 */
export function scrollsSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/**
 * Drops files and folders on the page as a file manager does.
 *
 * @param {Page} page
 * @param {string[]} files
 */
export async function drop(page, files) {
  const session = await page.createCDPSession();
  const transfer = { items: [], files, dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data: transfer });
  }
  await session.detach();
}

/** @param {Page} page */
export async function allowClipboard(page) {
  const { origin } = new URL(page.url());
  const clipboard = /** @type {const} */ (['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  await page.browserContext().overridePermissions(origin, [...clipboard]);
  await page.bringToFront();
}

/**
 * Puts a text into the clipboard and presses Ctrl+V.
 *
 * @param {Page} page
 * @param {string} words
 */
export async function paste(page, words) {
  await allowClipboard(page);
  await page.evaluate((given) => navigator.clipboard.writeText(given), words);
  await page.keyboard.down('Control');
  await page.keyboard.press('v', { commands: ['Paste'] });
  await page.keyboard.up('Control');
}

/**
 * @param {Page} page
 * @param {string} selector
 * @returns {Promise<string>} What is to be read there, white space folded.
 */
export function text(page, selector) {
  return page.$eval(selector, (element) => {
    const { innerText } = /** @type {HTMLElement} */ (element);
    return innerText.replace(/\s+/g, ' ').trim();
  });
}

/**
 * A script that something on the page would add: does its policy let it run?
 *
 * @param {Page} page
 */
export function runsAddedScript(page) {
  return page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return 'ran' in window;
  });
}
