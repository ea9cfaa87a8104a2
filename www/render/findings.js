/**
 * @typedef {import('../types/report.js').Finding} Finding
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { el, said, sentence } from './dom.js';
import { evidenceList } from './evidence.js';
import { thresholds } from './thresholds.js';
import { groupName } from './words.js';

/** @param {Finding} finding */
export function weight(finding) {
  if (finding.outcome === 'undecided') return 'undecided';
  return finding.outcome === 'warn' ? 'early sign' : finding.severity;
}

/**
 * Nothing is told twice: neither the way out, which is above step by step, nor what an earlier finding asks for.
 *
 * @param {Finding} finding
 * @param {Report} report
 */
function elsewhere({ code, entity, remedy }, { findings: all, groups }) {
  const ledOut = groups.some((group) => group.recovery && groupName(group.domain) === entity.replace(/^m/, 'M'));
  if (code === 'META_006' && ledOut) return 'follow the way out above, step by step.';
  const told = all.find((one) => one.remedy.join('\n') === remedy.join('\n'));
  return told && told.code !== code ? `the same as for “${told.name}” above.` : undefined;
}

/**
 * @param {Finding} finding
 * @param {Report} report
 */
function whatToDo(finding, report) {
  if (!finding.remedy.length) return null;
  const where = elsewhere(finding, report);
  if (where !== undefined) return el('p', {}, el('strong', {}, 'What to do: '), where);
  return el('div', { class: 'remedy' },
    el('h4', {}, 'What to do'),
    el('ol', {}, ...finding.remedy.map((step) => el('li', {}, sentence(step)))));
}

/**
 * @param {Finding} finding
 * @param {Report} report
 * @param {Host} host
 */
function article(finding, report, host) {
  return el('article', {
    class: 'finding', 'data-weight': weight(finding).replace(' ', '-'), 'data-key': `${finding.code} ${finding.entity}`,
  },
    el('header', {},
      el('h3', {}, finding.name),
      el('p', {},
        el('span', { class: 'weight' }, weight(finding)),
        el('code', { class: 'code' }, finding.code),
        report.groups.length > 1 && el('span', { class: 'entity' }, said(finding.entity)))),
    el('p', { class: 'says' }, sentence(finding.says)),
    whatToDo(finding, report),
    evidenceList(finding.evidence, report.readings, host),
    el('details', {}, el('summary', {}, 'Why it matters'), el('p', {}, sentence(finding.why))));
}

/**
 * @param {Report} report
 * @param {Host} host
 */
export function findings(report, host) {
  if (!report.groups.length && !report.findings.length) return null;
  const none = !report.findings.length;
  return el('section', { class: 'findings' },
    el('h2', {}, 'Findings'),
    none && el('p', {}, 'No check finds anything in what was read.'),
    ...report.findings.map((finding) => article(finding, report, host)),
    thresholds(report),
    !none && el('p', { class: 'note' },
      'The code numbers are those of Synadia Insights’ public catalogue of checks, those of ',
      el('code', {}, 'QUORATE_…'), ' are our own; the wording and the judgement are ours.'));
}
