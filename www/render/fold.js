/** A hundred rows, or names, are not read: the telling ones are shown, and the rest where they are asked for. */

import { el, said, sentence } from './dom.js';

/** From so many on. */
export const MANY = 20;
/** So many are shown even so. */
const SHOWN = 12;

/**
 * @template T
 * @param {T[]} items The most telling first.
 * @param {(item: T) => HTMLTableRowElement} row
 * @param {number} columns
 * @param {string} what `peers`
 * @returns {HTMLTableRowElement[]}
 */
export function foldedRows(items, row, columns, what) {
  if (items.length <= MANY) return items.map(row);
  const rest = items.slice(SHOWN);
  const more = el('tr', { role: 'row', class: 'rest' }, el('td', { role: 'cell', colspan: columns }, el('button', {
    type: 'button', class: 'link', 'aria-expanded': 'false',
    click: () => {
      const rows = rest.map(row);
      more.replaceWith(...rows);
      // Who pressed it reads on from here.
      rows[0].tabIndex = -1;
      rows[0].focus();
    },
  }, `Show the other ${rest.length} ${what}`)));
  return [...items.slice(0, SHOWN).map(row), more];
}

/**
 * A sentence with the first of its names, and below it all of them.
 *
 * @param {import('./few-names.js').Told} told
 */
export function foldedNames({ says, all }) {
  return [
    el('p', {}, sentence(says)),
    all.length > 0 && el('details', { class: 'more' },
      el('summary', {}, `All ${all.length}`),
      el('p', {}, ...all.flatMap((name, index) => [index ? ', ' : '', said(name)]))),
  ];
}
