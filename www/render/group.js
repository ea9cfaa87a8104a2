/**
 * One meta group: the answer, what would settle it, the way out, what may be touched next, the peers, the reasons.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 * @typedef {import('./parts.js').Part} Part
 */

import { assetsSection } from './assets.js';
import { command } from './command.js';
import { el, visible } from './dom.js';
import { drawnSection } from './drawn.js';
import { evidenceList } from './evidence.js';
import { fewOf } from './few-names.js';
import { foldedNames } from './fold.js';
import { matrixSection } from './matrix.js';
import { outlookSection } from './outlook.js';
import { peersTable } from './peers.js';
import { wayOut } from './recovery.js';
import { verdict } from './verdict.js';
import { groupName } from './words.js';

/** @param {Group} group */
function nextSteps(group) {
  if (!group.next.length) return null;
  const few = fewOf(group);
  return el('section', { class: 'next' },
    el('h3', {}, 'What would help most'),
    el('ol', {}, ...group.next.map((one) => el('li', {},
      ...foldedNames(few(one.says)),
      one.command !== undefined && command(one.command)))));
}

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
function because(group, report, host) {
  if (!group.because.length) return null;
  const few = fewOf(group);
  return el('section', { class: 'because' },
    el('h3', {}, 'How we know'),
    el('ol', {}, ...group.because.map((one) => el('li', {},
      ...foldedNames(few(one.says)),
      evidenceList(one.evidence, report.readings, host)))));
}

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 * @returns {{ article: HTMLElement, parts: Part[] }} Where it stands, and what is to be drawn there.
 */
export function groupParts(group, report, host) {
  const name = groupName(group.domain);
  /** @type {ReturnType<typeof drawnSection>} */
  let drawn;
  const article = el('article', {
    class: 'group', 'aria-label': visible(name), 'data-key': name, keydown: (event) => drawn?.press(event),
  });
  return {
    article,
    parts: [
      ['verdict', () => verdict(group)],
      ['drawn', () => {
        drawn = drawnSection(group, report, host);
        return drawn?.section;
      }],
      ['next', () => nextSteps(group)],
      ['recovery', () => wayOut(group, host)],
      ['outlook', () => outlookSection(group, report)],
      ['peers', () => peersTable(group, report, host)],
      ['heard-whom', () => matrixSection(group, report, host)],
      ['because', () => because(group, report, host)],
      ['assets', () => assetsSection(group, report, host)],
    ],
  };
}
