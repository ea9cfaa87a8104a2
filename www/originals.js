/**
 * What was given, kept as it was given: so that all of it can be judged anew, and each value shown where it stands.
 *
 * @typedef {object} Input What the core is given, see core.js.
 * @property {string} source
 * @property {string} [server]
 * @property {string} [path]
 * @property {number} [status]
 * @property {string} [error]
 * @property {string} [batch]
 * @property {string | number} [moment]
 * @property {string | Uint8Array} [body]
 * @property {File} [file] What was too big to keep.
 * @property {() => AsyncIterable<Uint8Array>} [again] Reads it anew: a file in an archive, too big to keep.
 */

import { unpacked } from './gunzip.js';

/** So much is shown of what was not kept. */
export const MOST_SHOWN = 4 * 1024 * 1024;

/**
 * A stretch of a text, counted in the bytes of its UTF-8 form as the core counts, and the number of its first line.
 *
 * @param {string} text
 * @param {number} offset
 * @param {number} length
 */
export function stretch(text, offset, length) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let firstLine = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) firstLine += 1;
  return { text: decoder.decode(bytes.subarray(offset, offset + length)), firstLine };
}

/**
 * What a reading was read from: what was given, or the file in an archive that was.
 *
 * @param {Map<string, Input>} inputs
 * @param {string} source
 * @returns {Promise<Input | undefined>}
 */
export async function originalOf(inputs, source) {
  const given = inputs.get(givenAs(inputs, source));
  if (!given?.file || given.source === source) return given;
  const { file } = given;
  const { fileIn } = await import('./archive.js');
  const again = () => fileIn(file, source.slice(given.source.length + 1));
  const parts = [];
  let length = 0;
  try {
    for await (const piece of unpacked(again())) {
      parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (piece).slice());
      length += piece.length;
      if (length > MOST_SHOWN) return { source, again };
    }
  } catch {
    // Damaged: what comes before the damage is still worth showing.
  }
  return { source, body: length ? new Uint8Array(await new Blob(parts).arrayBuffer()) : undefined };
}

/**
 * Under what name it was given: that of its archive, where it is a file in one.
 *
 * @param {Map<string, Input>} inputs
 * @param {string} source
 */
export function givenAs(inputs, source) {
  for (let at = source.length; at > 0; at = source.lastIndexOf('/', at - 1)) {
    const name = source.slice(0, at);
    if (inputs.get(name)?.file) return name;
  }
  return source;
}
