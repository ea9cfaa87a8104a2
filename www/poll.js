/**
 * Addresses asked in rounds, one moment each. Rests while nobody looks.
 *
 * @typedef {import('./originals.js').Input & { moment: number }} Reading
 */

import { ask } from './live/ask.js';

/** `n1=http://10.0.0.1:8222/jsz`: the server's own name, where its address has another. */
const NAMED = /^([\w.-]+)=(.+)$/;

/**
 * @typedef {object} Question
 * @property {URL} url
 * @property {string} server Who is asked: its name; else `n1`, or `n1:8222` where one host has several.
 *
 * @param {string} src Addresses, separated by blanks.
 * @param {string} base
 * @returns {Question[]} Throws a TypeError that names what is no address.
 */
export function questionsIn(src, base) {
  const all = src.split(/\s+/).filter(Boolean).map((word) => {
    const [, name, address = word] = NAMED.exec(word) ?? [];
    if (!URL.canParse(address, base)) throw new TypeError(`src: ${address} is no address`);
    return { name, url: new URL(address, base) };
  });
  return all.map(({ name, url }) => {
    const isAlone = all.every((other) => other.url.hostname !== url.hostname || other.url.host === url.host);
    return { url, server: name ?? (isAlone ? url.hostname : url.host) };
  });
}

export class Poll {
  #questions;
  #every;
  #timeout;
  #asking;
  #round;
  #timer = 0;
  #stop = new AbortController();
  #isOpen = false;

  /**
   * @param {object} plan
   * @param {Question[]} plan.questions
   * @param {number} plan.every Seconds from one round to the next; 0: just one.
   * @param {number} plan.timeout Seconds for one answer.
   * @param {() => void} plan.asking A round begins.
   * @param {(readings: Reading[]) => Promise<void> | void} plan.round It has ended.
   */
  constructor({ questions, every, timeout, asking, round }) {
    this.#questions = questions;
    this.#every = every;
    this.#timeout = timeout;
    this.#asking = asking;
    this.#round = round;
    document.addEventListener('visibilitychange', this.#look);
    this.#look();
  }

  close() {
    document.removeEventListener('visibilitychange', this.#look);
    this.#rest();
  }

  #look = () => {
    if (document.hidden) this.#rest();
    else if (!this.#isOpen) void this.#go();
  };

  #rest() {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#isOpen = false;
  }

  async #go() {
    this.#isOpen = true;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const began = Date.now();
    const moment = began / 1000;
    this.#asking();
    try {
      const readings = await Promise.all(this.#questions.map(async ({ url, server }) => {
        const source = `${new Date(began).toISOString()} ${url.href}`;
        const path = `${url.pathname}${url.search}`;
        return { source, server, path, moment, ...await ask(url.href, this.#timeout, signal) };
      }));
      await this.#round(readings);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (signal.aborted || !this.#every) return;
    this.#timer = window.setTimeout(() => void this.#go(), Math.max(0, began + this.#every * 1000 - Date.now()));
  }
}
