// Chromium and dist/, for the browser tests.

import puppeteer from 'puppeteer-core';

import { findChromium } from '../../www/build/chromium.js';
import { serve } from '../../www/build/serve.js';

/** Opens Chromium and serves dist/; `close` ends both. */
export async function open() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is missing: `npm test` installs it, or set CHROMIUM to where it is');
  const { address, close } = await serve('dist', 0);
  const browser = await puppeteer.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    browser,
    address,
    close: async () => {
      await browser.close();
      await close();
    },
  };
}
