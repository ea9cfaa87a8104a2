// A file through which one goes mostly forward: small things that lie one behind the other are read at once.

const WINDOW = 1024 * 1024;
/** Every signature in a ZIP archive begins with it. */
const P = 0x50;

export class Window {
  #from = 0;
  #bytes = new Uint8Array(0);

  /** @param {Blob} blob */
  constructor(blob) {
    this.blob = blob;
    this.size = blob.size;
  }

  /**
   * Fewer bytes than asked for at the end only.
   * @param {number} from
   * @param {number} length
   */
  async at(from, length) {
    const isHere = from >= this.#from && from + length <= this.#from + this.#bytes.length;
    if (!isHere) {
      this.#bytes = new Uint8Array(await this.blob.slice(from, from + Math.max(length, WINDOW)).arrayBuffer());
      this.#from = from;
    }
    const start = from - this.#from;
    return new DataView(this.#bytes.buffer, start, Math.min(length, this.#bytes.length - start));
  }

  /**
   * @param {number} from
   * @param {number} signature
   * @returns {Promise<number>} -1 if there is none
   */
  async find(from, signature) {
    for (let at = from; at + 4 <= this.size; at = this.#from + this.#bytes.length - 3) {
      await this.at(at, 4);
      const bytes = this.#bytes;
      if (bytes.length < 4) break;
      const view = new DataView(bytes.buffer);
      for (let n = bytes.indexOf(P, at - this.#from); n >= 0 && n + 4 <= bytes.length; n = bytes.indexOf(P, n + 1)) {
        if (view.getUint32(n, true) === signature) return this.#from + n;
      }
    }
    return -1;
  }
}
