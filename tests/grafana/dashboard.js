/* global window */
// A dashboard with the panel on it, in Chromium, with everything written down that must not happen there.

import { startGrafana } from './server.js';

/**
 * @import { Browser, Page } from 'puppeteer-core'
 * @import { Version } from './server.js'
 * @import { TestContext } from 'node:test'
 *
 * @typedef {object} Visit
 * @property {Page} page
 * @property {string[]} troubles Errors, and what the page's policy forbade.
 * @property {string[]} requests Since the panel was loaded.
 * @property {(change?: Record<string, unknown>) => Promise<void>} show Shows the panel with this changed;
 *   `clock` is what time it is in the browser then, in Unix milliseconds.
 * @property {(what: RegExp) => Promise<string>} says Waits until the panel says so, and gives all it says.
 *
 * @typedef {object} Circumstances
 * @property {string} [policy]
 * @property {string} [subPath]
 * @property {'script' | 'fetch' | 'sandbox'} [how]
 * @property {string} [before] A script of somebody else's, run first.
 */

/**
 * @param {TestContext} t
 * @param {Browser} browser
 * @param {Version} version
 * @param {Circumstances} [circumstances]
 * @returns {Promise<Visit>}
 */
export async function visit(t, browser, version, { policy, subPath, how = 'script', before } = {}) {
  const grafana = await startGrafana(version, { policy, subPath });
  const page = await browser.newPage();
  t.after(async () => {
    await page.close();
    await grafana.close();
  });
  await page.setViewport({ width: 1640, height: 960 });
  /** @type {string[]} */
  const troubles = [];
  /** @type {string[]} */
  const requests = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    // Grafana's own fonts are in no package.
    const isFont = message.location().url?.includes('/public/fonts/');
    if (message.type() === 'error' && !isFont) troubles.push(message.text());
  });
  await page.evaluateOnNewDocument(() => {
    const real = Date.now;
    Date.now = () => real() + (window.ahead ?? 0);
  });
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(grafana.dashboard);
  await page.evaluate((address, strategy) => window.grafana.load(address, strategy), grafana.module, how);
  page.on('request', (request) => requests.push(request.url()));
  return {
    page,
    troubles,
    requests,
    show: ({ clock, ...change } = {}) => page.evaluate((given, ahead) => {
      if (ahead !== undefined) window.ahead = ahead;
      return window.grafana.show(given);
    }, change, clock === undefined ? undefined : Number(clock) - Date.now()),
    says: async (what) => {
      await page.waitForFunction((source) => new RegExp(source, 'is').test(window.grafana.text()), { timeout: 10_000 },
        what.source).catch((error) => fail(page, what, error));
      return page.evaluate(() => window.grafana.text());
    },
  };
}

/**
 * @param {Page} page
 * @param {RegExp} what
 * @param {Error} error
 */
async function fail(page, what, error) {
  throw new Error(`the panel does not say ${what} but: ${await page.evaluate(() => window.grafana.text())}`,
    { cause: error });
}
