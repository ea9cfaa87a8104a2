/**
 * Addresses asked in rounds, one moment each. Rests while nobody looks.
 *
 * @typedef {import('./originals.js').Input & { moment: number }} Reading
 */

/** Nothing kept, nothing sent along, no copy of an earlier answer. @type {RequestInit} */
const BARE = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' };

/**
 * @param {string} url
 * @param {number} seconds
 * @param {AbortSignal} stop
 * @returns {Promise<{ status: number, body: string } | { error: string }>}
 */
async function ask(url, seconds, stop) {
  const patience = AbortSignal.timeout(seconds * 1000);
  try {
    const answer = await fetch(url, { ...BARE, signal: AbortSignal.any([patience, stop]) });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    if (stop.aborted) throw error;
    // How a connection failed a browser tells nobody.
    return { error: patience.aborted ? `timeout after ${seconds} s` : 'Failed to fetch' };
  }
}

/**
 * Who is asked, and what: `n1:8222`, or `n1` where that is enough to tell all apart.
 *
 * @param {URL[]} urls
 */
function named(urls) {
  return urls.map((url) => {
    const { hostname, host, pathname, search } = url;
    const isAlone = urls.every((other) => other.hostname !== hostname || other.host === host);
    return { url, server: isAlone ? hostname : host, path: `${pathname}${search}` };
  });
}

/**
 * @param {string} addresses Separated by blanks.
 * @param {string} base
 * @returns {URL[]} Throws a TypeError that names what is no address.
 */
export function addressesIn(addresses, base) {
  return addresses.split(/\s+/).filter(Boolean).map((address) => {
    if (!URL.canParse(address, base)) throw new TypeError(`src: ${address} is no address`);
    return new URL(address, base);
  });
}

export class Poll {
  #urls;
  #every;
  #timeout;
  #asking;
  #round;
  #timer = 0;
  #stop = new AbortController();
  #isOpen = false;

  /**
   * @param {object} plan
   * @param {URL[]} plan.urls
   * @param {number} plan.every Seconds from one round to the next; 0: just one.
   * @param {number} plan.timeout Seconds for one answer.
   * @param {() => void} plan.asking A round begins.
   * @param {(readings: Reading[]) => Promise<void> | void} plan.round It has ended.
   */
  constructor({ urls, every, timeout, asking, round }) {
    this.#urls = named(urls);
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
      const readings = await Promise.all(this.#urls.map(async ({ url, server, path }) => {
        const source = `${new Date(began).toISOString()} ${url.href}`;
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
