/**
 * Guided collection: names typed once become one block to copy, in the form of where it is run; with something read,
 * just what is missing.
 *
 * @typedef {import('../collect/command.js').Form} Form
 * @typedef {import('../types/report.js').Report} Report
 */

import { FORMS, collectCommand } from '../collect/command.js';
import { asksFor } from '../collect/missing.js';
import { questions } from '../collect/questions.js';
import { findServers } from '../collect/servers.js';
import { command } from '../render/command.js';
import { el, said } from '../render/dom.js';
import { counted } from '../render/words.js';
import { keepSetting, setting } from './settings.js';

/** What whoever runs it must know of each form. @type {Record<Form, string>} */
const NOTES = {
  bash: 'Run it where the monitoring ports can be reached. It needs curl, and also leaves all in readings.txt.',
  powershell: 'For Windows, where curl.exe is part of the system. It also leaves all in readings.txt.',
  kubectl: 'Each pod is asked from inside, which takes curl or nc in the container, as the Alpine images have. ' +
    'Without names it asks the pods of the Helm chart.',
  nats: 'It takes a context with the system account. All servers are asked at once; those you name, by the names in ' +
    'their configuration, once more each, so that a silent one shows.',
};
const EXAMPLE = 'n1 n2 n3';
const MISSING = 'What is missing';

/** @param {string | undefined} name @returns {name is Form} */
function isForm(name) {
  return name !== undefined && Object.hasOwn(FORMS, name);
}

export class Guide {
  /** @type {Report | undefined} */
  #report;
  /** @type {Form} */
  #form = 'bash';
  #shown = '';
  #expected = '';
  #title = el('h2', { id: 'collect-title' });
  #what = el('p');
  #servers = el('textarea', {
    id: 'servers', rows: 2, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', placeholder: 'n1, n2, n3',
    'aria-describedby': 'servers-found', input: () => this.#draw(),
  });
  #found = el('p', { id: 'servers-found', class: 'note', role: 'status' });
  #streams = el('input', { type: 'checkbox', id: 'streams', change: () => this.#draw() });
  #namespace = this.#field('namespace', 'Namespace', 'of the current context');
  #context = this.#field('context', 'Context', 'the selected one');
  #command = el('div', { id: 'command' });
  #note = el('p', { class: 'note' });
  #changed;

  /**
   * @param {HTMLElement} section
   * @param {(typed: string, lacks: string) => void} [changed] Told of what is typed, and what is missing.
   */
  constructor(section, changed = () => {}) {
    this.#changed = changed;
    const kept = setting('form');
    if (isForm(kept)) this.#form = kept;
    const forms = Object.entries(FORMS).map(([form, words]) => {
      const choose = () => this.#choose(form);
      const checked = form === this.#form;
      return el('label', {},
        el('input', { type: 'radio', name: 'form', value: form, checked, change: choose }), el('span', {}, words));
    });
    section.replaceChildren(this.#title, this.#what,
      el('div', { class: 'names' }, el('label', { for: 'servers' }, 'Your servers'), this.#servers, this.#found),
      el('fieldset', { class: 'run-with' }, el('legend', {}, 'To be run with'), el('div', {}, ...forms)),
      el('div', { class: 'fields' }, this.#namespace.label, this.#context.label,
        el('label', { class: 'check' }, this.#streams,
          ' Streams and consumers too: whether each has its own quorum. Long, where there are many.')),
      this.#command, this.#note);
    this.#draw();
  }

  /**
   * @param {string} id
   * @param {string} words
   * @param {string} placeholder
   */
  #field(id, words, placeholder) {
    const input = el('input', {
      id, type: 'text', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', placeholder,
      input: () => this.#draw(),
    });
    return { input, label: el('label', {}, `${words} `, input) };
  }

  /** @param {string} form */
  #choose(form) {
    if (!isForm(form)) return;
    this.#form = form;
    keepSetting('form', form);
    this.#draw();
  }

  /**
   * @param {Report | undefined} report Of what was read; nothing while nothing was.
   * @param {string} expected Names typed where the group's servers are listed.
   */
  show(report, expected) {
    this.#report = report;
    this.#expected = expected;
    this.#draw();
  }

  #draw() {
    const typed = findServers(this.#servers.value);
    const { servers } = typed.servers.length || this.#report?.readings.length ? typed : findServers(this.#expected);
    const asked = questions(this.#streams.checked);
    const options = { namespace: this.#namespace.input.value, context: this.#context.input.value };
    const { title, what, asks, all, lacks = '' } = this.#wanted(servers, asked);
    this.#title.textContent = title;
    this.#what.replaceChildren(...what);
    this.#namespace.label.hidden = this.#form !== 'kubectl';
    this.#context.label.hidden = this.#form !== 'nats';
    this.#note.textContent = NOTES[this.#form];
    this.#tellFound(typed);
    const text = collectCommand(this.#form, { asks, all, ...options });
    if (text !== this.#shown) this.#command.replaceChildren(command(text, 'Command that collects'));
    this.#shown = text;
    this.#changed(this.#servers.value, title === MISSING ? lacks : '');
  }

  /**
   * @param {import('../collect/servers.js').Server[]} servers
   * @param {string[]} asked
   */
  #wanted(servers, asked) {
    const report = this.#report;
    if (!report?.readings.length) {
      // A form that can ask without names needs no example of some.
      const alone = this.#form === 'kubectl' || this.#form === 'nats';
      const some = servers.length || alone ? servers : findServers(EXAMPLE).servers;
      return {
        title: 'How to collect',
        what: ['Copy this block, run it, and paste all that it prints. ',
          'A server that does not answer is evidence too: leave its lines in.'],
        asks: some.map((server) => ({ server, paths: this.#form === 'nats' ? ['/jsz'] : asked })),
        all: asked,
      };
    }
    const { missing, everything } = asksFor(report, servers, asked);
    if (missing.length) {
      const count = missing.reduce((sum, { paths }) => sum + paths.length, 0);
      const lacks = `${counted(count, 'answer')} of ${counted(missing.length, 'server')}`;
      return {
        title: MISSING,
        lacks,
        what: [`${lacks} would help. `,
          'This block asks for just those; paste all that it prints.'],
        asks: missing,
        all: [],
      };
    }
    const isOpen = report.outlook.some(({ restart }) => restart.some(({ safe }) => safe === 'unknown')) &&
      !this.#streams.checked && report.groups.some(({ verdict, assets }) => verdict === 'held' && !assets);
    return {
      title: 'The same again',
      what: [isOpen ? 'For the verdict nothing is missing; for what may be restarted, the streams and consumers are. '
        : 'Nothing is missing. ', 'To see how it goes on, ask the same again, and paste all that it prints.'],
      asks: everything,
      all: [],
    };
  }

  /** @param {import('../collect/servers.js').Found} found */
  #tellFound({ servers, rest }) {
    const shown = servers.slice(0, 12).flatMap(({ name }, index) => [index ? ', ' : '', said(name, 60)]);
    const more = servers.length > 12 ? ` and ${servers.length - 12} more` : '';
    const parts = servers.length ? [`${counted(servers.length, 'server')}: `, ...shown, `${more}. `]
      : ['Names, addresses or URLs, or what kubectl get pods or nats server ls printed. ',
        'Port 8222, where none is given. '];
    if (servers.some(({ host }) => /^[\d.]+$|^\[/.test(host))) {
      parts.push('Names, where they resolve, are better than addresses: who is down cannot tell which peer it was. ');
    }
    if (rest.length) parts.push('Not understood: ', said(rest.slice(0, 5).join(' '), 80), '.');
    const words = parts.map((part) => (typeof part === 'string' ? part : part.textContent)).join('');
    if (this.#found.textContent !== words) this.#found.replaceChildren(...parts);
  }
}
