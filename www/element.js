/**
 * `<quorate-report>`: a report on any page, kept up to date. Registering it is define.js's.
 *
 * @typedef {import('./types/report.js').Report} Report
 * @typedef {import('./types/report.js').Verdict} Verdict
 * @typedef {import('./originals.js').Input} Input
 * @typedef {import('./surface.js').State} State
 */

import { Triage, whatIf } from './core.js';
import { inputsIn } from './inputs-in.js';
import { Poll, addressesIn } from './poll.js';
import { styles } from './styles.js';
import { Surface } from './surface.js';

/** @import { QuorateReport as PublicElement } from './element.js' */

/** So many rounds are kept: the last of them decides, and the others tell since when. */
const KEPT_ROUNDS = 10;

const LOOK = ':host { block-size: 32rem; } :host([flow]) { block-size: auto; } :host([hidden]) { display: none; }';

/** Without a browser (a server that renders pages) the class can be imported, and no more. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @implements {Partial<PublicElement>} */
export class QuorateReport extends Base {
  static observedAttributes = ['src', 'every', 'timeout', 'expected', 'fresh', 'flow', 'thresholds'];

  /** For who bundles the wasm; else it is loaded from beside the module. @type {(() => BufferSource) | undefined} */
  static wasm;

  #surface;
  /** @type {Poll | undefined} */
  #poll;
  /** @type {MutationObserver | undefined} */
  #children;
  /** @type {Triage | undefined} */
  #triage;
  /** What it holds is not what is given now. */
  #isOutdated = false;
  /** Of `readings` and of the children. @type {Input[]} */
  #given = [];
  /** @type {Input[] | undefined} */
  #readings;
  /** Of each round, oldest first. @type {Input[][]} */
  #rounds = [];
  /** When the last answer came. @type {number | undefined} */
  #answered;
  /** @type {Report | null} */
  #report = null;
  /** It was given, not made. */
  #isFixed = false;
  /** @type {Map<string, Verdict>} */
  #verdicts = new Map();
  #isPlanned = false;
  #turn = Promise.resolve();

  constructor() {
    super();
    this.#surface = new Surface(this.attachShadow({ mode: 'open' }), {
      styles: [...styles, LOOK],
      original: (source) => this.#original(source),
      whatIf,
    });
  }

  connectedCallback() {
    for (const name of [...QuorateReport.observedAttributes, 'theme', 'readings', 'report']) this.#adopt(name);
    this.#children = new MutationObserver(() => this.#takeChildren());
    this.#children.observe(this, { childList: true, characterData: true, subtree: true });
    this.#takeChildren();
    this.#startPoll();
  }

  disconnectedCallback() {
    this.#children?.disconnect();
    this.#poll?.close();
    this.#poll = undefined;
    this.#surface.close();
  }

  /**
   * @param {string} name
   * @param {string | null} was
   * @param {string | null} is
   */
  attributeChangedCallback(name, was, is) {
    if (was === is) return;
    if (name === 'flow') this.#surface.flow = is !== null;
    else if (name === 'fresh') this.#show();
    else if (name === 'expected') this.#anew();
    else if (name === 'thresholds') {
      this.#triage = undefined;
      this.#anew();
    }
    else if (this.isConnected) this.#startPoll();
  }

  get readings() {
    return this.#readings ?? [];
  }

  set readings(readings) {
    this.#readings = [...readings];
    this.#isFixed = false;
    this.#takeChildren();
  }

  get report() {
    return this.#report;
  }

  set report(report) {
    this.#isFixed = report !== null;
    if (report) this.#come(report);
    else this.#anew();
  }

  get src() {
    return this.getAttribute('src') ?? '';
  }

  set src(addresses) {
    this.#reflect('src', addresses);
  }

  get every() {
    return this.#number('every') ?? 10;
  }

  set every(seconds) {
    this.#reflect('every', seconds);
  }

  get timeout() {
    return this.#number('timeout') ?? 5;
  }

  set timeout(seconds) {
    this.#reflect('timeout', seconds);
  }

  /** What is polled is stale after a minute; what was given is as old as it is. */
  get fresh() {
    return this.#number('fresh') ?? (this.src ? 60 : Infinity);
  }

  set fresh(seconds) {
    this.#reflect('fresh', seconds);
  }

  get expected() {
    return (this.getAttribute('expected') ?? '').split(/[\s,;]+/).filter(Boolean);
  }

  set expected(servers) {
    this.#reflect('expected', servers.join(' '));
  }

  get thresholds() {
    try {
      return JSON.parse(this.getAttribute('thresholds') ?? '{}');
    } catch (error) {
      throw new TypeError('thresholds must be JSON', { cause: error });
    }
  }

  set thresholds(thresholds) {
    this.#reflect('thresholds', JSON.stringify(thresholds));
  }

  get theme() {
    const theme = this.getAttribute('theme');
    return theme === 'light' || theme === 'dark' ? theme : 'auto';
  }

  set theme(theme) {
    this.#reflect('theme', theme);
  }

  get flow() {
    return this.hasAttribute('flow');
  }

  set flow(flow) {
    this.toggleAttribute('flow', flow);
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  #reflect(name, value) {
    if (value === null || value === undefined || value === '') this.removeAttribute(name);
    else this.setAttribute(name, String(value));
  }

  /** @param {string} name */
  #number(name) {
    const number = Number.parseFloat(this.getAttribute(name) ?? '');
    return number >= 0 ? number : undefined;
  }

  /** What a property was set to before this class was known hides the class's own. @param {string} name */
  #adopt(name) {
    if (!Object.hasOwn(this, name)) return;
    const self = /** @type {Record<string, any>} */ (/** @type {unknown} */ (this));
    const value = self[name];
    delete self[name];
    self[name] = value;
  }

  #takeChildren() {
    this.#given = [...inputsIn(this), ...this.#readings ?? []];
    this.#anew();
  }

  #startPoll() {
    this.#poll?.close();
    this.#poll = undefined;
    try {
      const urls = addressesIn(this.src, document.baseURI);
      if (!urls.length) return;
      this.#poll = new Poll({
        urls,
        every: this.every,
        timeout: this.timeout,
        asking: () => this.#surface.show({ kind: 'loading' }),
        round: (readings) => this.#takeRound(readings),
      });
    } catch (error) {
      this.#trouble(error);
    }
  }

  /** @param {Input[]} readings */
  #takeRound(readings) {
    if (readings.some(({ error }) => error === undefined)) this.#answered = Date.now();
    this.#rounds.push(readings);
    const dropped = this.#rounds.length > KEPT_ROUNDS ? this.#rounds.shift() ?? [] : [];
    return this.#judge((triage) => {
      for (const reading of readings) triage.add(reading);
      for (const { source } of dropped) triage.remove(source);
    });
  }

  /** All of it is judged again, once for all that is set in one go. */
  #anew() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      this.#isOutdated = true;
      if (this.#isFixed) return;
      if (this.#given.length + this.#rounds.length) void this.#judge();
      else this.#show();
    });
  }

  /** @param {(triage: Triage) => void} [change] */
  #judge(change) {
    this.#turn = this.#turn.then(async () => {
      const { expected, thresholds } = this;
      const triage = this.#triage ?? await Triage.create({ thresholds, wasm: QuorateReport.wasm?.() });
      if (triage === this.#triage && !this.#isOutdated) change?.(triage);
      else this.#fill(triage, expected);
      this.#triage = triage;
      if (!this.#isFixed) this.#come(triage.report());
    }).catch((error) => {
      this.#triage = undefined;
      this.#trouble(error);
    });
    return this.#turn;
  }

  /**
   * @param {Triage} triage
   * @param {string[]} expected
   */
  #fill(triage, expected) {
    this.#isOutdated = false;
    triage.clear();
    triage.expect(expected);
    for (const input of [...this.#given, ...this.#rounds.flat()]) triage.add(/** @type {any} */ (input));
  }

  /** @param {Report} report */
  #come(report) {
    this.#report = report;
    this.#show();
    this.#send('quorate-report', { report });
    const verdicts = new Map(report.groups.map((group) => [group.domain ?? '', group]));
    const was = this.#verdicts;
    this.#verdicts = new Map([...verdicts].map(([domain, { verdict }]) => [domain, verdict]));
    for (const [domain, group] of verdicts) {
      const oldVerdict = was.get(domain) ?? null;
      const { verdict } = group;
      if (oldVerdict !== verdict) this.#send('quorate-verdict', { oldVerdict, verdict, group, report });
    }
  }

  #show() {
    const report = this.#report;
    if (!report || (!this.#isFixed && this.#given.length + this.#rounds.length === 0)) {
      this.#report = null;
      this.#surface.show(this.#poll ? { kind: 'loading' } : { kind: 'empty' });
      return;
    }
    const round = this.#rounds.at(-1) ?? [];
    const unanswered = round.filter(({ error }) => error !== undefined).length;
    const notes = unanswered ? [`${unanswered} of ${round.length} questions of the last round were not answered.`] : [];
    const fresh = Number.isFinite(this.fresh) ? this.fresh : undefined;
    this.#surface.show({ kind: 'report', report, at: this.#isFixed ? undefined : this.#answered, fresh, notes });
  }

  /** @param {unknown} error */
  #trouble(error) {
    this.#report = null;
    this.#surface.show({ kind: 'trouble', error });
    this.#send('quorate-error', { error });
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #send(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** @param {string} source */
  #original(source) {
    const input = [...this.#given, ...this.#rounds.flat()].find((one) => one.source === source);
    const { body } = input ?? {};
    const isParsed = typeof body === 'object' && body !== null && !ArrayBuffer.isView(body);
    // The core reads an object as it is written; so it is shown.
    return input && isParsed ? { ...input, body: JSON.stringify(body) } : input;
  }
}
