/**
 * Where a report is kept on screen: draws into a shadow root, whoever's it is, from 200 x 120 px to a whole wall. Knows
 * neither the wasm nor where readings come from.
 *
 * @typedef {import('./types/report.js').Evidence} Evidence
 * @typedef {import('./types/report.js').Outlook} Outlook
 * @typedef {import('./types/report.js').Report} Report
 * @typedef {import('./originals.js').Input} Input
 * @typedef {import('./render/way-out.js').WaysOut} WaysOut
 *
 * @typedef {object} Loading What was shown before stays, and a word says that it is being asked again.
 * @property {'loading'} kind
 *
 * @typedef {object} Empty No readings: never green.
 * @property {'empty'} kind
 * @property {string} [word] `No readings` by default.
 * @property {string} [says] What there is instead, and what is wanted.
 *
 * @typedef {object} Judged
 * @property {'report'} kind
 * @property {Report} report
 * @property {number} [at] When its newest reading came, in ms since 1970; by default what the report says itself.
 * @property {number} [fresh] From how many seconds on it is stale; by default never.
 * @property {string[]} [notes] Sentences of the host: what did not answer, say.
 *
 * @typedef {object} Trouble
 * @property {'trouble'} kind
 * @property {unknown} error
 *
 * @typedef {Loading | Empty | Judged | Trouble} State
 *
 * @typedef {object} SurfaceHost
 * @property {string[]} styles The texts of render/*.css.
 * @property {(source: string) => Promise<Input | undefined> | Input | undefined} [original] What was given as `source`.
 * @property {(report: Report, without: string[]) => Outlook[]} [whatIf]
 * @property {WaysOut} [wayOut] What was done so far of the ways out.
 * @property {boolean} [flow] As tall as the whole report, instead of filling the box it is in.
 */

import { el, sentence } from './render/dom.js';
import { blank, glance, worstGroup } from './render/glance.js';
import { link } from './render/link.js';
import { refresh } from './render/refresh.js';
import { errorsList, readingsList, renderReport, spoken } from './render/report.js';
import { counted } from './render/words.js';
import { openSource, sourceDialog } from './source-dialog.js';
import { wear } from './wear.js';
import { troubleOf } from './trouble.js';

/** @param {Judged} judged */
function momentOf({ report, at }) {
  const times = report.groups.map(({ as_of: asOf }) => Date.parse(asOf ?? '')).filter((time) => !Number.isNaN(time));
  return at ?? (times.length ? Math.max(...times) : undefined);
}

export class Surface {
  #host;
  #frame;
  #announced = el('p', { class: 'unseen', role: 'status' });
  #glance = el('div', { class: 'glance', part: 'glance' });
  #report = el('div', { class: 'report' });
  #dialog = sourceDialog();
  #whole;
  /** @type {State} */
  #state = { kind: 'loading' };
  #drawn = '';
  #told = '';
  #stales = 0;
  /** @type {(() => void) | undefined} */
  #undrawn;

  /**
   * @param {ShadowRoot} root
   * @param {SurfaceHost} host
   */
  constructor(root, host) {
    this.#host = host;
    const close = () => this.#whole.hidePopover();
    this.#whole = el('div', { class: 'whole', part: 'report', popover: 'auto', role: 'group', 'aria-label': 'Report' },
      el('button', { type: 'button', class: 'quiet close', click: close }, 'Close'), this.#report, this.#dialog);
    const details = el('button', {
      type: 'button', class: 'quiet details', part: 'details', click: () => this.#showWhole(),
    }, el('span', {}, 'Details'));
    // Who read it with the keyboard goes on where it was opened.
    let isRead = false;
    this.#whole.addEventListener('beforetoggle', () => { isRead = this.#whole.contains(root.activeElement); });
    this.#whole.addEventListener('toggle', ({ newState }) => {
      if (newState === 'closed' && isRead) details.focus();
    });
    this.#frame = el('div', { class: 'surface', part: 'surface', 'data-flow': String(host.flow === true) },
      this.#announced,
      el('div', { class: 'brief' }, this.#glance, details),
      this.#whole,
      el('p', { class: 'asking', 'aria-hidden': 'true' }, 'asking again …'));
    link(this.#report);
    wear(root, host.styles);
    root.append(this.#frame);
    // A box that grows may come to show it.
    new ResizeObserver(() => this.#drawWhole()).observe(this.#whole);
    this.#draw();
  }

  /** Whether it is as tall as the whole report. @param {boolean} flow */
  set flow(flow) {
    this.#frame.dataset.flow = String(flow);
  }

  /** @param {State} state */
  show(state) {
    const { dataset } = this.#frame;
    const keeps = state.kind === 'loading' && this.#state.kind !== 'loading';
    dataset.asking = String(keeps);
    if (keeps) return;
    this.#state = state;
    this.#draw();
  }

  /** Nothing is left that would wake it. */
  close() {
    clearTimeout(this.#stales);
  }

  #draw() {
    clearTimeout(this.#stales);
    const state = this.#state;
    const { dataset } = this.#frame;
    const isStale = state.kind === 'report' && this.#watchAge(state);
    const group = state.kind === 'report' ? worstGroup(state.report) : undefined;
    dataset.state = state.kind;
    dataset.stale = String(isStale);
    this.#mark('verdict', group?.verdict);
    this.#mark('assumed', group && String(group.assumes.length > 0));
    this.#mark('thin', group && String(group.tolerance === 0));
    // The same again is not even made.
    const said = state.kind === 'trouble' ? String(state.error) : JSON.stringify(state);
    const drawn = `${isStale} ${Boolean(this.#host.whatIf)} ${said}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (state.kind === 'report') this.#drawReport(state, isStale);
    else this.#drawBlank(state);
  }

  /**
   * @param {string} name
   * @param {string} [value]
   */
  #mark(name, value) {
    if (value === undefined) delete this.#frame.dataset[name];
    else this.#frame.dataset[name] = value;
  }

  /**
   * Whether it is stale, and when it will be.
   *
   * @param {Judged} judged
   */
  #watchAge(judged) {
    const at = momentOf(judged);
    const { fresh } = judged;
    if (fresh === undefined || at === undefined) return false;
    const left = at + fresh * 1000 - Date.now();
    if (left < 0) return true;
    // A timer takes no more than this.
    this.#stales = window.setTimeout(() => this.#draw(), Math.min(left + 1, 2 ** 31 - 1));
    return false;
  }

  /**
   * @param {Judged} judged
   * @param {boolean} isStale
   */
  #drawReport({ report, fresh = 0, notes = [] }, isStale) {
    const stale = isStale && el('p', { class: 'stale' }, el('strong', {}, 'Stale'),
      el('span', {}, `: nothing newer for more than ${fresh} s. This is what was the case then.`));
    const others = [
      ...notes.map((note) => el('p', { class: 'notice' }, sentence(note))),
      report.errors.length > 0 &&
        el('p', { class: 'notice' }, `${counted(report.errors.length, 'text')} could not be read.`),
    ].filter((one) => one !== false);
    const { wayOut } = this.#host;
    wayOut?.follow(report);
    const host = { show: this.#source(report), whatIf: this.#whatIf(report), wayOut };
    refresh(this.#glance, glance(report, { stale, others }));
    this.#undrawn = () => {
      const read = [errorsList(report, host), readingsList(report, host)].filter((part) => part !== null);
      refresh(this.#report, [
        el('div', { class: 'notes' }, ...[stale, ...others].flatMap((one) => (one ? [one.cloneNode(true)] : []))),
        ...renderReport(report, host).childNodes,
        ...read.length ? [el('section', { class: 'read' }, el('details', { class: 'more' },
          el('summary', {}, `What was read: ${counted(report.readings.length, 'reading')}`), ...read))] : [],
      ]);
    };
    // In a small box nobody sees it, and most refreshes are over without it.
    if (!this.#frame.isConnected || this.#whole.checkVisibility()) this.#drawWhole();
    // The words of a verdict change with every reading; it is told when the verdict itself does.
    const verdicts = report.groups.map(({ domain, verdict, assumes }) => [domain, verdict, assumes.length > 0]);
    const words = report.groups.map(spoken).join(' ') || 'No meta group in what was read.';
    this.#tell(JSON.stringify([verdicts, isStale]), isStale ? `Stale. ${words}` : words);
  }

  #showWhole() {
    this.#drawWhole();
    this.#whole.showPopover();
  }

  /** All of the report, where it is seen, or is about to be. */
  #drawWhole() {
    this.#undrawn?.();
    this.#undrawn = undefined;
  }

  /** @param {Loading | Empty | Trouble} state */
  #drawBlank(state) {
    this.#undrawn = undefined;
    this.#report.replaceChildren();
    if (this.#whole.matches(':popover-open')) this.#whole.hidePopover();
    const { kind, word, says, detail } = wordsOf(state);
    refresh(this.#glance, blank(kind, word, says, detail && el('pre', {}, detail)));
    this.#tell(word + says, state.kind === 'loading' ? '' : `${word}. ${says}`);
  }

  /**
   * @param {string} what The same is not told twice.
   * @param {string} words
   */
  #tell(what, words) {
    if (what === this.#told) return;
    this.#told = what;
    this.#announced.textContent = words;
  }

  /** @param {Report} report */
  #source(report) {
    const { original } = this.#host;
    if (!original) return undefined;
    return async (/** @type {Evidence} */ evidence) => {
      const reading = report.readings[evidence.reading];
      await openSource(this.#dialog, evidence, reading, await original(reading.source));
    };
  }

  /** @param {Report} report */
  #whatIf(report) {
    const { whatIf } = this.#host;
    return whatIf && ((/** @type {string[]} */ without) => whatIf(report, without));
  }
}

/**
 * @param {Loading | Empty | Trouble} state
 * @returns {{ kind: 'nothing' | 'trouble', word: string, says: string, detail?: string }}
 */
function wordsOf(state) {
  if (state.kind === 'loading') return { kind: 'nothing', word: 'Loading', says: 'The servers’ answers are awaited.' };
  if (state.kind === 'trouble') return { kind: 'trouble', word: 'In trouble', ...troubleOf(state.error) };
  const { word = 'No readings', says = 'Nothing was read yet, so nothing is known about the servers.' } = state;
  return { kind: 'nothing', word, says };
}
