/**
 * Takes the report away: as Markdown, as a page, as JSON, as a link; with its names, or without.
 *
 * @typedef {import('../originals.js').Input} Input
 * @typedef {import('../redact.js').Readings} Readings
 * @typedef {import('../redact/plan.js').Replaced} Replaced
 * @typedef {import('../types/report.js').Report} Report
 *
 * @typedef {object} Kept What is taken away.
 * @property {Report} report
 * @property {Readings} [readings] Not of a saved report.
 * @property {boolean} redacted
 *
 * @typedef {object} Sharing What the page gives.
 * @property {() => Promise<Report>} report
 * @property {() => Iterable<Input>} inputs None where a saved report is shown.
 * @property {() => string[]} expected
 * @property {(readings: Readings) => Promise<Report>} judge
 * @property {(report: Report) => void} keep For a comparison.
 */

import { redact } from '../redact.js';
import { KIND_WORDS } from '../redact/kinds.js';
import { clip, el, visible } from '../render/dom.js';
import { counted, earlierWords, readingsJudged, verdictWords } from '../render/words.js';
import { reportPage } from '../share/html.js';
import { LONGEST, fragmentOf } from '../share/link.js';
import { markdown } from '../share/markdown.js';
import { fileName } from '../share/name.js';
import { textsOf } from '../share/readings.js';
import { sizeWords } from '../size.js';

/** @param {string} text @param {string} name @param {string} type */
function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** All look of the page, as it stands in its sheets: asked of nobody. */
function pageLook() {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n');
}

/**
 * @param {string} name
 * @param {string} says
 * @param {...(Node | null)} parts
 */
function form(name, says, ...parts) {
  return el('li', {}, el('h3', {}, name), el('p', {}, says), el('div', { class: 'choices' }, ...parts));
}

/** @param {string} label @param {string} name @param {() => void} click */
function button(label, name, click) {
  return el('button', { type: 'button', class: 'quiet', 'aria-label': `${label}: ${name}`, click }, label);
}

/** @param {Replaced[]} replaced */
function preview(replaced) {
  const most = 500;
  const rows = replaced.slice(0, most).map(({ kind, name, stands }) =>
    el('tr', {},
      el('td', {}, KIND_WORDS[kind]),
      el('td', {}, el('bdi', {}, visible(clip(name, 80)))),
      el('td', {}, stands)));
  return el('details', { class: 'replaced' },
    el('summary', {}, `What is replaced: ${counted(replaced.length, 'name')}`),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'What is replaced' },
      el('table', {},
        el('thead', {}, el('tr', {}, ...['What', 'Was', 'Becomes'].map((head) => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, ...rows))),
    replaced.length > most && el('p', { class: 'note' }, `And ${replaced.length - most} more.`));
}

/** @param {Report} a @param {Report} b */
function judgedAlike(a, b) {
  const told = ({ groups, findings } = a) => JSON.stringify([
    groups.map(({ verdict, size, needed, margin }) => [verdict, size, needed, margin]),
    findings.map(({ code, outcome }) => `${code} ${outcome}`).sort(),
  ]);
  return told(a) === told(b);
}

export class Share {
  #dialog;
  #page;
  /** @type {Kept | undefined} */
  #plain;
  /** @type {(Kept & { replaced: Replaced[] }) | undefined} */
  #redacted;
  /** @type {string[]} */
  #left = [];

  /**
   * @param {HTMLDialogElement} dialog
   * @param {Sharing} page
   */
  constructor(dialog, page) {
    this.#dialog = dialog;
    this.#page = page;
  }

  async open() {
    const report = await this.#page.report();
    const given = [...this.#page.inputs()];
    const { inputs, left } = await textsOf(given);
    const isWhole = given.length > 0 && !left.length;
    this.#left = left;
    const readings = isWhole ? { inputs, expected: this.#page.expected() } : undefined;
    this.#plain = { report, readings, redacted: false };
    this.#redacted = undefined;
    this.#draw(this.#plain);
    this.#dialog.showModal();
    /** @type {HTMLElement} */ (this.#dialog.querySelector('h2')).focus();
  }

  /** @param {boolean} wanted */
  async #choose(wanted) {
    const { readings, report } = /** @type {Kept} */ (this.#plain);
    if (wanted && readings && !this.#redacted) {
      const { replaced, ...rest } = redact(readings, report);
      this.#redacted = { report: await this.#page.judge(rest), readings: rest, redacted: true, replaced };
    }
    this.#draw(/** @type {Kept} */ (wanted ? this.#redacted : this.#plain));
    /** @type {HTMLElement | null} */ (this.#dialog.querySelector('#redact'))?.focus();
  }

  /** @param {Kept} kept */
  #draw(kept) {
    const told = el('p', { class: 'told', role: 'status' });
    const tell = (/** @type {string} */ words) => { told.textContent = words; };
    const saved = (/** @type {string} */ ending, /** @type {string} */ type, /** @type {string} */ text) => {
      const name = fileName(kept.report, ending);
      save(text, name, type);
      tell(`Saved as ${name}.`);
    };
    const { report, readings, redacted } = kept;
    const json = JSON.stringify(report, null, 2);
    const channel = markdown(report, redacted);
    const page = reportPage({ report, readings, redacted, css: pageLook() });
    this.#dialog.replaceChildren(
      el('header', {},
        el('div', {},
          el('h2', { id: 'sharing-title', tabindex: -1 }, 'Share or save'),
          el('p', {}, this.#what(report))),
        el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Close'))),
      el('div', { class: 'dialog-body' },
        this.#names(kept),
        told,
        el('ul', { class: 'forms' },
          form('Text for a channel', `Markdown: the verdict, why, and the way out, in ${sizeWords(channel.length)}.`,
            button('Copy', 'text for a channel', () => void this.#copy(channel, tell)),
            button('Save', 'text for a channel', () => saved('md', 'text/markdown', channel))),
          form('Page', `One file to look at in any browser, ${sizeWords(page.length)}. ${readings
            ? 'The readings are in it: dropped here it is judged anew.' : 'The readings are not in it.'}`,
          button('Save', 'page', () => saved('html', 'text/html', page))),
          form('Report', `JSON for programs, ${sizeWords(json.length)}. Dropped here it is shown or compared.`,
            button('Save', 'report', () => saved('json', 'application/json', json))),
          this.#link(kept, tell),
          form('Compare', 'Kept beside what comes next, until this page is closed, to see what changed.',
            button('Keep', 'report to compare', () => {
              // It stays here: with its names, as what comes next has them.
              this.#page.keep(/** @type {Kept} */ (this.#plain).report);
              tell('Kept under “Saved reports”.');
            })))));
  }

  /** @param {Report} report */
  #what(report) {
    const { groups } = report;
    const verdicts = groups.map(verdictWords).join('; ') || 'No meta group';
    const earlier = earlierWords(report);
    return `${verdicts}, from ${counted(readingsJudged(report), 'reading')}. ${earlier ? `${earlier} ` : ''}` +
      'Nothing is sent: you take it where you want it.';
  }

  /** @param {Kept} kept */
  #names({ report, readings, redacted }) {
    if (!readings) {
      return el('p', { class: 'notice' }, this.#left.length
        ? `Too big: ${clip(this.#left.join(', '), 200)}. So the readings are not taken along, nor names replaced.`
        : 'Of a saved report the readings are not here, so names cannot be replaced, and there is no link.');
    }
    const box = el('input', { type: 'checkbox', id: 'redact', checked: redacted, 'aria-describedby': 'redact-why' });
    box.addEventListener('change', () => void this.#choose(box.checked));
    const alike = !redacted || judgedAlike(/** @type {Kept} */ (this.#plain).report, report);
    return el('section', { class: 'redacting' },
      el('label', {}, box, ' Replace all names'),
      el('p', { id: 'redact-why', class: 'note' },
        'Servers, accounts, streams, hosts, addresses, and every word that Quorate does not know, become server1, ',
        'account2, stream3: the same ones everywhere. Times, numbers and versions stay.'),
      !alike && el('p', { class: 'notice' },
        'Without the names this is judged differently, since something in it rested on them.'),
      redacted && preview(this.#redacted?.replaced ?? []));
  }

  /**
   * @param {Kept} kept
   * @param {(words: string) => void} tell
   */
  #link({ readings }, tell) {
    const says = 'The readings, behind the # of a link: no browser sends that to a server.';
    if (!readings) return form('Link', `${says} There are none here to put into it.`);
    const item = form('Link', `${says} It is being made …`);
    void fragmentOf(readings).then((fragment) => {
      const address = `${location.href.replace(/#.*/s, '')}${fragment}`;
      const size = sizeWords(address.length);
      if (address.length > LONGEST) {
        const rest = `It would be ${size} long, and many programs cut a link of more than ${sizeWords(LONGEST)}.`;
        item.replaceWith(form('Link', `${says} ${rest} Save the page instead: it carries the same.`));
        return;
      }
      const local = location.protocol === 'file:' ? ' It opens where this file lies at the same place.' : '';
      item.replaceWith(form('Link', `${says} It is ${size} long.${local}`,
        button('Copy', 'link', () => void this.#copy(address, tell))));
    });
    return item;
  }

  /** @param {string} text @param {(words: string) => void} tell */
  async #copy(text, tell) {
    try {
      await navigator.clipboard.writeText(text);
      tell('Copied.');
    } catch {
      // No clipboard (an insecure address, or not allowed): shown selected, so that one key copies it.
      const area = el('textarea', { readonly: true, rows: 4, 'aria-label': 'To copy' });
      area.value = text;
      this.#dialog.querySelector('.told')?.after(area);
      area.select();
      area.focus();
      tell('Selected: press Ctrl+C.');
    }
  }
}
