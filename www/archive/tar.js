// A tar archive as a stream: blocks of 512 bytes, a header before each file. Ours, because that is all there is to it,
// and because what is damaged, cut off or huge has to end in words here and not in an exception.

import { REST, Unreadable } from './bounds.js';

/** @typedef {import('../archive.js').Found} Found */

const BLOCK = 512;
/** Longer extended headers are an attack, not a path. */
const MOST_EXTENDED = 64 * 1024;
const TEXT = new TextDecoder();

/**
 * @param {import('./portions.js').Portions} pieces
 * @returns {AsyncGenerator<Found>} Whatever is not read of one file is passed over when the next is asked for.
 */
export async function* filesInTar(pieces) {
  /** What extended headers say of the next file. @type {Extended} */
  let extended = {};
  let ended = false;
  let lost = false;
  for (;;) {
    const block = await pieces.take(BLOCK);
    if (block.length < BLOCK) {
      if (!ended || block.length > 0) yield { path: '', trouble: cutOff() };
      return;
    }
    if (block.every((byte) => byte === 0)) {
      // One archive may follow another.
      ended = true;
      continue;
    }
    const header = headerOf(block);
    if (!header) {
      if (!lost) yield { path: '', trouble: damaged() };
      lost = true;
      continue;
    }
    lost = false;
    ended = false;
    const size = extended.size ?? header.size;
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if ('xLgK'.includes(header.type)) {
      if (size > MOST_EXTENDED) yield { path: header.path, trouble: damaged() };
      else if (header.type !== 'g') extended = { ...extended, ...extendedBy(header.type, await pieces.take(size)) };
      await passOver(pieces, size > MOST_EXTENDED || header.type === 'g' ? padded : padded - size);
      continue;
    }
    const path = extended.path ?? header.path;
    const isSparse = header.type === 'S' || extended.sparse;
    extended = {};
    let left = size;
    if (isSparse) {
      yield { path, trouble: new Unreadable('a sparse file, which is not all there', 'Drop the file itself') };
    } else if ('12'.includes(header.type)) {
      yield { path, skipped: 'links', trouble: new Unreadable('a link to another file',
        'Archive what it leads to: `tar --dereference`') };
    } else if ('07\0'.includes(header.type) && !path.endsWith('/')) {
      yield {
        path,
        bytes: (async function* () {
          for await (const piece of pieces.next(left)) {
            left -= piece.length;
            yield piece;
          }
          if (left > 0) throw cutOff();
        })(),
      };
    }
    await passOver(pieces, left + padded - size);
  }
}

/** @typedef {{ path?: string, size?: number, sparse?: boolean }} Extended */

function cutOff() {
  return new Unreadable('the archive ends too early: cut off, or still being written', REST);
}

function damaged() {
  return new Unreadable('part of the tar archive is damaged: where a file should begin there is something else',
    'What is whole is used; copy the archive again for the rest');
}

/**
 * @param {import('./portions.js').Portions} pieces
 * @param {number} length
 */
async function passOver(pieces, length) {
  const passed = pieces.next(length);
  while (!(await passed.next()).done);
}

/** @param {Uint8Array} block */
function headerOf(block) {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  const size = numberIn(block.subarray(124, 136));
  if (sum !== numberIn(block.subarray(148, 156)) || size === undefined) return undefined;
  const name = textIn(block.subarray(0, 100));
  // GNU has other things in the prefix's place.
  const prefix = block[262] === 0 ? textIn(block.subarray(345, 500)) : '';
  return { path: prefix ? `${prefix}/${name}` : name, size, type: String.fromCharCode(block[156]) };
}

/** @param {Uint8Array} field */
function textIn(field) {
  const end = field.indexOf(0);
  return TEXT.decode(end < 0 ? field : field.subarray(0, end));
}

/**
 * Octal digits, or where these would not do, the bytes of a big number.
 * @param {Uint8Array} field
 */
function numberIn(field) {
  const number = field[0] & 0x80
    ? field.reduce((total, byte, at) => total * 256 + (at ? byte : byte & 0x7f), 0)
    : Number(`0o${textIn(field).trim() || '0'}`);
  return Number.isSafeInteger(number) ? number : undefined;
}

/**
 * @param {string} type
 * @param {Uint8Array} bytes
 * @returns {Extended}
 */
function extendedBy(type, bytes) {
  if (type === 'K') return {};
  if (type === 'L') return { path: textIn(bytes) };
  /** @type {Extended} */
  const says = {};
  // Records of `length key=value\n`, the length counting itself.
  for (let at = 0; at < bytes.length;) {
    const length = Number.parseInt(TEXT.decode(bytes.subarray(at, at + 8)), 10);
    if (!(length > 0)) break;
    const record = TEXT.decode(bytes.subarray(at, at + length - 1));
    const [, key, value] = /^[0-9]+ ([^=]+)=([^]*)$/.exec(record) ?? [];
    if (key === 'path' || key === 'GNU.sparse.name') says.path = value;
    if (key === 'size' && Number.isSafeInteger(Number(value)) && Number(value) >= 0) says.size = Number(value);
    if (key?.startsWith('GNU.sparse.')) says.sparse = true;
    at += length;
  }
  return says;
}
