// Chromium, Firefox and dist/, for the browser tests.

import puppeteer from 'puppeteer-core';

import { findChromium } from '../../www/build/chromium.js';
import { findFirefox } from '../../www/build/firefox.js';
import { serve } from '../../www/build/serve.js';

/**
 * Opens Chromium and serves dist/, or another folder; `close` ends both.
 * @param {string[]} [more] Arguments.
 * @param {string} [folder]
 * @param {number} [patience] Milliseconds for one thing that is asked of a page.
 */
export async function open(more = [], folder = 'dist', patience = 180_000) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is missing: `npm test` installs it, or set CHROMIUM to where it is');
  const { address, close } = await serve(folder, 0);
  let ended = false;
  const stop = async () => {
    if (!ended) await close();
    ended = true;
  };
  const browser = await puppeteer.launch({
    executablePath,
    protocolTimeout: patience,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
  return {
    browser,
    address,
    /** A page of this origin, with no policy of its own against what a test imports: a script shown as text. */
    blankPage: async () => {
      const page = await browser.newPage();
      await page.goto(`${address}quorate.js`);
      return page;
    },
    /** Ends the server alone. */
    stop,
    close: async () => {
      await browser.close();
      await stop();
    },
  };
}

/** Opens Firefox and serves dist/; `close` ends both. */
export async function openFirefox() {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('Firefox is missing: `npm test` installs it, or set FIREFOX to where it is');
  const { address, close } = await serve('dist', 0);
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  return {
    browser,
    address,
    close: async () => {
      await browser.close();
      await close();
    },
  };
}
