/**
 * @typedef {import('../types/report.js').Finding} Finding
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { el, said, sentence } from './dom.js';
import { evidenceList } from './evidence.js';

/** @param {Finding} finding */
function weight(finding) {
  if (finding.outcome === 'undecided') return 'undecided';
  return finding.outcome === 'warn' ? 'early sign' : finding.severity;
}

/**
 * @param {Finding} finding
 * @param {Report} report
 * @param {Host} host
 */
function article(finding, report, host) {
  return el('article', { class: 'finding', 'data-weight': weight(finding).replace(' ', '-') },
    el('header', {},
      el('h3', {}, finding.name),
      el('p', {},
        el('span', { class: 'weight' }, weight(finding)),
        el('code', { class: 'code' }, finding.code),
        report.groups.length > 1 && el('span', { class: 'entity' }, said(finding.entity)))),
    el('p', { class: 'says' }, sentence(finding.says)),
    evidenceList(finding.evidence, report.readings, host),
    finding.remedy.length > 0 && el('div', { class: 'remedy' },
      el('h4', {}, 'What to do'),
      el('ol', {}, ...finding.remedy.map((step) => el('li', {}, sentence(step))))),
    el('details', {}, el('summary', {}, 'Why it matters'), el('p', {}, sentence(finding.why))));
}

/**
 * @param {Report} report
 * @param {Host} host
 */
export function findings(report, host) {
  if (!report.findings.length) return null;
  return el('section', { class: 'findings' },
    el('h2', {}, 'Findings'),
    ...report.findings.map((finding) => article(finding, report, host)),
    el('p', { class: 'note' },
      'The code numbers are those of Synadia Insights’ public catalogue of checks; ',
      'the wording and the judgement are ours.'));
}
