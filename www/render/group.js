/**
 * One meta group: the answer, what would settle it, the way out, what may be touched next, the peers, the reasons.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Next} Next
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { assetsSection } from './assets.js';
import { command } from './command.js';
import { el, sentence, visible } from './dom.js';
import { drawnSection } from './drawn.js';
import { evidenceList } from './evidence.js';
import { matrixSection } from './matrix.js';
import { outlookSection } from './outlook.js';
import { peersTable } from './peers.js';
import { wayOut } from './recovery.js';
import { verdict } from './verdict.js';
import { groupName } from './words.js';

/** @param {Next[]} next */
function nextSteps(next) {
  if (!next.length) return null;
  return el('section', { class: 'next' },
    el('h3', {}, 'What would help most'),
    el('ol', {}, ...next.map((one) => el('li', {},
      el('p', {}, sentence(one.says)),
      one.command !== undefined && command(one.command)))));
}

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
function because(group, report, host) {
  if (!group.because.length) return null;
  return el('section', { class: 'because' },
    el('h3', {}, 'How we know'),
    el('ol', {}, ...group.because.map((one) => el('li', {},
      el('p', {}, sentence(one.says)),
      evidenceList(one.evidence, report.readings, host)))));
}

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
export function groupSection(group, report, host) {
  const name = groupName(group.domain);
  const drawn = drawnSection(group, report, host);
  return el('article', { class: 'group', 'aria-label': visible(name), 'data-key': name, keydown: drawn?.press },
    verdict(group),
    drawn?.section,
    nextSteps(group.next),
    wayOut(group, host),
    outlookSection(group, report),
    peersTable(group, report, host),
    matrixSection(group, host),
    because(group, report, host),
    assetsSection(group, report, host));
}
