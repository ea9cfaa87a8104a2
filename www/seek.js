/**
 * Where the value at a JSON Pointer stands in a file of any size: found as the file passes by, with nothing kept but
 * the lines around it.
 *
 * @typedef {object} Found
 * @property {string} text The lines around the value.
 * @property {number} firstLine The number of the first of them in the file.
 * @property {import('./render/locate.js').Place} mark The value, in characters of `text`.
 *
 * @typedef {Blob | AsyncIterable<Uint8Array>} Source
 * @typedef {{ offset: number, bytes: number }} Document Where it is, in bytes of the file's text.
 */

import { unpacked } from './gunzip.js';
import { isBlob, pieces, Wait } from './pieces.js';
import { Passing, walkTo } from './render/locate.js';
import { inUtf8 } from './text.js';
import { turn } from './turn.js';

/** How much is shown on either side, in characters, and at most of the value itself. */
const AROUND = 256 * 1024;

/**
 * @param {Source} file
 * @param {Document} document
 * @param {string} pointer
 * @returns {Promise<Found | undefined>} Nothing where it is not there, or the file is gone.
 */
export async function seek(file, document, pointer) {
  const passing = new Passing();
  const walk = walkTo(passing, pointer);
  const around = new Around();
  /** @type {import('./render/locate.js').Place | undefined} */
  let mark;
  try {
    for await (const text of textsOf(file, document, around)) {
      around.take(text);
      passing.next(text);
      const step = mark ? undefined : walk.next();
      if (step?.done) {
        mark = step.value ?? undefined;
        if (!mark) return undefined;
      }
      around.keep(passing.start ?? passing.place);
      if (mark && around.reaches(mark.end + AROUND)) break;
      if (passing.start !== undefined && around.reaches(passing.start + 2 * AROUND)) break;
      await turn();
    }
  } catch {
    return undefined;
  }
  const { start } = passing;
  if (start === undefined) return undefined;
  return around.excerpt({ start, end: mark?.end ?? Infinity });
}

/**
 * The beginning of a document in a file of any size.
 *
 * @param {Source} file
 * @param {Document} document
 * @param {number} most So many characters.
 * @returns {Promise<{ text: string, firstLine: number } | undefined>} Nothing where the file is gone.
 */
export async function beginning(file, document, most) {
  const before = new Around();
  let text = '';
  try {
    for await (const more of textsOf(file, document, before)) {
      text += more;
      if (text.length >= most) break;
    }
  } catch {
    return undefined;
  }
  return { text: text.slice(0, most), firstLine: before.line };
}

/**
 * @param {Source} file
 * @param {Document} document
 * @param {Around} around Is told of the lines before.
 */
async function* textsOf(file, document, around) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let before = document.offset;
  let left = document.bytes;
  const all = /** @type {AsyncIterable<Uint8Array>} */ (unpacked(isBlob(file) ? pieces(file, new Wait()) : file));
  for await (const piece of inUtf8(all)) {
    const skipped = piece.subarray(0, before);
    around.pass(skipped);
    before -= skipped.length;
    const bytes = piece.subarray(skipped.length, skipped.length + left);
    left -= bytes.length;
    if (bytes.length) yield decoder.decode(bytes, { stream: true });
    if (!left) break;
  }
  yield decoder.decode();
}

/** The text around a place that is still to come. */
class Around {
  #text = '';
  /** Where that text begins, in characters from the beginning of the document. */
  #from = 0;
  /** Of that text, the number of the first. */
  line = 1;

  /** @param {Uint8Array} bytes Before the document. */
  pass(bytes) {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.line += 1;
  }

  /** @param {string} text */
  take(text) {
    this.#text += text;
  }

  /**
   * Drops the lines that end too far before a place.
   *
   * @param {number} place
   */
  keep(place) {
    const cut = place - AROUND - this.#from;
    if (cut <= AROUND) return;
    // Cut at a line's end; in one long line, anywhere.
    const end = this.#text.lastIndexOf('\n', cut) + 1 || cut;
    for (let at = this.#text.indexOf('\n'); at >= 0 && at < end; at = this.#text.indexOf('\n', at + 1)) this.line += 1;
    this.#text = this.#text.slice(end);
    this.#from += end;
  }

  /** @param {number} place */
  reaches(place) {
    return this.#from + this.#text.length >= place;
  }

  /**
   * @param {import('./render/locate.js').Place} place
   * @returns {Found}
   */
  excerpt({ start, end }) {
    const [from, to] = [start - this.#from, Math.min(end - this.#from, this.#text.length)];
    return { text: this.#text, firstLine: this.line, mark: { start: from, end: to } };
  }
}
