// The browser for the browser tests: looked for, and where it may be, installed.

import { install } from './apt.js';
import { findProgram } from './programs.js';

/** @returns {string | undefined} */
export function findChromium() {
  return process.env.CHROMIUM || findProgram('chromium', 'chromium-browser', 'google-chrome');
}

export function installChromium() {
  if (findChromium()) return;
  install(
    'chromium',
    'the browser tests need Chromium: install it (on Debian `apt-get install chromium`, as root), ' +
      'or set CHROMIUM to where it is',
  );
}
