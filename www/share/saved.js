/**
 * What Quorate wrote itself, given back: a saved report, a saved page, a link. Anything else is a reading.
 *
 * @typedef {import('../redact.js').Readings} Readings
 * @typedef {import('../types/report.js').Report} Report
 *
 * @typedef {{ report: Report } | { readings: Readings }} Saved
 */

import { carriedBy } from './html.js';
import { Unopened, readingsIn, readingsOf } from './link.js';

export { Unopened };

const LISTS = ['groups', 'outlook', 'findings', 'moments', 'readings', 'errors'];

/**
 * @param {string} text
 * @returns {Promise<Saved | undefined>} Throws an {@link Unopened} that says what is wrong with it.
 */
export async function savedIn(text) {
  const start = text.slice(0, 2000).trimStart();
  if (start.startsWith('{') && /"schema"\s*:\s*"quorate\.report\//.test(start)) return { report: reportIn(text) };
  const carried = carriedBy(text);
  if (carried === '') {
    throw new Unopened('A saved page without its readings', 'Look at it in the browser: it cannot be judged anew');
  }
  if (carried !== undefined) return { readings: readingsIn(carried) };
  if (!/^\s*\S*#readings=\S*\s*$/.test(text)) return undefined;
  const readings = await readingsOf(text.trim());
  return readings && { readings };
}

/**
 * @param {string} text
 * @returns {Report}
 */
function reportIn(text) {
  /** @type {any} */
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    throw new Unopened('A saved report that is cut off', 'Ask for it again');
  }
  if (report.schema !== 'quorate.report/1') {
    throw new Unopened(`A saved report of another version: ${String(report.schema).slice(0, 40)}`,
      'Open it with the Quorate that wrote it, or ask for its readings');
  }
  const isWhole = LISTS.every((list) => Array.isArray(report[list])) && typeof report.thresholds === 'object';
  if (!isWhole) throw new Unopened('A saved report of which parts are missing', 'Ask for it again');
  return report;
}
