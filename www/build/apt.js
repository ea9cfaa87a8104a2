// Debian's packages: where we may, what a step lacks is installed.

import { run } from './run.js';

/**
 * @param {string} name the package
 * @param {string} complaint who needs what, where it cannot be installed
 */
export function install(name, complaint) {
  try {
    run('apt-get', ['update']);
    run('apt-get', ['install', '--yes', '--no-install-recommends', name], { DEBIAN_FRONTEND: 'noninteractive' });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`${complaint} (${message})`, { cause: error });
  }
}
