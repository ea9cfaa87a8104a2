// The two places: Chromium, to which files are given as a person gives them, and Node.

import { existsSync, openAsBlob, readFileSync } from 'node:fs';

import { open } from '../tests/www/browser.js';

/**
 * @import { Page } from 'puppeteer-core'
 * @import { Given } from './candidates.js'
 * @import { Ran } from './place.js'
 */

/**
 * What is given, as Node has it: files by their paths.
 * @typedef {Partial<Omit<Given, 'files'>> & { paths?: string[] }} Parts
 */

/**
 * @typedef {object} Place
 * @property {string} name
 * @property {(parts: Parts, inMemory?: 'bytes' | 'texts') => Promise<void>} give
 * @property {(candidate: string) => Promise<boolean>} has
 * @property {(candidate: string, times?: number) => Promise<Ran>} run
 */

/** Gigabytes take their time. */
const PATIENCE_MS = 600_000;

/** Everything that runs in Chromium. */
export class Chromium {
  name = 'Chromium';
  #house;
  /** @type {Page | undefined} */
  #page;

  static async open() {
    return new Chromium(await open([], '.', PATIENCE_MS));
  }

  /**
   * @private
   * @param {Awaited<ReturnType<typeof open>>} house
   */
  constructor(house) {
    this.#house = house;
  }

  version() {
    return this.#house.browser.version();
  }

  close() {
    return this.#house.close();
  }

  /**
   * A page of its own, so that nothing is left of what was before.
   * @param {string} path
   */
  async visit(path) {
    await this.#page?.close();
    this.#page = await this.#house.browser.newPage();
    this.#page.setDefaultTimeout(PATIENCE_MS);
    await this.#page.goto(`${this.#house.address}${path}`, { waitUntil: 'networkidle0' });
    return this.#page;
  }

  /** @param {Parts} parts @param {'bytes' | 'texts'} [inMemory] */
  async give({ paths = [], ...parts }, inMemory) {
    const page = await this.visit('benches/place.html');
    await page.waitForFunction(() => 'place' in window);
    if (paths.length) await choose(page, 'input', paths);
    await page.evaluate((given, memory) => {
      const { files } = /** @type {HTMLInputElement} */ (window.document.querySelector('input'));
      return /** @type {any} */ (window).place.give({ ...given, files: [...(files ?? [])] }, memory);
    }, parts, inMemory);
  }

  /** @param {string} candidate @returns {Promise<boolean>} */
  has(candidate) {
    return this.#evaluate('has', candidate);
  }

  /** @param {string} candidate @param {number} [times] @returns {Promise<Ran>} */
  run(candidate, times = 1) {
    return this.#evaluate('run', candidate, times);
  }

  /** @param {string} name @param {...unknown} values @returns {Promise<any>} */
  async #evaluate(name, ...values) {
    const call = (/** @type {string} */ called, /** @type {unknown[]} */ given) =>
      /** @type {any} */ (window).place[called](...given);
    return await this.#page?.evaluate(call, name, values);
  }

  /**
   * By how many bytes the page's processes grew at most, while `work` was done.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<{ grown: number | undefined, result: T }>} nothing grown where the system does not tell
   */
  async growth(work) {
    const ofPage = await this.#page?.createCDPSession();
    await ofPage?.send('HeapProfiler.collectGarbage');
    await ofPage?.detach();
    const ofBrowser = await this.#house.browser.target().createCDPSession();
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    await ofBrowser.detach();
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const size = () => renderers.reduce((sum, id) => sum + residentBytes(id), 0);
    const idle = size();
    let most = idle;
    const timer = setInterval(() => { most = Math.max(most, size()); }, 20);
    try {
      const result = await work();
      return { grown: existsSync('/proc/self/status') ? Math.max(most, size()) - idle : undefined, result };
    } finally {
      clearInterval(timer);
    }
  }
}

/** This very process. @returns {Promise<Place>} */
export async function here() {
  // Not before there is a build.
  const place = await import('./place.js');
  return {
    name: 'Node',
    async give({ paths = [], ...parts }, inMemory) {
      await place.give({ ...parts, files: await Promise.all(paths.map((path) => openAsBlob(path))) }, inMemory);
    },
    has: (candidate) => Promise.resolve(place.has(candidate)),
    run: place.run,
  };
}

/**
 * Chooses files as a person does: no byte of them goes through the protocol.
 * @param {Page} page
 * @param {string} selector
 * @param {string[]} paths
 */
export async function choose(page, selector, paths) {
  const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$(selector));
  await field.uploadFile(...paths);
}

/** As Linux counts; a process that has ended has none. @param {number} id */
function residentBytes(id) {
  const path = `/proc/${id}/status`;
  const [, kilobytes = 0] = /VmRSS:\s+(\d+) kB/.exec(existsSync(path) ? readFileSync(path, 'utf8') : '') ?? [];
  return Number(kilobytes) * 1024;
}
