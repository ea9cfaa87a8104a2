// Any stream as pieces: what hands them over fastest with the least memory is used where the browser has it.

import { typeName, wrong } from './input.js';

/** @typedef {Uint8Array | string} Piece */

/** What a BYOB reader fills at once: a file is handed over fastest like this, and needs no more memory than two. */
const BUFFER = 1024 * 1024;

/** So long a file on a slow disk may take for one buffer; then it is read on in another way. */
const PATIENCE_MS = 3000;

/**
 * Chromium lets a file's reader hang for ever when a garbage collection finds it held by local variables alone. So all
 * that is being read is held here.
 * @type {Set<unknown>}
 */
const held = new Set();

/** Why a stream ended before its end, in words for the report. */
export class Problem extends Error {}

/** Waiting that another can end: an answer may never come. */
export class Wait {
  /** @type {(reason: unknown) => void} */
  #end = () => {};
  /** @type {{ reason: unknown } | undefined} */
  #over;

  /**
   * @template T
   * @param {Promise<T>} answer
   * @param {number} [patience] Milliseconds; without it, as long as it takes.
   * @returns {Promise<T>}
   */
  for(answer, patience) {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(this.#over.reason);
      this.#end = reject;
      const timer = patience === undefined ? undefined : setTimeout(() => reject(new Stalled()), patience);
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  /** Throws where it was ended. */
  check() {
    if (this.#over) throw this.#over.reason;
  }

  /**
   * Ends this wait and all that follow.
   * @param {unknown} reason
   */
  end(reason) {
    this.#over ??= { reason };
    this.#end(reason);
  }
}

class Stalled extends Error {}

/**
 * @param {unknown} given
 * @returns {Blob | ReadableStream<Piece> | AsyncIterable<Piece>}
 */
export function streamOf(given) {
  const stream = /** @type {any} */ (given);
  if (typeof stream === 'object' && stream !== null) {
    // A response without content has no stream.
    if (stream.body === null) return new Blob();
    const inner = typeof stream.body === 'object' ? stream.body : stream;
    if (inner.locked) throw new TypeError('stream is locked: somebody else is reading it');
    if (isBlob(inner) || typeof inner.getReader === 'function' || inner[Symbol.asyncIterator]) return inner;
  }
  throw wrong('stream', 'a ReadableStream, a Blob, a File, a Response or an async iterable', given);
}

/**
 * @param {any} stream
 * @returns {stream is Blob}
 */
export function isBlob(stream) {
  return typeof stream.stream === 'function' && typeof stream.slice === 'function';
}

/**
 * A piece is good until the next one is asked for: its memory is used again.
 *
 * @param {ReturnType<typeof streamOf>} stream
 * @param {Wait} wait
 * @returns {AsyncGenerator<Piece>}
 */
export async function* pieces(stream, wait) {
  const all = isBlob(stream) ? ofBlob(stream, wait) : 'getReader' in stream ? ofStream(stream, wait) : of(stream, wait);
  for await (const piece of all) {
    if (typeof piece === 'string' || typeName(piece) === 'Uint8Array') yield piece;
    else throw new TypeError(`a piece of a stream must be a Uint8Array or a string, got ${typeName(piece)}`);
  }
}

/**
 * @param {Blob} blob
 * @param {Wait} wait
 */
async function* ofBlob(blob, wait) {
  let done = 0;
  try {
    for await (const piece of ofStream(blob.stream(), wait, PATIENCE_MS)) {
      done += piece.length;
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof Stalled)) throw error;
    yield* byDefault(blob.slice(done).stream().getReader(), wait);
  }
}

/**
 * @param {ReadableStream<any>} stream
 * @param {Wait} wait
 * @param {number} [patience]
 * @returns {AsyncGenerator<any>}
 */
async function* ofStream(stream, wait, patience) {
  const reader = byobReader(stream);
  held.add(stream).add(reader);
  try {
    if (reader) yield* byob(reader, wait, patience);
    else yield* byDefault(stream.getReader(), wait);
  } finally {
    held.delete(stream);
    held.delete(reader);
  }
}

/**
 * @param {ReadableStream} stream
 * @returns {ReadableStreamBYOBReader | undefined} Where the browser has it, and the stream is one of bytes.
 */
function byobReader(stream) {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

/**
 * @param {ReadableStreamBYOBReader} reader
 * @param {Wait} wait
 * @param {number} [patience]
 */
async function* byob(reader, wait, patience) {
  const read = (/** @type {ArrayBuffer} */ buffer) => {
    const answer = reader.read(new Uint8Array(buffer));
    // Nobody may be left to wait for it.
    answer.catch(() => {});
    return answer;
  };
  try {
    // While one buffer is looked at, the other is filled.
    let next = read(new ArrayBuffer(BUFFER));
    let spare = new ArrayBuffer(BUFFER);
    for (;;) {
      const { value, done } = await wait.for(next, patience);
      if (done || !value) return;
      next = read(spare);
      yield value;
      spare = value.buffer;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {ReadableStreamDefaultReader} reader
 * @param {Wait} wait
 */
async function* byDefault(reader, wait) {
  held.add(reader);
  try {
    for (;;) {
      const { value, done } = await wait.for(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    held.delete(reader);
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {AsyncIterable<Piece>} iterable
 * @param {Wait} wait
 */
async function* of(iterable, wait) {
  const iterator = iterable[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await wait.for(Promise.resolve(iterator.next()));
      if (done) return;
      yield value;
    }
  } finally {
    // Not waited for: what hangs would hang here too.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

/**
 * Pieces of at most `most` bytes, and no character in two of them.
 *
 * @template {Piece} P
 * @param {P} piece
 * @param {number} most
 * @returns {Generator<P>}
 */
export function* cut(piece, most) {
  if (typeof piece === 'string') {
    // One unit of UTF-16 is at most three bytes of UTF-8.
    const length = Math.floor(most / 3);
    for (let at = 0; at < piece.length;) {
      let end = at + length;
      if (isHigh(piece.charCodeAt(end - 1))) end -= 1;
      yield /** @type {P} */ (piece.slice(at, end));
      at = end;
    }
  } else {
    for (let at = 0; at < piece.length; at += most) yield /** @type {P} */ (piece.subarray(at, at + most));
  }
}

/**
 * The first half of a character that takes two units of UTF-16.
 * @param {number} unit NaN beyond the end.
 */
export function isHigh(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
