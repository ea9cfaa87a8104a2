/**
 * A source document with line numbers and one place in it marked. Only the lines around the mark are made at first:
 * a hundred megabytes open as fast as a hundred lines.
 */

import { counted } from './words.js';
import { el, visible } from './dom.js';

const AROUND = 150;
const STEP = 1000;
/** A document may be one line of a megabyte. */
const WIDEST = 4000;

/**
 * @typedef {object} Excerpt
 * @property {string} text The whole document.
 * @property {number} [firstLine] The number of its first line in the source, where it is known.
 * @property {{ start: number, end: number }} [mark]
 */

/**
 * One line, as pieces of text and mark. What is far from the mark in an overlong line is left out.
 *
 * @param {string} line
 * @param {number} start Where the mark begins in it; beyond its end when it does not.
 * @param {number} end
 */
function pieces(line, start, end) {
  const from = Math.max(0, Math.min(start, line.length) - WIDEST / 2);
  const to = Math.min(line.length, Math.max(from + WIDEST, Math.min(end, start + WIDEST)));
  const cut = (/** @type {number} */ a, /** @type {number} */ b) =>
    visible(line.slice(Math.min(Math.max(a, from), to), Math.min(Math.max(b, from), to)));
  return [
    from > 0 && `… (${counted(from, 'character')}) `,
    cut(0, start),
    end > start && start < line.length && el('mark', {}, cut(start, end)),
    cut(Math.max(start, end), line.length),
    to < line.length && ` … (${counted(line.length - to, 'character')})`,
  ];
}

/**
 * @param {Excerpt} excerpt
 * @returns {{ view: HTMLElement, reveal: () => void }} `reveal` scrolls to the mark, once the view is on a page.
 */
export function sourceView({ text, firstLine, mark }) {
  const lines = text.split('\n');
  /** Where each line begins. */
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const lineAt = (/** @type {number} */ at) => {
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const [markedFrom, markedTo] = mark ? [lineAt(mark.start), lineAt(Math.max(mark.start, mark.end - 1))] : [0, -1];

  const row = (/** @type {number} */ index) => {
    const line = lines[index].replace(/\r$/, '');
    const inside = mark !== undefined && index >= markedFrom && index <= markedTo;
    const start = inside ? Math.max(0, mark.start - starts[index]) : line.length;
    const end = inside ? Math.min(line.length, mark.end - starts[index]) : line.length;
    return el('div', { class: inside ? 'row marked' : 'row' },
      el('span', { class: 'number', 'data-line': firstLine === undefined ? undefined : firstLine + index }),
      el('code', {}, ...pieces(line, start, end)));
  };

  let [from, to] = [Math.max(0, markedFrom - AROUND), Math.min(lines.length, markedFrom + AROUND)];
  const rows = el('div', { class: 'rows' });
  const add = (/** @type {number} */ a, /** @type {number} */ b, /** @type {'append' | 'prepend'} */ where) =>
    rows[where](...Array.from({ length: b - a }, (_, offset) => row(a + offset)));
  const more = (/** @type {() => void} */ grow) => el('button', { type: 'button', class: 'quiet fold', click: grow });
  const above = more(() => {
    const next = Math.max(0, from - STEP);
    add(next, from, 'prepend');
    from = next;
    label();
  });
  const below = more(() => {
    const next = Math.min(lines.length, to + STEP);
    add(to, next, 'append');
    to = next;
    label();
  });
  const label = () => {
    above.hidden = from === 0;
    below.hidden = to === lines.length;
    above.textContent = `Show ${counted(Math.min(STEP, from), 'line')} above`;
    below.textContent = `Show ${counted(Math.min(STEP, lines.length - to), 'line')} below`;
  };
  add(from, to, 'append');
  label();
  const frame = { class: 'source-view', tabindex: 0, role: 'region', 'aria-label': 'Source document' };
  const view = el('div', frame, above, rows, below);
  const reveal = () => view.querySelector('mark')?.scrollIntoView({ block: 'center' });
  return { view, reveal };
}
