// How much of an archive is read at most, so that no archive takes all memory or never ends, and what is said then.

import { Problem } from '../pieces.js';
import { sizeWords } from '../size.js';

/**
 * @typedef {object} Bounds
 * @property {number} listed Entries looked at.
 * @property {number} damaged Entries that cannot be read, before the rest is given up.
 * @property {number} unpacked Bytes that come out of one archive.
 * @property {number} ratio Bytes that come out for each that goes in: many alike streams reach 60, zeros 1,000.
 * @property {number} free Bytes that may come out of one file before its ratio is looked at.
 * @property {number} manifest Bytes of a manifest, which is held in memory as a whole.
 * @property {number} gathers Manifests in one archive.
 * @property {number} buffered Bytes of a ZIP archive that comes as a stream: its index is at its end.
 */

/** @type {Readonly<Bounds>} */
export const BOUNDS = Object.freeze({
  listed: 500_000,
  damaged: 1_000,
  unpacked: 64e9,
  ratio: 200,
  free: 64 * 2 ** 20,
  manifest: 128e6,
  gathers: 16,
  buffered: 512e6,
});

export const REST = 'What came before is used; copy the archive again for the rest';

/** Why an archive or a file in it could not be read, or not all of it, and what to do. */
export class Unreadable extends Problem {
  /**
   * @param {string} what
   * @param {string} remedy
   */
  constructor(what, remedy) {
    super(what);
    this.remedy = remedy;
  }
}

/** Counts what comes out of one archive, and what fails. */
export class Meter {
  #left;
  #failures = 0;
  /** Why nothing more is read of the archive. @type {Unreadable | undefined} */
  spent;

  /** @param {Bounds} bounds */
  constructor(bounds) {
    this.bounds = bounds;
    this.#left = bounds.unpacked;
  }

  /**
   * The same bytes, until they are too many for what went in.
   *
   * @param {AsyncIterable<Uint8Array>} bytes
   * @param {() => number} packed How many went in so far.
   */
  async *over(bytes, packed) {
    const { free, ratio, unpacked: most } = this.bounds;
    let unpacked = 0;
    for await (const piece of bytes) {
      unpacked += piece.length;
      this.#left -= piece.length;
      if (unpacked > free && unpacked > packed() * ratio) {
        throw new Unreadable(`it unpacks to more than ${ratio} times its size, which no answer does`,
          'Leave it away; if it is real, unpack it, and drop the file');
      }
      if (this.#left < 0) {
        this.spent = new Unreadable(`more than ${sizeWords(most)} came out of it`,
          'Unpack it, and drop the files you need');
        throw this.spent;
      }
      yield piece;
    }
  }

  /**
   * The same bytes; that they fail is counted.
   * @param {AsyncIterable<Uint8Array>} bytes
   */
  async *watched(bytes) {
    try {
      yield* bytes;
    } catch (error) {
      throw this.failed(error);
    }
  }

  /**
   * A file that cannot be read, and in what words.
   * @param {unknown} error
   */
  failed(error) {
    this.#failures += 1;
    if (this.#failures > this.bounds.damaged) {
      this.spent ??= new Unreadable(`more than ${this.bounds.damaged.toLocaleString('en')} files in it cannot be read`,
        'Copy the archive again, or unpack it, and drop the files you need');
    }
    if (error instanceof Unreadable) return error;
    const { message } = /** @type {Error} */ (error);
    return new Unreadable(message, REST);
  }
}

/** @param {number} most */
export function tooMany(most) {
  return new Unreadable(`more than ${most.toLocaleString('en')} files are in it`,
    'Unpack it, and drop the files you need');
}
