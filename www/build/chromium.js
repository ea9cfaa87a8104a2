// The browser for the browser tests: looked for, and where it may be, installed.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { run } from './run.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** @returns {string | undefined} */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function installChromium() {
  if (findChromium()) return;
  try {
    run('apt-get', ['update']);
    run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(
      `the browser tests need Chromium: install it (on Debian \`apt-get install chromium\`, as root), ` +
        `or set CHROMIUM to where it is (${message})`,
      { cause: error },
    );
  }
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
