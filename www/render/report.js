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
import { link } from './link.js';
import { moments } from './moments.js';
import { timeline } from './timeline.js';

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
 * @param {Host} [host]
 * @returns {HTMLElement}
 */
export function renderReport(report, host = {}) {
  const parts = [
    timeline(report, host),
    noGroup(report),
    ...report.groups.map((group) => groupSection(group, report, host)),
    findings(report, host),
    moments(report),
  ];
  // What is out of sight of a large one is laid out when it comes into sight.
  const large = report.groups.some(({ peers }) => peers.length > MANY);
  const whole = el('div', { class: large ? 'whole large' : 'whole' }, ...parts);
  link(whole);
  return whole;
}
