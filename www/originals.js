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

/** @param {Uint8Array} bytes */
async function gunzip(bytes) {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  /** @type {Uint8Array[]} */
  const chunks = [];
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  } catch {
    // Cut off: what came before the cut is still worth showing.
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (chunks)).arrayBuffer());
}

/**
 * UTF-8 in which some bytes are not: those are read as Latin-1, one by one, as the core does.
 *
 * @param {Uint8Array} bytes
 */
function decodeMixed(bytes) {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at];
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    try {
      text += strict.decode(bytes.subarray(at, at + length));
      at += length;
    } catch {
      text += String.fromCharCode(first);
      at += 1;
    }
  }
  return text;
}

/**
 * UTF-16 of mostly ASCII has a zero in every second byte.
 *
 * @param {Uint8Array} bytes
 */
function unmarkedUtf16(bytes) {
  const sample = bytes.subarray(0, 512);
  const pairs = Math.floor(sample.length / 2);
  const zeros = (/** @type {number} */ from) => sample.filter((byte, at) => byte === 0 && at % 2 === from).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (pairs > 1 && odd * 10 > pairs * 8 && even === 0) return 'utf-16le';
  return pairs > 1 && even * 10 > pairs * 8 && odd === 0 ? 'utf-16be' : undefined;
}

/**
 * The text of a file as the core reads it (src/reading/text.rs), so that its offsets hold: unpacked, and decoded by its
 * byte order mark, which is no part of it.
 *
 * @param {string | Uint8Array | undefined} body
 * @returns {Promise<string>}
 */
export async function textOf(body) {
  if (body === undefined) return '';
  // The core takes the mark for one of its encoding, wherever the text comes from.
  if (typeof body === 'string') return body.replace(/^\ufeff/, '');
  const bytes = body[0] === 0x1f && body[1] === 0x8b ? await gunzip(body) : body;
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const wide = unmarkedUtf16(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeMixed(bytes);
  }
}

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
 * The same of a file that was not kept, or the beginning of it, read anew; undefined where its bytes do not tell where
 * that is: packed, or not UTF-8, or when the file is gone.
 *
 * @param {File} file
 * @param {number} offset
 * @param {number} length
 */
export async function stretchOf(file, offset, length) {
  try {
    const bytes = async (/** @type {number} */ from, /** @type {number} */ to) =>
      new Uint8Array(await file.slice(from, to).arrayBuffer());
    const head = await bytes(0, 512);
    const [a, b] = head;
    const isPacked = a === 0x1f && b === 0x8b;
    if (isPacked || (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || unmarkedUtf16(head)) return undefined;
    const from = offset + (a === 0xef && b === 0xbb && head[2] === 0xbf ? 3 : 0);
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    // A character cut in two at the end is left out.
    const text = decoder.decode(await bytes(from, from + Math.min(length, MOST_SHOWN)), { stream: true });
    return { text, firstLine: offset === 0 ? 1 : undefined };
  } catch {
    return undefined;
  }
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
