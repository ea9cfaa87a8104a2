// A ZIP archive without its index, as a copy leaves it that broke off: the index is made anew from the headers before
// each file, so that the rest reads it like any other.

import { Window } from './window.js';

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const HEADER = 30;
/** Offsets beyond do not fit into a plain index. */
const REACH = 0xffff_0000;
/** Size of a file whose end is missing: wrong on purpose, so that reading it ends in an error. */
const UNKNOWN = 0xffff_fffe;

/**
 * @param {Blob} blob
 * @param {number} most So many files.
 * @returns {Promise<Blob | undefined>} The archive with an index; nothing if there is no file in it.
 */
export async function withIndex(blob, most) {
  const archive = new Window(blob.slice(0, REACH));
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const index = [];
  for (let at = await archive.find(0, LOCAL); at >= 0 && index.length < most;) {
    const header = await archive.at(at, HEADER);
    if (header.byteLength < HEADER) break;
    const start = at + HEADER + header.getUint16(26, true) + header.getUint16(28, true);
    const file = await extent(archive, header, start);
    index.push(await indexed(archive, at, header, file));
    at = await archive.find(Math.max(file.end, start), LOCAL);
  }
  if (index.length === 0) return undefined;
  const size = index.reduce((total, { length }) => total + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  // More than fit into the field are counted by whoever reads it.
  for (const field of [8, 10]) end.setUint16(field, index.length % 65536, true);
  end.setUint32(12, size, true);
  end.setUint32(16, archive.size, true);
  return new Blob([archive.blob, ...index, end.buffer]);
}

/** @typedef {{ crc: number, packed: number, unpacked: number, end: number }} Extent */

/**
 * @param {Window} archive
 * @param {DataView} header
 * @param {number} start Where the file's bytes begin.
 * @returns {Promise<Extent>}
 */
async function extent(archive, header, start) {
  const crc = header.getUint32(14, true);
  let [packed, unpacked] = [18, 22].map((field) => header.getUint32(field, true));
  if (packed === 0xffff_ffff) [unpacked, packed] = await wideSizes(archive, header, start);
  const followed = (header.getUint16(6, true) & 8) !== 0;
  if (!followed && packed <= archive.size - start) return { crc, packed, unpacked, end: start + packed };
  if (followed) {
    // The sizes stand behind the bytes: where one of them is the distance, and not by chance.
    for (let at = await archive.find(start, DESCRIPTOR); at >= 0; at = await archive.find(at + 1, DESCRIPTOR)) {
      const behind = await archive.at(at, 24);
      const field = (/** @type {number} */ n) => (behind.byteLength >= n + 4 ? behind.getUint32(n, true) : -1);
      if (field(8) !== at - start) continue;
      // In a big archive the sizes take eight bytes each.
      const wide = field(12) === 0 && field(20) === 0;
      const size = wide ? 16 : 12;
      return { crc: field(4), packed: at - start, unpacked: field(size), end: at + size + (wide ? 8 : 4) };
    }
  }
  return { crc: 0, packed: archive.size - start, unpacked: UNKNOWN, end: archive.size };
}

/**
 * Where the plain fields are too narrow, the sizes stand in an extra field.
 *
 * @param {Window} archive
 * @param {DataView} header
 * @param {number} start
 * @returns {Promise<number[]>}
 */
async function wideSizes(archive, header, start) {
  const length = header.getUint16(28, true);
  const extra = await archive.at(start - length, length);
  for (let at = 0; at + 20 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    return [at + 4, at + 12].map((field) => Number(extra.getBigUint64(field, true)));
  }
  return [UNKNOWN, UNKNOWN];
}

/**
 * @param {Window} archive
 * @param {number} at
 * @param {DataView} header
 * @param {Extent} file
 */
async function indexed(archive, at, header, { crc, packed, unpacked }) {
  const length = header.getUint16(26, true);
  const name = await archive.at(at + HEADER, length);
  const entry = new Uint8Array(46 + name.byteLength);
  const view = new DataView(entry.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, 20, true);
  // Version, flags, method and time as they are.
  entry.set(new Uint8Array(header.buffer, header.byteOffset + 4, 10), 6);
  for (const [field, value] of [[16, crc], [20, packed], [24, unpacked], [42, at]]) view.setUint32(field, value, true);
  view.setUint16(28, name.byteLength, true);
  entry.set(new Uint8Array(name.buffer, name.byteOffset, name.byteLength), 46);
  return entry;
}
