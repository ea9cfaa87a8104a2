/**
 * Reports that were saved and given back: each can be looked at, and compared with another or with what is read now.
 *
 * @typedef {import('../intake.js').Given} Given
 * @typedef {import('../redact.js').Text} Text
 * @typedef {import('../share/link.js').Unopened} Trouble
 * @typedef {import('../types/report.js').Report} Report
 *
 * @typedef {Given & Partial<Omit<Text, 'body'>>} Read
 * @typedef {object} Sorted
 * @property {Read[]} given
 * @property {string[]} [expected] Names of servers, where readings bring them along.
 * @property {{ source: string, what: string, remedy: string }[]} troubles
 */

import { el, said } from '../render/dom.js';
import { renderReport } from '../render/report.js';
import { clock, day, verdictWords } from '../render/words.js';
import { inTime } from '../share/compare.js';
import { Unopened, savedIn } from '../share/saved.js';
import { openComparison } from './compare.js';

/** A page may carry this much, see share/readings.js, and is then as large as that, or larger. */
const MOST = 128 * 1024 * 1024;
const NOW = 'What is read now';

/**
 * @param {Given} given
 * @returns {Promise<string | undefined>} Its text, where it may be what Quorate wrote.
 */
async function textIn({ body, file }) {
  if (typeof body === 'string') return body;
  const head = body?.subarray(0, 2000) ?? (await file?.slice(0, 2000).arrayBuffer());
  const start = new TextDecoder().decode(head);
  if (!/quorate/i.test(start)) return undefined;
  if (body) return new TextDecoder().decode(body);
  return file && file.size <= MOST ? file.text() : undefined;
}

/** @param {Report} report */
function inShort({ groups }) {
  const [worst] = groups;
  if (!worst) return 'No meta group';
  const asOf = worst.as_of === undefined ? '' : `, as of ${clock(worst.as_of)}, ${day(worst.as_of)}`;
  return `${verdictWords(worst)}${asOf}`;
}

export class SavedReports {
  #place;
  #changed;
  /** @type {Map<string, Report>} */
  #all = new Map();
  /** Shown in place of what is read now. @type {string | undefined} */
  #shown;
  /** @type {Report | undefined} */
  #now;

  /**
   * @param {HTMLElement} place
   * @param {() => void} changed
   */
  constructor(place, changed) {
    this.#place = place;
    this.#changed = changed;
  }

  /** @returns {Report | undefined} */
  get shown() {
    return this.#shown === undefined ? undefined : this.#all.get(this.#shown);
  }

  get size() {
    return this.#all.size;
  }

  /**
   * @param {string} name
   * @param {Report} report
   */
  keep(name, report) {
    let free = name;
    for (let copy = 2; this.#all.has(free); copy += 1) free = `${name} (${copy})`;
    this.#all.set(free, report);
    return free;
  }

  /** What is read now is to be seen again. */
  step() {
    this.#shown = undefined;
  }

  /**
   * Takes the saved reports out of what is given, and readings out of what carries them.
   *
   * @param {Given[]} all
   * @returns {Promise<Sorted>}
   */
  async sort(all) {
    /** @type {Sorted} */
    const sorted = { given: [], troubles: [] };
    for (const one of all) await this.#sortOne(one, sorted);
    return sorted;
  }

  /**
   * @param {Given} one
   * @param {Sorted} sorted
   */
  async #sortOne(one, sorted) {
    const { given, troubles } = sorted;
    try {
      const text = await textIn(one);
      const saved = text === undefined ? undefined : await savedIn(text);
      if (!saved) {
        given.push(one);
      } else if ('report' in saved) {
        // Whoever may have written it: what cannot be shown is not taken.
        renderReport(saved.report);
        this.#shown = this.keep(one.source || 'pasted report', saved.report);
      } else {
        given.push(...saved.readings.inputs);
        sorted.expected = [...(sorted.expected ?? []), ...saved.readings.expected];
      }
    } catch (error) {
      const { what, remedy } = error instanceof Unopened ? error
        : { what: 'A saved report that cannot be shown', remedy: 'Ask for it again' };
      troubles.push({ source: one.source || 'what was pasted', what, remedy });
    }
  }

  /** @param {Report | undefined} now What is read, if anything is. */
  draw(now) {
    this.#now = now;
    this.#place.hidden = this.#all.size === 0;
    if (this.#place.hidden) return this.#place.replaceChildren();
    this.#place.replaceChildren(
      el('h2', { id: 'saved-title' }, 'Saved reports'),
      el('ul', { class: 'sources' }, ...[...this.#all].map(([name, report]) => this.#item(name, report))),
      this.#comparing() ?? '');
  }

  /**
   * @param {string} name
   * @param {Report} report
   */
  #item(name, report) {
    const isShown = name === this.#shown;
    const show = () => {
      this.#shown = isShown ? undefined : name;
      this.#changed();
    };
    const remove = () => {
      this.#all.delete(name);
      if (isShown) this.#shown = undefined;
      this.#changed();
      const next = /** @type {HTMLElement | null} */ (this.#place.querySelector('button'));
      (next ?? document.getElementById('intake'))?.focus();
    };
    return el('li', { class: 'source single' },
      el('div', {},
        el('p', { class: 'asked' }, said(name)),
        el('p', { class: 'told' }, inShort(report)),
        isShown && !this.#now ? null
          : el('button', { type: 'button', class: 'quiet', 'aria-pressed': String(isShown), click: show },
            isShown ? 'Back to what is read now' : 'Show')),
      el('button', {
        type: 'button', class: 'remove', 'aria-label': `Remove ${name}`, title: `Remove ${name}`, click: remove,
      }, '×'));
  }

  #comparing() {
    /** @type {[string, Report][]} */
    const all = [...this.#all];
    if (this.#now) all.push([NOW, this.#now]);
    if (all.length < 2) {
      return el('p', { class: 'note' }, 'Add a second one, or readings, to see what changed between them.');
    }
    const [[, first], [, second]] = all.slice(-2);
    const isTurned = inTime(first, second)[0] !== first;
    const field = (/** @type {string} */ label, /** @type {number} */ chosen) => {
      const options = all.map(([name, report], at) =>
        el('option', { value: at, selected: at === chosen }, `${name}: ${inShort(report)}`));
      const select = el('select', {}, ...options);
      return { select, row: el('label', {}, label, select) };
    };
    const [last, other] = [all.length - 1, all.length - 2];
    const before = field('Before', isTurned ? last : other);
    const after = field('After', isTurned ? other : last);
    const run = () => {
      const [a, b] = [before, after].map(({ select }) => all[Number(select.value)]);
      openComparison(a, b);
    };
    return el('div', { class: 'comparing' }, before.row, after.row,
      el('button', { type: 'button', click: run }, 'Compare'));
  }
}

/** @param {Report} report */
export function savedNotice(report) {
  return el('p', { class: 'notice' },
    el('strong', {}, 'A saved report: '), `${inShort(report)}. `,
    'What it was judged from is not in it, so its evidence cannot be opened; what if still works.');
}

