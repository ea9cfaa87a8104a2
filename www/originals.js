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
 * @property {string | Uint8Array} [body]
 */

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
 * The text of a file as the core reads it: unpacked, and decoded by its byte order mark, which is no part of it.
 *
 * @param {string | Uint8Array | undefined} body
 * @returns {Promise<string>}
 */
export async function textOf(body) {
  if (body === undefined) return '';
  if (typeof body === 'string') return body.replace(/^\ufeff/, '');
  const bytes = body[0] === 0x1f && body[1] === 0x8b ? await gunzip(body) : body;
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
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
