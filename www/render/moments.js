/**
 * What was the case before: the report is about the newest moment only.
 *
 * @typedef {import('../types/report.js').Report} Report
 */

import { el, said, sentence } from './dom.js';
import { verdictIcon } from './icons.js';
import { clock, counted, day, verdictWords } from './words.js';

/** @param {Report} report */
export function moments(report) {
  if (report.moments.length < 2) return null;
  const now = report.moment ?? report.moments.length - 1;
  const item = (/** @type {Report['moments'][number]} */ moment, /** @type {number} */ index) =>
    el('li', { 'aria-current': index === now ? 'true' : undefined },
      el('p', { class: 'when' },
        moment.as_of === undefined ? 'time not known' : el('time', { datetime: moment.as_of }, clock(moment.as_of)),
        el('span', { class: 'facts' }, [
          moment.as_of === undefined ? '' : day(moment.as_of),
          counted(moment.readings, 'reading'),
          index === now ? 'the report above' : '',
        ].filter(Boolean).join(' · '))),
      ...moment.groups.map((group) => el('div', { class: 'then' },
        el('p', {},
          verdictIcon(group.verdict),
          el('strong', {}, verdictWords(group)),
          group.domain !== undefined && el('span', {}, ' (', said(group.domain), ')'),
          el('span', { class: 'says' }, ' ', sentence(group.says))),
        group.changes.length > 0 && el('ul', { class: 'changes' },
          ...group.changes.map((change) => el('li', {}, sentence(change)))))));
  return el('section', { class: 'moments' },
    el('h2', {}, 'Moments'),
    el('ol', { reversed: true }, ...report.moments.map(item).reverse()));
}
