// Readings in a link: behind its `#`, which no browser sends to a server. Compressed, in letters that no chat breaks.

/** @import { Readings } from '../redact.js' */

export const MARK = 'readings=';

/** Beyond this, mail programs and chats cut a link, and some browsers open none. */
export const LONGEST = 32_000;
/** What a link of that length could unpack to, and nothing honest does. */
const MOST = 64 * 1024 * 1024;

/** What Quorate wrote, and cannot be read back. */
export class Unopened extends Error {
  /**
   * @param {string} what
   * @param {string} remedy
   */
  constructor(what, remedy) {
    super(`${what}. ${remedy}`);
    this.what = what;
    this.remedy = remedy;
  }
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @param {string} letters */
function bytesOf(letters) {
  const binary = atob(letters.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/**
 * @param {Uint8Array} bytes
 * @param {TransformStream} through
 */
async function piped(bytes, through) {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(through);
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > MOST) {
      throw new Unopened('A link that unpacks to more than Quorate puts into one', 'Ask for the file instead');
    }
    chunks.push(next.value);
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (chunks)).arrayBuffer());
}

/**
 * What stands behind the `#`.
 *
 * @param {Readings} readings
 * @returns {Promise<string>}
 */
export async function fragmentOf({ inputs, expected }) {
  const bytes = new TextEncoder().encode(JSON.stringify({ quorate: 'readings/1', expected, inputs }));
  return `#${MARK}${base64url(await piped(bytes, new CompressionStream('deflate-raw')))}`;
}

/**
 * @param {string} text A link, or its end, as it was pasted or opened.
 * @returns {Promise<Readings | undefined>} Nothing where it carries none. Throws an {@link Unopened}.
 */
export async function readingsOf(text) {
  const [, letters] = /#readings=([^\s#]*)\s*$/.exec(text) ?? [];
  if (letters === undefined) return undefined;
  if (!/^[\w-]+$/.test(letters)) {
    throw new Unopened('A link that has lost or changed letters on its way', 'Copy it again, whole');
  }
  let json;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(
      await piped(bytesOf(letters), new DecompressionStream('deflate-raw')),
    );
  } catch (error) {
    if (error instanceof Unopened) throw error;
    throw new Unopened('A link that was cut off or changed on its way',
      'Copy it again, whole, or ask for the file instead');
  }
  return readingsIn(json);
}

/**
 * @param {string} json
 * @returns {Readings}
 */
export function readingsIn(json) {
  /** @type {any} */
  let given;
  try {
    given = JSON.parse(json);
  } catch {
    throw new Unopened('Saved readings that are cut off', 'Ask for them again');
  }
  if (given?.quorate !== 'readings/1' && String(given?.quorate).startsWith('readings/')) {
    throw new Unopened('Readings saved by a newer Quorate', 'Load this page anew, or open them there');
  }
  const strings = ['source', 'server', 'path', 'error', 'batch', 'body'];
  const isInput = (/** @type {any} */ one) => typeof one === 'object' && one !== null && typeof one.source === 'string'
    && strings.every((key) => one[key] === undefined || typeof one[key] === 'string')
    && (one.status === undefined || (Number.isInteger(one.status) && one.status >= 0 && one.status <= 65535))
    && (one.moment === undefined || typeof one.moment === 'string' || Number.isFinite(one.moment));
  const { inputs, expected = [] } = given ?? {};
  const isWhole = given?.quorate === 'readings/1' && Array.isArray(inputs) && inputs.every(isInput)
    && Array.isArray(expected) && expected.every((name) => typeof name === 'string');
  if (!isWhole) throw new Unopened('Saved readings that are not as Quorate writes them', 'Ask for them again');
  const known = [...strings, 'status', 'moment'];
  // What it has besides is nothing of ours.
  const only = (/** @type {any} */ one) =>
    Object.fromEntries(known.filter((key) => key in one).map((key) => [key, one[key]]));
  return { inputs: /** @type {any} */ (inputs.map(only)), expected };
}
