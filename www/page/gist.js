/**
 * What is worth saying aloud when it changes.
 *
 * @param {import('../types/report.js').Report} report
 */
export function gist({ groups }) {
  return JSON.stringify(groups.map(({ domain, verdict, assumes, tolerance }) => [domain, verdict, assumes, tolerance]));
}
