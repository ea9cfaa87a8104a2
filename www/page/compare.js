/**
 * What changed between two reports, on the page.
 *
 * @typedef {import('../share/compare.js').GroupChange} GroupChange
 * @typedef {import('../share/compare.js').Row} Row
 * @typedef {import('../types/report.js').Report} Report
 */

import { el, said, sentence } from '../render/dom.js';
import { compare } from '../share/compare.js';

/** @param {Row} row */
function line({ what, before, after }) {
  const changed = before !== after;
  return el('tr', { class: changed ? 'changed' : undefined },
    el('th', { scope: 'row' }, said(what, 40)),
    el('td', {}, sentence(before)),
    el('td', {}, changed ? el('strong', {}, sentence(after)) : sentence(after)),
    el('td', {}, changed ? 'changed' : 'same'));
}

/** @param {GroupChange} change */
function group({ name, says, rows }) {
  return el('section', {},
    el('h3', {}, said(name, 80)),
    says.length
      ? el('ul', {}, ...says.map((one) => el('li', {}, sentence(one))))
      : el('p', {}, 'Nothing changed: verdict, leader, peers and numbers are the same.'),
    rows.length > 0 && el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Before and after' },
      el('table', {},
        el('thead', {}, el('tr', {}, ...['', 'Before', 'After', 'Changed?'].map((head) =>
          (head ? el('th', { scope: 'col' }, head) : el('td', {}))))),
        el('tbody', {}, ...rows.map(line)))));
}

/**
 * @param {[name: string, report: Report]} before
 * @param {[name: string, report: Report]} after
 */
export function openComparison([beforeName, before], [afterName, after]) {
  const { groups, findings } = compare(before, after);
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('comparison'));
  const title = el('h2', { id: 'comparison-title', tabindex: -1 }, 'What changed');
  dialog.replaceChildren(
    el('header', {},
      el('div', {}, title, el('p', {}, 'From ', said(beforeName, 60), ' to ', said(afterName, 60), '.')),
      el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Close'))),
    el('div', { class: 'dialog-body' },
      ...groups.map(group),
      groups.length ? null : el('p', {}, 'Neither names a meta group.'),
      el('section', {},
        el('h3', {}, 'Findings'),
        findings.length
          ? el('ul', {}, ...findings.map((one) => el('li', {}, sentence(one))))
          : el('p', {}, 'The same checks find the same.'))));
  dialog.showModal();
  title.focus();
}
