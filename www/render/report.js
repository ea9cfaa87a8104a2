/**
 * A report as DOM. Knows neither where the report came from nor what surrounds it.
 *
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 * @typedef {import('./parts.js').Part} Part
 */

import { el, handOver } from './dom.js';
import { findings } from './findings.js';
import { MANY } from './fold.js';
import { groupParts } from './group.js';
import { moments } from './moments.js';
import { drawInTurn, drawn } from './parts.js';
import { choose, timeline } from './timeline.js';

export { errorsList, readingsList } from './readings.js';
export { revealMoment } from './timeline.js';
export { spoken } from './verdict.js';

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
 * What is about all groups.
 *
 * @param {Report} report
 * @param {Host} host
 * @returns {Part[]}
 */
function commonParts(report, host) {
  return [
    ['no-group', () => noGroup(report)],
    ['findings', () => findings(report, host)],
    ['moments', () => moments(report)],
  ];
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
  const groups = report.groups.map((group) => {
    const { article, parts } = groupParts(group, report, host);
    article.append(...drawn(parts));
    return article;
  });
  return el('div', { class: isLarge(report) ? 'parts large' : 'parts' },
    timeline(report, host), ...groups, ...drawn(commonParts(report, host)));
}

/**
 * Another moment of the report that is shown: the timeline stays where it is, with the focus in it. The answer comes
 * at once, the rest after it.
 *
 * @param {Element} whole What `renderReport` made.
 * @param {Report} report
 * @param {Host} [host]
 * @param {AbortSignal} [signal] Another moment was chosen since.
 */
export async function showMoment(whole, report, host = {}, signal) {
  const line = /** @type {Element} */ (whole.querySelector('.timeline'));
  choose(line, report, host);
  whole.classList.toggle('large', isLarge(report));
  const groups = report.groups.map((group) => groupParts(group, report, host));
  const articles = standing(whole, groups.map(({ article }) => article));
  const places = groups.map(({ parts }, index) => ({ place: articles[index], parts }));
  // What had the focus has no like in this moment: on with the moment itself.
  const lost = () => /** @type {HTMLElement | null} */ (line.querySelector('input:checked'))?.focus();
  await drawInTurn([...places, { place: whole, parts: commonParts(report, host) }], lost, signal);
}

/**
 * The groups of this moment: who was there before keeps its place.
 *
 * @param {Element} whole
 * @param {HTMLElement[]} wanted
 */
function standing(whole, wanted) {
  const before = /** @type {HTMLElement[]} */ ([...whole.querySelectorAll(':scope > .group')]);
  const articles = wanted.map((article) => {
    const known = before.find(({ dataset }) => dataset.key === article.dataset.key);
    if (known) handOver(article, known);
    return known ?? article;
  });
  for (const one of before) if (!articles.includes(one)) one.remove();
  let last = /** @type {Element} */ (whole.querySelector('.timeline'));
  for (const one of articles) {
    // Taken away and put back it would be laid out anew.
    if (last.nextElementSibling !== one) last.after(one);
    last = one;
  }
  return articles;
}
