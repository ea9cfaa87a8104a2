// Chromium and dist/, for the browser tests.

import puppeteer from 'puppeteer-core';

import { findChromium } from '../../www/build/chromium.js';
import { serve } from '../../www/build/serve.js';

/**
 * Opens Chromium and serves dist/, or another folder; `close` ends both.
 * @param {string} [folder]
 * @param {string[]} [more] parameters for Chromium
 */
export async function open(folder = 'dist', more = []) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is missing: `npm test` installs it, or set CHROMIUM to where it is');
  const { address, close } = await serve(folder, 0);
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
      ...more,
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
