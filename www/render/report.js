/**
 * A report as DOM. Knows neither where the report came from nor what surrounds it.
 *
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { el } from './dom.js';
import { findings } from './findings.js';
import { MANY } from './fold.js';
import { groupSection } from './group.js';
import { moments } from './moments.js';
import { choose, timeline } from './timeline.js';

export { errorsList, readingsList } from './readings.js';
export { revealMoment } from './timeline.js';
export { spoken } from './words.js';

/** @param {Report} report */
function noGroup(report) {
  if (report.groups.length) return null;
  return el('section', { class: 'no-group' },
    el('h2', {}, 'No meta group yet'),
    el('p', {}, report.readings.length
      ? 'What was read names no JetStream meta group. Add the /jsz of every server of the cluster.'
      : 'None of this could be read. What each text looks like and what to do is told beside “What was not read”.'));
}

/**
 * @param {Report} report
 * @param {Host} host
 */
function partsOf(report, host) {
  const parts = [
    noGroup(report),
    ...report.groups.map((group) => groupSection(group, report, host)),
    findings(report, host),
    moments(report),
  ];
  return parts.filter((part) => part !== null);
}

/**
 * What is out of sight of a large one is laid out when it comes into sight.
 *
 * @param {Report} report
 */
function isLarge({ groups }) {
  return groups.some(({ peers, assets }) => peers.length > MANY || (assets && assets.worst.length > MANY));
}

/**
 * @param {Report} report
 * @param {Host} [host]
 * @returns {HTMLElement}
 */
export function renderReport(report, host = {}) {
  return el('div', { class: isLarge(report) ? 'parts large' : 'parts' },
    timeline(report, host), ...partsOf(report, host));
}

/**
 * Another moment of the report that is shown: the timeline stays where it is, with the focus in it.
 *
 * @param {Element} whole What `renderReport` made.
 * @param {Report} report
 * @param {Host} [host]
 */
export function showMoment(whole, report, host = {}) {
  const line = /** @type {Element} */ (whole.querySelector('.timeline'));
  choose(line, report, host);
  whole.classList.toggle('large', isLarge(report));
  // Taken away and put back it would lose the focus, and be laid out anew.
  while (line.nextSibling) line.nextSibling.remove();
  line.after(...partsOf(report, host));
}
