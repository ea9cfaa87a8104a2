/**
 * How far the files are that are being read. What changes is changed in place: the focus stays where it is, and nothing
 * is announced at every step.
 *
 * @typedef {import('../reads.js').Read} Read
 * @typedef {import('../reads.js').Reads} Reads
 */

import { sizeWords } from '../size.js';
import { clip, el, said, visible } from './dom.js';
import { counted } from './words.js';

/** As many lines as fit on a screen beside a verdict. */
const MOST_LINES = 6;

/** @param {{ bytes: number, total: number, rate: number }} progress */
function words({ bytes, total, rate }) {
  if (!bytes) return `waits, ${sizeWords(total)}`;
  return `${sizeWords(bytes)} of ${sizeWords(total)}, ${sizeWords(rate)}/s`;
}

/**
 * @param {string} label
 * @param {Node} name
 * @param {HTMLElement | null} stop
 */
function line(label, name, stop) {
  const bar = el('progress', { 'aria-label': visible(label), max: 1 });
  const facts = el('span', { class: 'facts' });
  return {
    view: el('div', { class: 'pouring' }, el('p', { class: 'asked' }, name, facts), bar, stop),
    /** @param {{ bytes: number, total: number, rate: number }} progress */
    show(progress) {
      bar.max = Math.max(1, progress.total);
      bar.value = progress.bytes;
      const text = words(progress);
      if (facts.textContent !== text) facts.textContent = text;
    },
  };
}

/** @param {Read} read */
function fileLine({ source, stop }) {
  const label = visible(`Stop reading ${clip(source, 80)}`);
  const button = el('button', { type: 'button', class: 'remove', 'aria-label': label, title: label, click: stop }, '×');
  return line(`Reading ${clip(source, 80)}`, said(source), button);
}

/**
 * @param {HTMLElement} section Is hidden while nothing is read.
 * @param {HTMLElement} next Gets the focus when it was in the section, and nothing is left there.
 * @returns {(reads: Reads) => void} Shows how far they are.
 */
export function progressSection(section, next) {
  /** @type {Map<Read, ReturnType<typeof fileLine>>} */
  const lines = new Map();
  const title = el('h2', { id: 'reading-title' });
  const stopAll = el('button', { type: 'button', class: 'quiet' }, 'Stop all');
  const whole = line('Reading all files', el('span', {}, 'All of them'), null);
  const list = el('ul', { class: 'sources' });
  const more = el('p', { class: 'facts' });
  section.append(
    el('header', {}, title, stopAll), whole.view, list, more,
    el('p', { class: 'note' }, 'What is shown meanwhile is judged from what was read so far. Stopping keeps it.'));
  /** @type {Reads | undefined} */
  let shown;
  stopAll.addEventListener('click', () => shown?.stopAll());

  return (reads) => {
    shown = reads;
    const { all } = reads;
    const hadFocus = section.contains(document.activeElement);
    section.hidden = !all.length;
    // Those at work first, in the order they came.
    const first = [...all.filter(({ bytes }) => bytes), ...all.filter(({ bytes }) => !bytes)].slice(0, MOST_LINES);
    for (const [read, { view }] of lines) {
      if (first.includes(read)) continue;
      view.parentElement?.remove();
      lines.delete(read);
    }
    for (const read of first) {
      let one = lines.get(read);
      if (!one) {
        one = fileLine(read);
        lines.set(read, one);
        list.append(el('li', { class: 'source' }, one.view));
      }
      one.show(read);
    }
    const heading = `Reading ${counted(all.length, 'file')}`;
    if (title.textContent !== heading) title.textContent = heading;
    stopAll.hidden = whole.view.hidden = all.length < 2;
    whole.show(reads.whole);
    more.hidden = all.length <= first.length;
    more.textContent = `${all.length - first.length} more wait for their turn.`;
    // What had the focus is gone: the next thing to stop.
    if (hadFocus && !section.contains(document.activeElement)) (list.querySelector('button') ?? next).focus();
  };
}
