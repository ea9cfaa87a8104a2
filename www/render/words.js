/**
 * Numbers and times in words. No clock here: "now" is the reading's own.
 *
 * @typedef {import('../types/report.js').Verdict} Verdict
 */

/** @type {Record<Verdict, string>} */
export const VERDICT = { held: 'Held', lost: 'Lost', leaderless: 'Leaderless', undecided: 'Undecided' };

/**
 * A verdict now or at an earlier moment, and whether it rests on more than what was read.
 *
 * @param {{ verdict: Verdict, assumes?: string[] }} group
 */
export function verdictWords({ verdict, assumes = [] }) {
  return `${VERDICT[verdict]}${assumes.length ? ', assuming' : ''}`;
}

/** What each verdict means, for whoever meets the word the first time. */
/** @type {Record<Verdict, string>} */
export const MEANING = {
  held: 'The meta group has its quorum.',
  lost: 'The meta group has no quorum: no majority is possible.',
  leaderless: 'A majority answers, but none of them has a leader.',
  undecided: 'What was read does not settle it.',
};

/**
 * `12,073`
 * @param {number} count
 */
export function number(count) {
  return count.toLocaleString('en');
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/**
 * How long ago: two figures are enough at any scale.
 *
 * @param {number} ms
 */
export function ago(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 6) / 10;
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/**
 * For how long at least: rounded down, so that it stays true.
 *
 * @param {number} seconds
 */
export function atLeast(seconds) {
  if (seconds < 120) return `at least ${Math.floor(seconds)} s`;
  if (seconds < 7200) return `at least ${Math.floor(seconds / 60)} min`;
  return `at least ${Math.floor(seconds / 3600)} h`;
}

/** @param {string} rfc3339 */
function moment(rfc3339) {
  const date = new Date(rfc3339);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * `14:03:07 UTC`; what is no date is shown as it is.
 *
 * @param {string} rfc3339
 */
export function clock(rfc3339) {
  const date = moment(rfc3339);
  return date ? `${date.toISOString().slice(11, 19)} UTC` : rfc3339;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * `22 Nov 2026`, or nothing. The month as a word: 03/04 is read in two ways.
 *
 * @param {string} rfc3339
 */
export function day(rfc3339) {
  const date = moment(rfc3339);
  return date ? `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}` : '';
}

/**
 * `Meta group`, with its domain.
 *
 * @param {string | undefined} domain
 */
export function groupName(domain) {
  return domain === undefined ? 'Meta group' : `Meta group of domain ${domain}`;
}

/**
 * Of a report about an earlier moment: that there is a newer one, and what it says.
 *
 * @param {import('../types/report.js').Report} report
 */
export function earlierWords({ moment: shown, moments }) {
  const newest = moments.at(-1);
  if (shown === undefined || !newest || shown === moments.length - 1) return undefined;
  const verdicts = newest.groups.map(verdictWords).join('; ') || 'no meta group';
  const at = newest.as_of === undefined ? '' : `, as of ${clock(newest.as_of)}, ${day(newest.as_of)}`;
  return `An earlier moment. The newest that was read${at}: ${verdicts}.`;
}

/**
 * From how many readings: of an earlier moment from none that came later.
 *
 * @param {import('../types/report.js').Report} report
 */
export function readingsJudged({ moment: shown, moments, readings }) {
  const newest = moments.length - 1;
  const last = shown ?? newest;
  // Live, those of earlier moments are gaps in the list: these are left out as well.
  return readings.filter((reading) => last === newest || (reading.moment ?? Infinity) <= last).length;
}

/**
 * Of which group a picture is, what was read of it, and when.
 *
 * @param {import('../types/report.js').Group} group
 * @param {import('../types/report.js').Report} report
 */
export function captionOf(group, report) {
  const { domain, clusters, as_of: asOf } = group;
  const cluster = clusters.length ? [`cluster ${clusters.join(', ')}`] : [];
  const when = asOf === undefined ? [] : [`as of ${clock(asOf)}, ${day(asOf)}`];
  const earlier = earlierWords(report);
  const line = [groupName(domain), ...cluster, verdictWords(group), ...when].join(' · ');
  return [line, ...earlier === undefined ? [] : [earlier]];
}
