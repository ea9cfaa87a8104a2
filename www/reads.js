/**
 * The big files that are being read: a few at a time, each with its progress, each to be stopped.
 *
 * @typedef {import('./quorate.js').Progress} Progress
 *
 * @typedef {object} Read
 * @property {string} source
 * @property {number} total
 * @property {number} bytes
 * @property {number} rate Bytes per second; 0 while it waits for its turn.
 * @property {() => void} stop What was read is kept.
 *
 * @typedef {object} Whole All of them together, and those that are done meanwhile.
 * @property {number} total
 * @property {number} bytes
 * @property {number} rate
 */

/** More at once are no faster. */
const AT_ONCE = 4;

export class Reads {
  #changed;
  /** @type {Map<string, Read>} */
  #all = new Map();
  /** @type {(() => void)[]} */
  #waiting = [];
  #running = 0;
  #done = { bytes: 0, total: 0, since: 0 };

  /** @param {(reads: Reads) => void} changed Told of every change. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @returns {Read[]} In the order they came. */
  get all() {
    return [...this.#all.values()];
  }

  get size() {
    return this.#all.size;
  }

  /** @returns {Whole} */
  get whole() {
    let { bytes, total } = this.#done;
    for (const read of this.#all.values()) {
      bytes += read.bytes;
      total += read.total;
    }
    const seconds = (performance.now() - this.#done.since) / 1000;
    return { bytes, total, rate: seconds > 0 ? Math.round(bytes / seconds) : 0 };
  }

  /**
   * @template T
   * @param {string} source
   * @param {number} total
   * @param {(pouring: { signal: AbortSignal, onProgress: (progress: Progress) => void }) => Promise<T>} pour
   * @returns {Promise<T>} What `pour` gave, when its turn has come.
   */
  async add(source, total, pour) {
    if (!this.#all.size) this.#done = { bytes: 0, total: 0, since: performance.now() };
    const stopper = new AbortController();
    const read = { source, total, bytes: 0, rate: 0, stop: () => stopper.abort() };
    this.#all.set(source, read);
    this.#changed(this);
    if (this.#running >= AT_ONCE) {
      await new Promise((resolve) => {
        this.#waiting.push(() => resolve(undefined));
        stopper.signal.addEventListener('abort', resolve);
      });
    }
    this.#running += 1;
    try {
      const onProgress = (/** @type {Progress} */ progress) => {
        Object.assign(read, progress);
        this.#changed(this);
      };
      return await pour({ signal: stopper.signal, onProgress });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
      if (this.#all.get(source) === read) this.#all.delete(source);
      this.#done.bytes += read.bytes;
      this.#done.total += read.bytes;
      this.#changed(this);
    }
  }

  /** @param {string} source */
  stop(source) {
    this.#all.get(source)?.stop();
  }

  stopAll() {
    for (const read of this.all) read.stop();
  }
}
