/**
 * The answer, first and large.
 *
 * @typedef {import('../types/report.js').Group} Group
 */

import { el, said, sentence } from './dom.js';
import { fewOf } from './few-names.js';
import { foldedNames } from './fold.js';
import { verdictIcon } from './icons.js';
import { seats } from './seats.js';
import { MEANING, VERDICT, atLeast, clock, day, groupName } from './words.js';

/** @param {Group} group */
function whose(group) {
  const { domain, clusters, leader, as_of: asOf, led_for_s: led = 0 } = group;
  const parts = [
    'Meta group',
    domain !== undefined && el('span', {}, 'domain ', said(domain)),
    clusters.length > 0 && el('span', {}, clusters.length > 1 ? 'clusters ' : 'cluster ',
      said(clusters.join(', '), 120)),
    leader !== undefined && group.verdict === 'held' && el('span', {}, 'led by ', said(leader),
      led >= 1 && ` for ${atLeast(led)}`),
    asOf !== undefined && day(asOf),
  ].filter(Boolean);
  return el('p', { class: 'whose' }, ...parts.flatMap((part, index) => (index ? [' · ', part] : [part])));
}

/**
 * What the answer rests on, after it: of many names the first, and the others where they are asked for.
 *
 * @param {Group} group
 */
function assumptions(group) {
  const few = fewOf(group);
  return [
    el('p', { class: 'label' }, 'Assuming that'),
    el('ul', { class: 'assumes' }, ...group.assumes.map((one) => el('li', {}, ...foldedNames(few(one))))),
  ];
}

/**
 * @param {Group} group
 * @returns {HTMLElement}
 */
export function verdict(group) {
  const assumed = group.assumes.length > 0;
  const { as_of: asOf, leaderless_for_s: leaderless = 0 } = group;
  const word = VERDICT[group.verdict];
  // Held, and yet the next loss ends it: a good answer that must not be read over.
  const thin = group.tolerance === 0;
  const marks = { 'data-verdict': group.verdict, 'data-assumed': String(assumed), 'data-thin': String(thin) };
  return el('header', { class: 'verdict', ...marks },
    verdictIcon(group.verdict),
    el('div', { class: 'answer' },
      whose(group),
      el('h2', { title: MEANING[group.verdict] }, assumed ? `${word}, ` : word, assumed && el('em', {}, 'assuming')),
      el('p', { class: 'says' },
        sentence(group.says),
        ' ',
        leaderless >= 1 && `Nobody has led it for ${atLeast(leaderless)}. `,
        asOf !== undefined && el('span', {}, 'As of ', el('time', { datetime: asOf }, clock(asOf)), '.')),
      ...assumed ? assumptions(group) : [],
      seats(group),
      group.rescue && el('p', { class: 'rescue' }, el('strong', {}, 'Rescue active: '),
        'the majority needed is lowered on purpose.')));
}

/**
 * The same for who listens: once, in one breath.
 *
 * @param {Group} group
 */
export function spoken(group) {
  const few = fewOf(group);
  const assuming = group.assumes.length ? `, assuming: ${group.assumes.map((one) => few(one).says).join('; ')}` : '';
  const asOf = group.as_of === undefined ? '' : ` As of ${clock(group.as_of)}.`;
  return `${groupName(group.domain)}: ${group.verdict}${assuming}. ${group.says}${asOf}`;
}
