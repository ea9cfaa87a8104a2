// Pieces that may be gzip, unpacked. Memory stays bounded whatever the file says it is.

import { Problem } from './pieces.js';
import { sizeWords } from './size.js';
import { turn } from './turn.js';

/** @import { Piece } from './pieces.js' */

/**
 * What is fed at once. Of what fails nothing comes out: so a short file is fed in little bits, and a long one in what
 * unpacks, at the highest ratio that gzip can reach, to 16 MB.
 */
const FEED = { first: 1024, later: 16 * 1024, from: 64 * 1024 };

/** Dumps of real clusters pack 10 to 60 to 1; gzip reaches 1,032 to 1. What unpacks to more than this is no dump. */
const MOST = { free: 64 * 1024 * 1024, ratio: 200 };

/** Behind what is packed: its check sum, and its length. */
const END = 8;
/** No gzip file is shorter: ten bytes are before what is packed. */
const SHORTEST = 10 + END;

/** Node unpacks beside: what it has made may come so much later. */
const LATER_MS = 20;

/**
 * What is gzip is seen from its first two bytes, and from nothing else.
 *
 * @param {AsyncIterable<Piece>} pieces
 * @returns {AsyncGenerator<Piece>}
 */
export async function* unpacked(pieces) {
  const iterator = pieces[Symbol.asyncIterator]();
  /** @type {Piece[]} */
  const first = [];
  let head = new Uint8Array();
  while (head.length < 2) {
    const { value, done } = await iterator.next();
    if (done) break;
    // Its memory is used again.
    first.push(typeof value === 'string' || value.length > 1 ? value : value.slice());
    if (typeof value === 'string') break;
    head = joined(head, value.subarray(0, 2));
  }
  const all = following(first, iterator);
  if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzip(/** @type {AsyncIterable<Uint8Array>} */ (all));
  else yield* all;
}

/**
 * @param {Piece[]} first
 * @param {AsyncIterator<Piece>} iterator
 */
async function* following(first, iterator) {
  try {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  } finally {
    await iterator.return?.();
  }
}

/**
 * Where the next one may begin: with the magic bytes, and the only way of packing there is.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 */
function mark(bytes, from) {
  let at = bytes.indexOf(0x1f, from);
  while (at >= 0 && (bytes[at + 1] !== 0x8b || bytes[at + 2] !== 0x08)) at = bytes.indexOf(0x1f, at + 1);
  return at;
}

/**
 * A gzip file may be several, one after the other, and DecompressionStream reads only one. Where the next begins it
 * does not tell. But each ends with the length of what is in it: where these four bytes stand before the mark of a
 * beginning, and are right, one ends.
 *
 * @param {AsyncIterable<Uint8Array>} pieces
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* gunzip(pieces) {
  const sizes = { packed: 0, unpacked: 0 };
  let one = new Unpacker(sizes);
  let rest = new Uint8Array();
  try {
    for await (const piece of pieces) {
      const bytes = joined(rest, piece);
      const last = bytes.length - END;
      let from = 0;
      for (let at = mark(bytes, 0); at >= 0 && at < last; at = mark(bytes, at + 1)) {
        yield* one.feed(bytes.subarray(from, at));
        from = at;
        yield* one.drain();
        if (!one.isWhole()) continue;
        yield* one.end();
        one = new Unpacker(sizes);
      }
      if (from < last) {
        yield* one.feed(bytes.subarray(from, last));
        from = last;
      }
      rest = bytes.slice(from);
    }
    // The sums alone: when they are wrong, what they are of has come.
    yield* one.drain();
    yield* one.feed(rest);
    yield* one.drain();
    yield* one.end();
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    throw new Problem(`a damaged gzip file, or one that was cut off: ${sizeWords(sizes.unpacked)} could be unpacked`);
  } finally {
    one.leave();
  }
}

class Damaged extends Error {}

/** One gzip file. */
class Unpacker {
  #sizes;
  #writer;
  #reader;
  /** @type {Promise<ReadableStreamReadResult<Uint8Array>> | undefined} */
  #next;
  #fed = 0;
  #made = 0;
  #last = new Uint8Array();

  /** @param {{ packed: number, unpacked: number }} sizes Of all that are in the file. */
  constructor(sizes) {
    const { readable, writable } = new DecompressionStream('gzip');
    this.#sizes = sizes;
    this.#writer = writable.getWriter();
    this.#reader = readable.getReader();
    for (const over of [this.#writer.closed, this.#reader.closed]) over.catch(() => {});
  }

  /** @param {Uint8Array} bytes */
  async *feed(bytes) {
    for (let at = 0; at < bytes.length;) {
      const some = bytes.subarray(at, at + (this.#sizes.packed < FEED.from ? FEED.first : FEED.later));
      at += some.length;
      this.#fed += some.length;
      this.#sizes.packed += some.length;
      this.#last = joined(this.#last, some.subarray(-4)).slice(-4);
      // A copy: Node still reads it when it says that it was written.
      // eslint-disable-next-line no-restricted-properties -- bytes into a stream, no markup into a document
      yield* this.#until(this.#writer.write(some.slice()));
    }
  }

  /** What was made of all that was fed: it lies ready, and comes before anything else is done. */
  drain() {
    return this.#until(turn());
  }

  /** Does what was fed end with the right length? */
  isWhole() {
    const [a, b, c, d] = this.#last;
    return this.#fed >= SHORTEST && a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24 === this.#made % 2 ** 32;
  }

  async *end() {
    let made = -1;
    while (!this.isWhole() && made < this.#made) {
      made = this.#made;
      yield* this.#until(new Promise((resolve) => setTimeout(resolve, LATER_MS)));
    }
    this.#writer.close().catch(() => {});
    yield* this.#until(new Promise(() => {}));
  }

  leave() {
    this.#writer.abort().catch(() => {});
    this.#reader.cancel().catch(() => {});
  }

  /**
   * What is made until then.
   * @param {Promise<unknown>} then
   */
  async *#until(then) {
    const over = then.then(() => undefined);
    over.catch(() => {});
    for (;;) {
      if (!this.#next) {
        this.#next = this.#reader.read();
        this.#next.catch(() => {});
      }
      const got = await Promise.race([this.#next, over]).catch((error) => {
        throw new Damaged(error);
      });
      if (!got) return;
      this.#next = undefined;
      if (got.done) return;
      this.#made += got.value.length;
      this.#sizes.unpacked += got.value.length;
      if (this.#sizes.unpacked > MOST.free + MOST.ratio * this.#sizes.packed) throw bomb(this.#sizes);
      yield got.value;
    }
  }
}

/** @param {{ packed: number, unpacked: number }} sizes */
function bomb({ packed, unpacked: made }) {
  return new Problem(`a gzip bomb: ${sizeWords(packed)} of it unpack to ${sizeWords(made)}, which no answer does`);
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
function joined(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
