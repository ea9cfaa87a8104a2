// Programs in the folders of PATH.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {...string} names The first that is found counts.
 * @returns {string | undefined}
 */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
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
