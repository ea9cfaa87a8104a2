/**
 * Under which name a report is kept: what it says, and as of when.
 *
 * @typedef {import('../types/report.js').Report} Report
 */

/**
 * `quorate-lost-20261122T193241Z.md`
 *
 * @param {Report} report
 * @param {string} ending
 */
export function fileName({ groups: [worst] }, ending) {
  const asOf = new Date(worst?.as_of ?? Number.NaN);
  const time = Number.isNaN(asOf.getTime()) ? [] : [`${asOf.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`];
  return `${['quorate', worst?.verdict ?? 'no-group', ...time].join('-')}.${ending}`;
}
