/**
 * The answer, first and large.
 *
 * @typedef {import('../types/report.js').Group} Group
 */

import { el, said, sentence } from './dom.js';
import { verdictIcon } from './icons.js';
import { seats } from './seats.js';
import { MEANING, VERDICT, clock, contact, day } from './words.js';

/** @param {Group} group */
function whose(group) {
  const { domain, clusters, leader, as_of: asOf } = group;
  const parts = [
    'Meta group',
    domain !== undefined && el('span', {}, 'domain ', said(domain)),
    clusters.length > 0 && el('span', {}, clusters.length > 1 ? 'clusters ' : 'cluster ',
      said(clusters.join(', '), 120)),
    leader !== undefined && group.verdict === 'held' && el('span', {}, 'led by ', said(leader)),
    asOf !== undefined && day(asOf),
  ].filter(Boolean);
  return el('p', { class: 'whose' }, ...parts.flatMap((part, index) => (index ? [' · ', part] : [part])));
}

/** @param {Group} group */
function numbers(group) {
  const [first, ...rest] = contact(group);
  const parts = [first.charAt(0).toUpperCase() + first.slice(1), ...rest].map((part, index, all) => {
    const comma = index < all.length - 1 ? ', ' : '';
    // Held, and yet the next loss ends it: the one part of a good answer that must not be read over.
    const last = group.tolerance === 0 && index === all.length - 1;
    return last ? el('strong', {}, part) : `${part}${comma}`;
  });
  if (group.as_of !== undefined) parts.push(', as of ', el('time', { datetime: group.as_of }, clock(group.as_of)));
  return el('p', { class: 'contact' }, ...parts);
}

/**
 * @param {Group} group
 * @returns {HTMLElement}
 */
export function verdict(group) {
  const assumed = group.assumes.length > 0;
  const word = VERDICT[group.verdict];
  return el('header', { class: 'verdict', 'data-verdict': group.verdict, 'data-assumed': String(assumed) },
    verdictIcon(group.verdict),
    el('div', { class: 'answer' },
      whose(group),
      el('h2', { title: MEANING[group.verdict] }, assumed ? `${word}, ` : word, assumed && el('em', {}, 'assuming')),
      assumed && el('ul', { class: 'assumes' }, ...group.assumes.map((one) => el('li', {}, sentence(one)))),
      numbers(group),
      seats(group),
      group.says && el('p', { class: 'says' }, sentence(group.says)),
      group.rescue && el('p', { class: 'rescue' }, el('strong', {}, 'Rescue active: '),
        'the majority needed is lowered on purpose.')));
}
