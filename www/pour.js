// A stream poured into whatever takes it, with its progress, to its end or to why it ended early.

import { unpacked } from './gunzip.js';
import { cut, isBlob, isHigh, pieces, Problem, streamOf, Wait } from './pieces.js';
import { sizeWords } from './size.js';
import { breathe } from './turn.js';

/** @import { Progress } from './quorate.js' */
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
 * @param {unknown} stream What `streamOf` knows.
 * @param {Pouring} pouring
 * @param {number} most Bytes in a piece.
 * @param {(piece: Piece) => number} take Gets each piece before the next is read, and says how many bytes it had.
 * @returns {Promise<{ bytes: number, problem?: string }>} How much was read, and why not all of it.
 */
export async function pour(stream, pouring, most, take) {
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
  /** @type {string | undefined} */
  let problem;
  try {
    for await (const piece of whole(unpacked(counted(pieces(from, wait), meter)))) {
      for (const part of cut(piece, most)) {
        const bytes = take(part);
        if (typeof part === 'string') meter.add(bytes);
        await breathe();
        wait.check();
      }
    }
  } catch (error) {
    // Of a file that has vanished browsers say `network error`.
    const why = isBlob(from) ? 'the file is gone, was changed, or cannot be read' : error;
    problem = error instanceof Problem ? error.message : `broke off after ${meter.words()}: ${why}`;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  meter.tell();
  return { bytes: meter.bytes, problem };
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
