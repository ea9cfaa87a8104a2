/* global document */
// A page with one or more `<quorate-report>` in it, and a stand-in for the servers of a recorded capture.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('../../www/originals.js').Input & { server: string, path: string, body?: string }} Recorded */

/**
 * @param {string} name
 * @returns {Promise<Recorded[]>}
 */
export async function example(name) {
  return JSON.parse(await readFile(`www/examples/${name}.json`, 'utf8'));
}

/**
 * @param {string} name
 * @returns {Promise<import('../../www/types/report.js').Report>}
 */
export async function reportNamed(name) {
  return JSON.parse(await readFile(`tests/www/reports/${name}.json`, 'utf8'));
}

/**
 * A page of this origin with this in its body, and the element known to it.
 *
 * @param {Awaited<ReturnType<typeof import('./browser.js').open>>} house
 * @param {string} body
 * @param {{ scheme?: 'light' | 'dark', forced?: boolean, width?: number, height?: number, head?: string }} [look]
 */
export async function pageWith({ browser, address }, body, look = {}) {
  const { scheme = 'light', forced = false, width = 1700, height = 1000, head = '' } = look;
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  /** @type {string[]} */
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  if (forced) {
    const session = await page.createCDPSession();
    const features = [{ name: 'forced-colors', value: 'active' }, { name: 'prefers-color-scheme', value: scheme }];
    await session.send('Emulation.setEmulatedMedia', { features });
  }
  const url = `${address}dashboard.html`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A dashboard</title>${head}
    <style>main { display: flex; flex-wrap: wrap; gap: 10px; } @media print { main { display: block; } }</style>
    <script type="module" src="define.js"></script></head>
    <body><main><h1 style="flex-basis: 100%; margin: 0">A dashboard</h1>${body}</main></body></html>`;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    void (request.url() === url ? request.respond({ contentType: 'text/html', body: html }) : request.continue());
  });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector('quorate-report:not(:defined)') === null);
  return { page, troubles };
}

/**
 * What is to be read in the first element now, white space folded: only what is seen.
 *
 * @param {Page} page
 * @param {string} [inside] A selector in its shadow root.
 * @param {string} [host]
 * @returns {Promise<string>} Empty where it is not seen.
 */
export function seen(page, inside = '.surface', host = 'quorate-report') {
  return page.evaluate((outer, inner) => {
    const element = /** @type {HTMLElement | null | undefined} */ (
      document.querySelector(outer)?.shadowRoot?.querySelector(inner));
    return element?.checkVisibility() ? element.innerText.replace(/\s+/g, ' ').trim() : '';
  }, host, inside);
}

/** @param {Page} page */
export function untilSourceOpens(page) {
  return page.waitForFunction(() =>
    document.querySelector('quorate-report')?.shadowRoot?.querySelector('dialog[open] mark'));
}

/**
 * @param {Page} page
 * @param {RegExp} words
 * @param {string} [inside]
 */
export async function untilSeen(page, words, inside = '.surface') {
  await page.waitForFunction((source, inner) => {
    const root = document.querySelector('quorate-report')?.shadowRoot;
    const element = /** @type {HTMLElement | null | undefined} */ (root?.querySelector(inner));
    return new RegExp(source).test(element?.innerText.replace(/\s+/g, ' ') ?? '');
  }, {}, words.source, inside);
}

/**
 * Answers as those servers did, told apart by their names; whoever did not answer does not here.
 *
 * @param {() => Recorded[]} recorded
 */
export async function standIn(recorded) {
  const server = createServer(({ headers, url = '' }, response) => {
    const [name] = (headers.host ?? '').split(':');
    const one = recorded().find(({ server: who, path }) => who === name && path.split('?')[0] === url.split('?')[0]);
    if (one?.body === undefined) {
      response.destroy();
      return;
    }
    response.writeHead(one.status ?? 200, { 'access-control-allow-origin': '*', 'content-type': 'application/json' });
    response.end(one.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { port, close: () => { server.closeAllConnections(); server.close(); } };
}
