// Nothing is made anew that is current.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

// A fresh install of the packages may bring new tools, and rightly makes everything stale.
const STAMPS = 'node_modules/.cache/quorate';

/**
 * Makes `output` unless it is there and was made from these very inputs.
 * @param {string} output
 * @param {string[]} inputs files whose content decides
 * @param {() => void} make
 */
export function unlessCurrent(output, inputs, make) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(createHash('sha256').update(readFileSync(input)).digest());
  const madeFrom = hash.digest('hex');
  const stamp = `${STAMPS}/${output.replaceAll('/', '-')}`;
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === madeFrom) return;
  // An interrupted make must not leave the stamp of an earlier one.
  rmSync(stamp, { force: true });
  make();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, madeFrom);
}
