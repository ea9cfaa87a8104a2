// Loads the wasm; the only importer of the generated bindings, which the build lays into wasm/ beside this file.

import { FIELDS, fieldsOf, ownOf, typeName, wrong } from './input.js';
import { cut, Problem, streamOf } from './pieces.js';
import { pour } from './pour.js';
import bind, { Triage as Core, shown as coreShown, whatIf as coreWhatIf } from './wasm/quorate.js';

/** @import { Answer, CreateOptions, Group, Input, Outlook, Report, Shows } from './quorate.js' */
/** @import { StreamInput, Triage as PublicTriage } from './quorate.js' */
/** @import { Fields } from './input.js' */
/** @import { Piece } from './pieces.js' */
/** @import { Into } from './pour.js' */

/** @type {Promise<unknown> | undefined} */
let loading;
/** @type {WebAssembly.Memory | undefined} */
let memory;

const encoder = new TextEncoder();

/** Nobody waits longer for the wasm: a network may neither bring it nor fail. */
const PATIENCE_MS = 60_000;

const ADDED = { ...FIELDS, body: undefined };
const STREAMED = { ...FIELDS, stream: undefined, total: undefined, signal: undefined, onProgress: undefined };

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
  ({ memory } = await bind({ module_or_path: wasm ?? (await fetchWasm()) }));
}

async function fetchWasm() {
  const url = new URL('./wasm/quorate_bg.wasm', import.meta.url);
  if (url.protocol === 'file:') {
    // Node's fetch reads no files. Asked for like this, bundlers for browsers do not look for Node's modules.
    return globalThis.process.getBuiltinModule('node:fs/promises').readFile(url);
  }
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    // The bytes, not the response: then no server's idea of a wasm file's content type matters.
    return await response.arrayBuffer();
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    const why = name === 'TimeoutError' ? `it did not come within ${PATIENCE_MS / 1000} s` : message;
    throw new Error(`${url} could not be fetched: ${why}. Try again`, { cause: error });
  }
}

/** @implements {PublicTriage} */
export class Triage {
  #core;
  #at;
  #size;
  #landing = new Uint8Array();
  /** What is being read now: each ends what it is of. @type {Map<string, Set<() => void>>} */
  #open = new Map();

  /** @param {CreateOptions} [given] */
  static async create(given = {}) {
    const { wasm, ...options } = ownOf(given, { wasm: undefined });
    await load(wasm);
    return new Triage(new Core(options));
  }

  /**
   * @private
   * @param {Core} core
   */
  constructor(core) {
    this.#core = core;
    this.#at = core.landing();
    this.#size = core.landing_size();
  }

  /** @param {Input} input */
  add(input) {
    const own = ownOf(input, ADDED);
    const { body } = own;
    const fields = fieldsOf(own, ADDED);
    const piece = bodyOf(body);
    if (piece === undefined) return this.#core.add(...fields, body ?? undefined);
    // In one crossing: three of them cost as much as many a small answer.
    if (byteLength(piece) <= this.#size) return this.#core.add(...fields, undefined, this.#lay(piece));
    const handle = this.#core.open(...fields);
    for (const part of cut(piece, this.#size)) this.#core.push(handle, this.#lay(part));
    this.#core.close(handle);
  }

  /** @param {StreamInput} input */
  async addStream(input) {
    const own = ownOf(input, STREAMED);
    const { stream, total, signal, onProgress } = own;
    const fields = fieldsOf(own, STREAMED);
    streamOf(stream);
    const removed = new AbortController();
    const ends = AbortSignal.any([removed.signal, ...(signal ? [signal] : [])]);
    const into = this.#into(fields, removed.signal);
    const forget = this.#reading(into.source, () => {
      removed.abort(new Problem('removed meanwhile'));
      into.end();
    });
    try {
      return await pour(stream, { total, signal: ends, onProgress }, into);
    } finally {
      forget();
    }
  }

  /**
   * @param {Fields} fields
   * @param {AbortSignal} removed
   * @returns {Into}
   */
  #into(fields, removed) {
    const [source, server, , , , moment, batch] = fields;
    const named = (/** @type {string} */ path) => (path ? `${source}/${path}` : source);
    /** @type {number | undefined} */
    let handle;
    return {
      source,
      most: this.#size,
      begin: (found) => {
        if (removed.aborted) return;
        handle = this.#core.open(...(found ? /** @type {Fields} */ ([named(found.path), found.server ?? server,
          undefined, undefined, undefined, moment ?? found.moment, batch ?? source]) : fields));
      },
      take: (piece) => {
        if (handle === undefined) return 0;
        const length = this.#lay(piece);
        this.#core.push(handle, length);
        return length;
      },
      end: (problem) => {
        if (handle !== undefined) this.#core.close(handle, problem);
        handle = undefined;
      },
      note: ({ path, trouble }) => {
        if (trouble && !removed.aborted) this.#core.note(named(path), trouble.message, trouble.remedy);
      },
    };
  }

  /**
   * @param {string} source
   * @param {() => void} end
   */
  #reading(source, end) {
    const open = this.#open.get(source) ?? new Set();
    this.#open.set(source, open.add(end));
    return () => {
      open.delete(end);
      if (!open.size && this.#open.get(source) === open) this.#open.delete(source);
    };
  }

  /**
   * Lays a piece where the core reads it.
   *
   * @param {Piece} piece Fits there.
   * @returns {number} How many bytes it has.
   */
  #lay(piece) {
    if (this.#landing.length === 0) {
      // Memory that has grown is another buffer.
      this.#landing = new Uint8Array(/** @type {WebAssembly.Memory} */ (memory).buffer, this.#at, this.#size);
    }
    if (typeof piece === 'string') return encoder.encodeInto(piece, this.#landing).written;
    // A view of a buffer that was given away has none, and cannot even be read.
    if (piece.length) this.#landing.set(piece);
    return piece.length;
  }

  /** @param {string[]} servers */
  expect(servers) {
    this.#core.expect(servers);
  }

  /**
   * @param {number} [moment]
   * @returns {Report}
   */
  report(moment) {
    return this.#core.report(moment);
  }

  /** @param {number} moment */
  asOf(moment) {
    return this.#core.asOf(moment);
  }

  /** @param {string} source */
  remove(source) {
    for (const end of this.#open.get(source) ?? []) end();
    this.#open.delete(source);
    this.#core.remove(source);
  }

  clear() {
    for (const ends of this.#open.values()) for (const end of ends) end();
    this.#open.clear();
    this.#core.clear();
  }
}

/**
 * How many bytes a piece has at most: one unit of UTF-16 is at most three bytes of UTF-8.
 * @param {Piece} piece
 */
function byteLength(piece) {
  return typeof piece === 'string' ? 3 * piece.length : piece.length;
}

/**
 * A body as text or bytes; undefined where it is none, or something that the host has parsed.
 *
 * @param {unknown} body
 * @returns {Piece | undefined}
 */
function bodyOf(body) {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  switch (typeName(body)) {
    case 'Uint8Array':
      return /** @type {Uint8Array} */ (body);
    case 'ArrayBuffer': {
      const buffer = /** @type {ArrayBuffer} */ (body);
      // A buffer given away to a worker has no bytes left, and no view of it can be made.
      return buffer.byteLength ? new Uint8Array(buffer) : new Uint8Array();
    }
    case 'Object':
    case 'Array':
      return undefined;
    default:
      throw wrong('body', 'a string, a Uint8Array, or an object read from JSON', body);
  }
}

/**
 * Without what the core does not read of it: walking all contacts and all evidence of a hundred servers takes longer
 * than thinking.
 *
 * @param {Pick<Report, 'groups'>} report
 */
function withoutWords(report) {
  if (!Array.isArray(report?.groups)) return report;
  const groups = report.groups.map((group) => (typeName(group) === 'Object' ? { ...group, ...UNREAD } : group));
  return { groups };
}
const UNREAD = { because: undefined, contacts: undefined, next: undefined, recovery: undefined, rejoined: undefined };

/**
 * @param {Pick<Report, 'groups'>} report
 * @param {string[]} without
 * @returns {Outlook[]}
 */
export function whatIf(report, without) {
  mustBeLoaded('whatIf');
  return coreWhatIf(withoutWords(report), without);
}

/**
 * @param {Group} group
 * @param {Shows[]} shows
 * @returns {Answer[]}
 */
export function shown(group, shows) {
  mustBeLoaded('shown');
  return coreShown(group, shows);
}

/** @param {string} caller */
function mustBeLoaded(caller) {
  if (!memory) throw new Error(`${caller} needs the wasm loaded: await Triage.create() once before it`);
}
