// The second browser for the browser tests: looked for, and where it may be, installed.

import { install } from './apt.js';
import { findProgram } from './programs.js';

/** @returns {string | undefined} */
export function findFirefox() {
  return process.env.FIREFOX || findProgram('firefox-esr', 'firefox');
}

export function installFirefox() {
  if (findFirefox()) return;
  install(
    'firefox-esr',
    'the browser tests need Firefox too: install it (on Debian `apt-get install firefox-esr`, as root), ' +
      'or set FIREFOX to where it is',
  );
}
