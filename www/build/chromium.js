// The browser for the browser tests: looked for, and where it may be, installed.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { install } from './apt.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** @returns {string | undefined} */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function installChromium() {
  if (findChromium()) return;
  install(
    'chromium',
    'the browser tests need Chromium: install it (on Debian `apt-get install chromium`, as root), ' +
      'or set CHROMIUM to where it is',
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
