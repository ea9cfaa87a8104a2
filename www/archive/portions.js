// Bytes that come piece by piece, taken in other portions than they come in.

import { joined } from '../pieces.js';

const NOTHING = new Uint8Array(0);

export class Portions {
  #coming;
  /** @type {Uint8Array} */
  #rest = NOTHING;

  /** @param {AsyncIterable<Uint8Array>} bytes */
  constructor(bytes) {
    this.#coming = bytes[Symbol.asyncIterator]();
  }

  /** @returns {Promise<boolean>} Is there anything left? */
  async #fill() {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#coming.next();
      if (done) return false;
      this.#rest = value;
    }
    return true;
  }

  /**
   * The next bytes, which stay: fewer than asked for at the end only.
   * @param {number} length
   */
  async peek(length) {
    while (this.#rest.length < length) {
      const { done, value } = await this.#coming.next();
      if (done) break;
      this.#rest = joined(this.#rest, value);
    }
    return this.#rest.subarray(0, length);
  }

  /**
   * The next bytes, copied: fewer than asked for at the end only.
   * @param {number} length
   */
  async take(length) {
    const bytes = (await this.peek(length)).slice();
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /**
   * The next bytes as they come, up to so many.
   * @param {number} [length]
   */
  async *next(length = Infinity) {
    let left = length;
    while (left > 0 && (await this.#fill())) {
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Nobody wants the rest. */
  async end() {
    this.#rest = NOTHING;
    await this.#coming.return?.();
  }
}
