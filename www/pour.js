// A stream poured into whatever takes it, with its progress, to its end or to why it ended early.

import { REST, Unreadable } from './archive/bounds.js';
import { HEAD, archiveKind } from './archive/kind.js';
import { unpacked } from './gunzip.js';
import { cut, headed, isBlob, isHigh, pieces, Problem, streamOf, until, Wait } from './pieces.js';
import { sizeWords } from './size.js';
import { breathe } from './turn.js';

/** @import { Progress } from './quorate.js' */
/** @import { Found } from './archive.js' */
/** @import { Piece } from './pieces.js' */

const TELL_EVERY_MS = 100;

/**
 * @typedef {object} Pouring
 * @property {number} [total]
 * @property {AbortSignal} [signal]
 * @property {(progress: Progress) => void} [onProgress]
 */

/** How far a stream is. */
class Meter {
  #tell;
  #start = performance.now();
  #told = performance.now();
  bytes = 0;
  total;

  /** @param {Pouring} pouring */
  constructor({ total, onProgress }) {
    this.total = total;
    this.#tell = onProgress;
  }

  /** @param {number} bytes */
  add(bytes) {
    this.bytes += bytes;
    if (this.#tell && performance.now() - this.#told >= TELL_EVERY_MS) this.tell();
  }

  /** @param {number} position */
  reach(position) {
    this.bytes = 0;
    this.add(position);
  }

  tell() {
    this.#told = performance.now();
    const seconds = (this.#told - this.#start) / 1000;
    const rate = seconds > 0 ? Math.round(this.bytes / seconds) : 0;
    const { bytes, total } = this;
    this.#tell?.(total === undefined ? { bytes, rate } : { bytes, total, rate });
  }

  /** `12 MB of 100 MB` */
  words() {
    return this.total === undefined ? sizeWords(this.bytes) : `${sizeWords(this.bytes)} of ${sizeWords(this.total)}`;
  }
}

/**
 * @typedef {object} Into What takes it in: one file, or the files of an archive, one after the other.
 * @property {string} source
 * @property {number} most Bytes in a piece.
 * @property {(file?: Found) => void} begin
 * @property {(piece: Piece) => number} take Gets each piece before the next is read, and says how many bytes it had.
 * @property {(problem?: string) => void} end
 * @property {(file: Found) => void} note A file of which nothing can be read.
 */

/**
 * @param {unknown} stream What `streamOf` knows.
 * @param {Pouring} pouring
 * @param {Into} into
 * @returns {Promise<{ bytes: number, problem?: string }>} How much was read, and why not all of it.
 */
export async function pour(stream, pouring, into) {
  const from = streamOf(stream);
  const { total = isBlob(from) ? from.size : undefined, signal } = pouring;
  const meter = new Meter({ ...pouring, total });
  const wait = new Wait();
  const stop = () => {
    const reason = signal?.reason;
    wait.end(reason instanceof Problem ? reason : new Problem(`cancelled after ${meter.words()}`));
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    const problem = await new Pour(meter, wait, into).all(from);
    meter.tell();
    return { bytes: meter.bytes, problem };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

class Pour {
  #meter;
  #wait;
  #into;
  #isFile = false;

  /**
   * @param {Meter} meter
   * @param {Wait} wait
   * @param {Into} into
   */
  constructor(meter, wait, into) {
    this.#meter = meter;
    this.#wait = wait;
    this.#into = into;
  }

  /**
   * @param {ReturnType<typeof streamOf>} from
   * @returns {Promise<string | undefined>} Why not all was read.
   */
  async all(from) {
    this.#isFile = isBlob(from);
    try {
      // A ZIP archive is read where its files lie, and not from its start on.
      if (isBlob(from) && archiveKind(await startOf(from)) === 'zip') return await this.#archive('zip', from);
      const { head, all } = await headed(unpacked(counted(pieces(from, this.#wait), this.#meter)), HEAD);
      const kind = archiveKind(head);
      if (kind) return await this.#archive(kind, /** @type {AsyncIterable<Uint8Array>} */ (all));
      return await this.#file(whole(all));
    } catch (error) {
      // It broke off before anything of it was known.
      return this.#file([], undefined, this.#words(error));
    }
  }

  /**
   * @param {AsyncIterable<Piece> | Iterable<Piece>} all
   * @param {Found} [found]
   * @param {string} [problem]
   */
  async #file(all, found, problem) {
    this.#into.begin(found);
    try {
      for await (const piece of all) {
        for (const part of cut(piece, this.#into.most)) {
          const bytes = this.#into.take(part);
          if (typeof part === 'string') this.#meter.add(bytes);
          await breathe();
          this.#wait.check();
        }
      }
    } catch (error) {
      problem = this.#words(error);
    }
    this.#into.end(problem);
    return problem;
  }

  /**
   * @param {'zip' | 'tar'} kind
   * @param {Blob | AsyncIterable<Uint8Array>} from
   */
  async #archive(kind, from) {
    /** @type {string | undefined} */
    let problem;
    try {
      // Fetched when the first one comes.
      const { filesOf } = await import('./archive.js');
      const reach = (/** @type {number} */ position) => this.#meter.reach(position);
      for await (const found of until(filesOf(kind, from, this.#into.source, reach), this.#wait)) {
        if (found.bytes) await this.#file(until(found.bytes, this.#wait), found);
        else this.#into.note(found);
        if (!found.path) problem ??= found.trouble?.message;
        this.#wait.check();
      }
    } catch (error) {
      problem = this.#words(error);
      this.#into.note({ path: '', trouble: error instanceof Unreadable ? error : new Unreadable(problem, REST) });
    }
    return problem;
  }

  /** @param {unknown} error */
  #words(error) {
    if (error instanceof Problem) return error.message;
    // Of a file that has vanished browsers say `network error`.
    const why = this.#isFile ? 'the file is gone, was changed, or cannot be read' : error;
    return `broke off after ${this.#meter.words()}: ${why}`;
  }
}

/** @param {Blob} blob */
async function startOf(blob) {
  return new Uint8Array(await blob.slice(0, 4).arrayBuffer());
}

/**
 * @param {AsyncIterable<Piece>} all
 * @param {Meter} meter
 */
async function* counted(all, meter) {
  for await (const piece of all) {
    if (typeof piece !== 'string') meter.add(piece.length);
    yield piece;
  }
}

/**
 * No character in two strings.
 * @param {AsyncIterable<Piece>} all
 */
async function* whole(all) {
  let half = '';
  for await (const piece of all) {
    if (typeof piece === 'string') {
      const text = half + piece;
      half = isHigh(text.charCodeAt(text.length - 1)) ? text.slice(-1) : '';
      yield half ? text.slice(0, -1) : text;
    } else {
      if (half) yield half;
      half = '';
      yield piece;
    }
  }
  if (half) yield half;
}
