// Loads the wasm; the only importer of the generated bindings, which the build lays into wasm/ beside this file.

import bind, { Triage as Core, whatIf as coreWhatIf } from './wasm/quorate.js';

/** @import { CreateOptions, Input, Outlook, Report, Triage as PublicTriage } from './quorate.js' */

/** @type {Promise<unknown> | undefined} */
let loading;
let loaded = false;

/**
 * Once for all triages. A failure is not kept: the network may be back at the next try.
 * @param {CreateOptions['wasm']} [wasm]
 */
function load(wasm) {
  loading ??= instantiate(wasm).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {CreateOptions['wasm']} [wasm] */
async function instantiate(wasm) {
  await bind({ module_or_path: wasm ?? (await fetchWasm()) });
  loaded = true;
}

async function fetchWasm() {
  const url = new URL('./wasm/quorate_bg.wasm', import.meta.url);
  if (url.protocol === 'file:') {
    // Node's fetch reads no files. Asked for like this, bundlers for browsers do not look for Node's modules.
    return globalThis.process.getBuiltinModule('node:fs/promises').readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched: HTTP ${response.status}`);
  // The bytes, not the response: then no server's idea of a wasm file's content type matters.
  return response.arrayBuffer();
}

/** @implements {PublicTriage} */
export class Triage {
  #core;

  /** @param {CreateOptions} [options] */
  static async create({ wasm, ...options } = {}) {
    await load(wasm);
    return new Triage(new Core(options));
  }

  /**
   * @private
   * @param {Core} core
   */
  constructor(core) {
    this.#core = core;
  }

  /** @param {Input} input */
  add(input) {
    this.#core.add(input);
  }

  /** @returns {Report} */
  report() {
    return this.#core.report();
  }

  /** @param {string} source */
  remove(source) {
    this.#core.remove(source);
  }

  clear() {
    this.#core.clear();
  }
}

/**
 * @param {Pick<Report, 'groups'>} report
 * @param {string[]} without
 * @returns {Outlook[]}
 */
export function whatIf(report, without) {
  if (!loaded) throw new Error('whatIf needs the wasm loaded: await Triage.create() once before it');
  return coreWhatIf(report, without);
}
