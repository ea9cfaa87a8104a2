/**
 * A Triage in a worker: the same methods, each with a promise. The page stays free while it reads.
 *
 * @typedef {import('./quorate.js').CreateOptions} CreateOptions
 * @typedef {import('./quorate.js').Input} Input
 * @typedef {import('./quorate.js').Progress} Progress
 * @typedef {import('./quorate.js').Report} Report
 * @typedef {import('./quorate.js').StreamInput} StreamInput
 * @typedef {import('./worker.js').Asked} Asked
 * @typedef {import('./worker.js').Told} Told
 *
 * @typedef {object} Question What the worker has yet to answer.
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {StreamInput['onProgress']} [onProgress]
 */

/** A worker that has not begun by then never will; what is to be read is then read without it. */
const PATIENCE_MS = 8000;

export class RemoteTriage {
  #worker;
  /** @type {Map<number, Question>} */
  #open = new Map();
  #asked = 0;
  /** @type {Error | undefined} */
  #broken;

  /**
   * Rejects where there are no workers, none may be started, or it does not answer.
   * @param {CreateOptions} [options]
   */
  static async create(options) {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    const remote = new RemoteTriage(worker);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('The worker does not answer')), PATIENCE_MS);
    });
    try {
      await Promise.race([remote.#ask('create', options), late]);
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return remote;
  }

  /**
   * @private
   * @param {Worker} worker
   */
  constructor(worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => this.#hear(data));
    worker.addEventListener('error', ({ message }) => {
      this.#broken = new Error(`The worker broke: ${message ?? 'it could not be loaded'}`);
      for (const { reject } of this.#open.values()) reject(this.#broken);
      this.#open.clear();
    });
  }

  /**
   * @param {Asked['method']} method
   * @param {unknown} [parameter]
   * @param {StreamInput['onProgress']} [onProgress]
   * @returns {Promise<any>}
   */
  #ask(method, parameter, onProgress) {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      if (this.#broken) throw this.#broken;
      this.#worker.postMessage({ id, method, parameter });
      this.#open.set(id, { resolve, reject, onProgress });
    });
  }

  /** @param {Told} told */
  #hear({ id, value, error, progress }) {
    const question = this.#open.get(id);
    if (progress) return question?.onProgress?.(progress);
    this.#open.delete(id);
    if (error === undefined) question?.resolve(value);
    else question?.reject(error);
  }

  /**
   * @param {Input} input
   * @returns {Promise<void>}
   */
  add(input) {
    return this.#ask('add', input);
  }

  /**
   * @param {StreamInput & { stream: Blob }} input A Blob or File: nothing else crosses as it is everywhere.
   * @returns {ReturnType<import('./quorate.js').Triage['addStream']>}
   */
  async addStream({ signal, onProgress, ...input }) {
    const id = this.#asked + 1;
    const stop = () => void this.#ask('stop', id);
    const outcome = this.#ask('addStream', input, onProgress);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    try {
      return await outcome;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * @param {string[]} servers
   * @returns {Promise<void>}
   */
  expect(servers) {
    return this.#ask('expect', servers);
  }

  /**
   * @param {number} [moment]
   * @returns {Promise<Report>}
   */
  report(moment) {
    return this.#ask('report', moment);
  }

  /**
   * @param {number} moment
   * @returns {Promise<ReturnType<import('./quorate.js').Triage['asOf']>>}
   */
  asOf(moment) {
    return this.#ask('asOf', moment);
  }

  /**
   * @param {string} source
   * @returns {Promise<void>}
   */
  remove(source) {
    return this.#ask('remove', source);
  }

  /** @returns {Promise<void>} */
  clear() {
    return this.#ask('clear');
  }
}
