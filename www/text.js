/**
 * Bytes as text, as the core reads them (src/reading/text.rs), so that the places it counts in them hold: unpacked,
 * decoded by a byte order mark, which is no part of the text, and where bytes are no UTF-8 those as Latin-1.
 */

import { headed, joined } from './pieces.js';

/** So many bytes tell what a text is written in. */
const TELLING = 512;

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
 * What begins with such bytes is written in; undefined for UTF-8, or near enough.
 *
 * @param {Uint8Array} bytes
 */
function wide(bytes) {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // UTF-16 of mostly ASCII has a zero in every second byte.
  const sample = bytes.subarray(0, TELLING);
  const pairs = Math.floor(sample.length / 2);
  const zeros = (/** @type {number} */ from) => sample.filter((byte, at) => byte === 0 && at % 2 === from).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (pairs > 1 && odd * 10 > pairs * 8 && even === 0) return 'utf-16le';
  return pairs > 1 && even * 10 > pairs * 8 && odd === 0 ? 'utf-16be' : undefined;
}

/**
 * Where a character begins: at a place or up to three bytes before it. What follows three others is none of its.
 *
 * @param {Uint8Array} bytes
 * @param {number} place
 */
function beginning(bytes, place) {
  for (let at = place; at >= 0 && at > place - 4; at -= 1) if ((bytes[at] & 0xc0) !== 0x80) return at;
  return place;
}

/**
 * UTF-8 in which some bytes are none: those are read as Latin-1, one by one.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function decodeMixed(bytes) {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return strict.decode(bytes);
  } catch {
    if (bytes.length > 64) {
      const half = beginning(bytes, bytes.length >> 1);
      return decodeMixed(bytes.subarray(0, half)) + decodeMixed(bytes.subarray(half));
    }
  }
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
 * The text of a file.
 *
 * @param {string | Uint8Array | undefined} body
 * @returns {Promise<string>}
 */
export async function textOf(body) {
  if (body === undefined) return '';
  // The core takes the mark for one of its encoding, wherever the text comes from.
  if (typeof body === 'string') return body.replace(/^\ufeff/, '');
  const bytes = body[0] === 0x1f && body[1] === 0x8b ? await gunzip(body) : body;
  const encoding = wide(bytes);
  return encoding ? new TextDecoder(encoding).decode(bytes) : decodeMixed(bytes).replace(/^\ufeff/, '');
}

/**
 * The bytes of a file of any size as UTF-8, in which the core counts its places; none of them ends within a character.
 *
 * @param {AsyncIterable<Uint8Array>} pieces Unpacked.
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* inUtf8(pieces) {
  const { head, all } = await headed(pieces, TELLING);
  const encoder = new TextEncoder();
  const encoding = wide(head);
  const decoder = encoding && new TextDecoder(encoding);
  let mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  /** Of a character that may not have come whole. */
  let rest = new Uint8Array();
  for await (const piece of /** @type {AsyncIterable<Uint8Array>} */ (all)) {
    if (decoder) {
      yield encoder.encode(decoder.decode(piece, { stream: true }));
      continue;
    }
    const bytes = joined(rest, piece.subarray(mark));
    mark = Math.max(0, mark - piece.length);
    const whole = Math.max(0, beginning(bytes, bytes.length - 1));
    yield repaired(bytes.subarray(0, whole));
    rest = bytes.slice(whole);
  }
  yield decoder ? encoder.encode(decoder.decode()) : repaired(rest);
}

/** @param {Uint8Array} bytes */
function repaired(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bytes;
  } catch {
    return new TextEncoder().encode(decodeMixed(bytes));
  }
}
