/**
 * Rounds of questions: all servers and all questions at once, every few seconds, until told otherwise.
 *
 * @typedef {import('../collect/questions.js').Ask} Ask
 *
 * @typedef {object} Reading What the core is given.
 * @property {string} source
 * @property {string} server
 * @property {string} path
 * @property {number} moment
 * @property {number} [status]
 * @property {string} [body]
 * @property {string} [error]
 *
 * @typedef {'stopped' | 'asking' | 'waiting' | 'paused'} State
 */

import { patienceFor } from '../collect/questions.js';
import { NOT_ALLOWED, ask, isMixed } from './ask.js';
import { Names } from './names.js';

/** Nobody looks: then servers are left alone for longer. */
const HIDDEN_FACTOR = 6;

export class Rounds {
  /** @type {State} */
  state = 'stopped';
  /** When the next round begins, by `performance.now()`. */
  due = 0;
  #asks;
  #every;
  #took;
  #changed;
  #stop = new AbortController();
  #timer = 0;
  #busy = false;
  #names = new Names();

  /**
   * @param {object} plan
   * @param {Ask[]} plan.asks
   * @param {number} plan.every Seconds.
   * @param {(readings: Reading[]) => Promise<void>} plan.took Gets each round.
   * @param {() => void} plan.changed
   */
  constructor({ asks, every, took, changed }) {
    this.#asks = asks;
    this.#every = every;
    this.#took = took;
    this.#changed = changed;
  }

  start() {
    document.addEventListener('visibilitychange', this.#look);
    void this.#round();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#become('paused');
  }

  /** Asks now, if it is not asking still. */
  resume() {
    if (this.#busy) this.#become('asking');
    else void this.#round();
  }

  /** For good: what is under way is broken off. */
  stop() {
    document.removeEventListener('visibilitychange', this.#look);
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#become('stopped');
  }

  // Whoever comes back wants to see what is, not what was; whoever leaves asks for less.
  #look = () => {
    if (this.state !== 'waiting') return;
    if (document.hidden) this.#wait();
    else void this.#round();
  };

  /** @param {State} state */
  #become(state) {
    this.state = state;
    this.#changed();
  }

  async #round() {
    clearTimeout(this.#timer);
    this.#busy = true;
    this.#become('asking');
    const began = performance.now();
    this.due = began + this.#every * 1000;
    const moment = Date.now() / 1000;
    const clock = new Date(moment * 1000).toISOString().slice(11, 19);
    try {
      const answers = await Promise.all(this.#asks.flatMap(({ server, paths }) => paths.map(async (path) => {
        const url = server.base + path;
        const answer = isMixed(server, location.protocol) ? { error: NOT_ALLOWED }
          : await ask(url, patienceFor(path), this.#stop.signal);
        if (path === '/varz') this.#names.learn(server.base, answer.body);
        return { server, reading: { source: `${url} (${clock})`, path, moment, ...answer } };
      })));
      if (this.#stop.signal.aborted) return;
      await this.#took(answers.map(({ server, reading }) => ({ ...reading, server: this.#names.of(server) })));
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      this.#busy = false;
    }
    // Paused or stopped meanwhile: what was asked by then still counts, and nothing comes after it.
    if (/** @type {State} */ (this.state) === 'asking') this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    const now = performance.now();
    const planned = document.hidden ? now + this.#every * HIDDEN_FACTOR * 1000 : Math.max(this.due, now + 500);
    this.due = planned;
    this.#timer = window.setTimeout(() => void this.#round(), planned - now);
    this.#become('waiting');
  }
}
