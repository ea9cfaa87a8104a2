/**
 * The live page: a document of its own, opened by the user's click, made by the build of the same index.html.
 *
 * Why a document of its own: a policy in a page can be made stricter, never looser. Were live part of index.html, that
 * page would have to be allowed to talk to everyone from the start, or hold a frame that is, to which it could hand
 * what it has read. So index.html stays closed (`connect-src 'self'`, no frames), which anyone can verify in its
 * source, and only live.html may ask other addresses (`connect-src 'self' http: https:`): those that are typed there,
 * from Start to Stop. What was dropped on the closed page is not here: another document has another memory.
 *
 * @typedef {import('../live/rounds.js').Reading} Reading
 * @typedef {import('../collect/servers.js').Server} Server
 */

import { questions } from '../collect/questions.js';
import { findServers, isHere } from '../collect/servers.js';
import { isMixed } from '../live/ask.js';
import { History } from '../live/history.js';
import { Rounds } from '../live/rounds.js';
import { el, said } from '../render/dom.js';
import { clock, counted } from '../render/words.js';

const EVERY = { least: 2, usual: 5, most: 60 };
const MOMENTS = { least: 2, usual: 120, most: 1000 };

/**
 * @typedef {object} Page What live needs of the page around it.
 * @property {(readings: Reading[], dropped: string[]) => Promise<void>} take Judges a round.
 * @property {() => Promise<void>} reset Forgets all that was read.
 */

export class Live {
  #page;
  /** @type {Rounds | undefined} */
  #rounds;
  #history = new History(MOMENTS.usual);
  /** @type {Reading[]} */
  #latest = [];
  #tick = 0;
  #servers = el('textarea', {
    id: 'live-servers', rows: 2, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', required: true,
    placeholder: 'http://n1:8222, n2, n3', 'aria-describedby': 'live-found', input: () => this.#tellPlan(),
  });
  #every = this.#number('live-every', EVERY);
  #keep = this.#number('live-keep', MOMENTS);
  #streams = el('input', { type: 'checkbox', id: 'live-streams' });
  #found = el('p', { id: 'live-found', class: 'note', role: 'status' });
  #warning = el('div', { class: 'live-warning' });
  #form = el('form', { class: 'live-plan' });
  #state = el('p', { class: 'live-state' });
  #countdown = el('span');
  #silent = el('ul', { class: 'live-silent' });
  #why = el('div');
  #pause = this.#button('live-pause', 'Pause', () => this.#pauseOrResume());
  #stop = this.#button('live-stop', 'Stop', () => this.end());
  #bar = el('div', { class: 'live-bar', hidden: true });
  #told = el('p', { class: 'unseen', role: 'status' });

  /**
   * @param {HTMLElement} section
   * @param {Page} page
   */
  constructor(section, page) {
    this.#page = page;
    this.#servers.value = namesInMark();
    this.#form.append(
      el('p', {}, 'Asks the monitoring ports of the servers you name, again and again, and judges what they say. ',
        'Nothing is asked before you press Start, and nothing after Stop. ',
        'What they say stays in this page, and goes with it.'),
      el('div', { class: 'names' }, el('label', { for: 'live-servers' }, 'Your servers'), this.#servers, this.#found),
      el('div', { class: 'fields' },
        el('label', {}, 'Ask every ', this.#every, ' s'),
        el('label', {}, 'Keep ', this.#keep, ' moments'),
        el('label', { class: 'check' }, this.#streams, ' Streams and consumers too')),
      this.#warning,
      el('p', {}, el('button', { type: 'submit', id: 'live-start' }, 'Start')));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#start();
    });
    this.#bar.append(el('div', { class: 'live-row' }, this.#state,
      el('p', { class: 'live-buttons' }, this.#pause, this.#stop)), this.#silent, this.#why);
    section.append(el('h2', { id: 'live-title' }, 'Watch it live'), this.#form, this.#bar, this.#told);
    section.hidden = false;
    this.#tellPlan();
  }

  /**
   * @param {string} id
   * @param {{ least: number, usual: number, most: number }} bounds
   */
  #number(id, { least, usual, most }) {
    return el('input', { id, type: 'number', min: least, max: most, value: usual, required: true });
  }

  /**
   * @param {string} id
   * @param {string} words
   * @param {() => void} click
   */
  #button(id, words, click) {
    return el('button', { type: 'button', class: 'quiet', id, click }, words);
  }

  #tellPlan() {
    const { servers, rest } = findServers(this.#servers.value);
    this.#servers.setCustomValidity(servers.length ? '' : 'Name at least one server.');
    const parts = servers.length
      ? [`Will ask ${counted(servers.length, 'server')}: `, said(servers.map(({ base }) => base).join(' '), 300), '. ']
      : ['Names, addresses or URLs, or what kubectl get pods or nats server ls printed. ',
        'Port 8222, where none is given. '];
    if (rest.length) parts.push('Not understood: ', said(rest.join(' '), 80), '.');
    const words = parts.map((part) => (typeof part === 'string' ? part : part.textContent)).join('');
    if (words !== this.#found.textContent) this.#found.replaceChildren(...parts);
    this.#warning.replaceChildren(...warnings(servers));
  }

  async #start() {
    const { servers } = findServers(this.#servers.value);
    await this.#page.reset();
    this.#history = new History(this.#keep.valueAsNumber);
    this.#latest = [];
    const asks = servers.map((server) => ({ server, paths: questions(this.#streams.checked) }));
    this.#rounds = new Rounds({
      asks,
      every: this.#every.valueAsNumber,
      changed: () => this.#draw(),
      took: async (readings) => {
        this.#latest = readings;
        await this.#page.take(readings, this.#history.add(readings));
      },
    });
    this.#form.hidden = true;
    this.#bar.hidden = false;
    this.#rounds.start();
    this.#tick = window.setInterval(() => this.#count(), 500);
    this.#stop.focus();
    this.#tell('Live: asking now.');
  }

  #pauseOrResume() {
    if (this.#rounds?.state === 'paused') {
      this.#rounds.resume();
      this.#tell('Live goes on.');
    } else {
      this.#rounds?.pause();
      this.#tell('Paused: nothing is asked.');
    }
  }

  /** What was read stays, until the next Start. */
  end() {
    if (!this.#rounds) return;
    this.#rounds.stop();
    this.#rounds = undefined;
    clearInterval(this.#tick);
    this.#form.hidden = false;
    this.#bar.hidden = true;
    document.getElementById('live-start')?.focus();
    this.#tell('Stopped: nothing is asked any more.');
  }

  /** @param {string} words */
  #tell(words) {
    this.#told.textContent = words;
  }

  #draw() {
    const { state = 'stopped' } = this.#rounds ?? {};
    this.#bar.dataset.state = state;
    this.#pause.textContent = state === 'paused' ? 'Resume' : 'Pause';
    const silent = this.#latest.filter(({ error }) => error !== undefined);
    const moment = this.#latest.at(0)?.moment;
    const when = moment === undefined ? undefined : clock(new Date(moment * 1000).toISOString());
    const parts = [
      el('strong', {}, state === 'paused' ? 'Paused' : 'Live'),
      when === undefined ? ' asking for the first time'
        : ` ${when}: ${this.#latest.length - silent.length} of ${counted(this.#latest.length, 'answer')}, ` +
          `${counted(this.#history.length, 'moment')} kept`,
      this.#countdown,
    ];
    this.#state.replaceChildren(...parts);
    this.#silent.replaceChildren(...reasons(silent));
    this.#why.replaceChildren(...(silent.length ? explanations(silent, this.#latest.length) : []));
    this.#count();
  }

  #count() {
    const { state, due = 0 } = this.#rounds ?? {};
    const seconds = Math.max(0, Math.ceil((due - performance.now()) / 1000));
    const words = state === 'waiting' ? `, next in ${seconds} s` : state === 'asking' ? ', asking now' : '';
    if (this.#countdown.textContent !== words) this.#countdown.textContent = words;
  }
}

/** What the closed page hands over, behind the mark that no server gets to see. */
function namesInMark() {
  return new URLSearchParams(location.hash.slice(1)).get('servers') ?? '';
}

/** @param {Reading[]} silent One line for each server and reason. */
function reasons(silent) {
  /** @type {Map<string, { server: string, error: string, paths: string[] }>} */
  const lines = new Map();
  for (const { server, path, error = '' } of silent) {
    const line = lines.get(`${server} ${error}`) ?? { server, error, paths: [] };
    line.paths.push(path.replace(/\?.*/s, ''));
    lines.set(`${server} ${error}`, line);
  }
  return [...lines.values()].map(({ server, error, paths }) =>
    el('li', {}, el('strong', {}, said(server, 60)), ` ${[...new Set(paths)].join(' ')}: did not answer: ${error}`));
}

/** Before anything is asked: what this browser will not let through from here. @param {Server[]} servers */
function warnings(servers) {
  const mixed = servers.filter((server) => isMixed(server, location.protocol));
  const found = [];
  if (mixed.length) {
    const which = mixed.length === servers.length ? 'these servers' : `${mixed.length} of these servers`;
    found.push(el('p', { class: 'notice' },
      `This page came by https, and browsers let no https page ask ${which} by http. `,
      'Serve Quorate by http (npm start does), ask https monitoring ports, or forward the ports to this machine ',
      'and name localhost:PORT. Else collect with a command, on the other page.'));
  }
  const isAway = location.protocol !== 'file:' && !isHere(location.hostname);
  if (servers.length && isAway && mixed.length < servers.length) {
    found.push(el('p', { class: 'note' },
      'Your browser may ask whether this page may reach devices on your local network. ',
      'Where the servers are there, allow it, or nobody will answer.'));
  }
  return found;
}

/**
 * When it fails: all that a browser could mean by it, and no more than that.
 *
 * @param {Reading[]} silent
 * @param {number} asked
 */
function explanations(silent, asked) {
  const unknown = silent.filter(({ error = '' }) => error.startsWith('Failed to fetch'));
  if (!unknown.length) return [];
  const causes = [
    'Nothing listens there: the process is down, or monitoring is not exposed at this port.',
    'The name does not resolve on this machine, or a firewall rejects.',
    'The browser forbids it: see the icon beside the address for the permission to reach the local network.',
  ];
  return [el('details', { open: unknown.length === asked },
    el('summary', {}, unknown.length === asked ? 'Nobody answered. What it can be' : 'What “Failed to fetch” can be'),
    el('ul', {}, ...causes.map((cause) => el('li', {}, cause))),
    el('p', { class: 'note' }, 'A browser tells a page none of these apart. curl does: ',
      el('a', { href: 'index.html' }, 'collect with a command'), '.'))];
}
