/**
 * From what a person drops, chooses or pastes to named bytes. Small files are read at once; big ones stay files.
 *
 * @typedef {object} Given
 * @property {string} source Path or name; empty for a text without one.
 * @property {string | Uint8Array} [body]
 * @property {File} [file]
 * @property {string} [unopened] Why the browser could not open it.
 */

import { HEAD, archiveKind } from './archive/kind.js';
import { filesIn, handleOf } from './folder.js';
import { unpacked } from './gunzip.js';
import { headed } from './pieces.js';

/** A file of this size is read and judged before anybody notices. */
const SMALL = 4 * 1024 * 1024;
/** Packed, it may be many times as much. */
const SMALL_PACKED = 256 * 1024;
/** So much of one drop is kept in memory. */
const MOST_KEPT = 32 * 1024 * 1024;

/**
 * @param {Given[]} all
 * @returns {Promise<Given[]>} With the small files read, and a big text as if it were a file.
 */
export function readSmall(all) {
  let kept = 0;
  return Promise.all(all.map((one) => {
    const { body, file, source } = one;
    if (typeof body === 'string' && body.length > SMALL) return { source, file: new File([body], source) };
    if (!file || file.size > SMALL || kept + file.size > MOST_KEPT) return one;
    kept += file.size;
    return read(source, file);
  }));
}

/**
 * @param {string} source
 * @param {File} file
 * @returns {Promise<Given>}
 */
async function read(source, file) {
  try {
    const body = new Uint8Array(await file.arrayBuffer());
    // An archive is many files: it stays one, and is read as such.
    const { head } = await headed(unpacked(once(body)), HEAD);
    if (archiveKind(head)) return { source, file };
    const isPacked = body[0] === 0x1f && body[1] === 0x8b;
    return isPacked && body.length > SMALL_PACKED ? { source, file } : { source, body };
  } catch (error) {
    return { source, unopened: String(error) };
  }
}

/** @param {Uint8Array} bytes */
async function* once(bytes) {
  yield await bytes;
}

/**
 * @param {Iterable<File>} files
 * @returns {Given[]}
 */
export function fromFiles(files) {
  return [...files].map((file) => ({ source: file.webkitRelativePath || file.name, file }));
}

/**
 * Must be called while the event is handled: a transfer is empty afterwards.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Given[]>}
 */
export async function fromTransfer(transfer) {
  const entries = [...transfer.items].filter(({ kind }) => kind === 'file').flatMap((item) => {
    const entry = item.webkitGetAsEntry?.();
    // A page that was opened from a disk may not ask an entry for what it is of: the item gives it.
    return entry ? [{ entry, file: entry.isFile ? item.getAsFile() : null, handle: handleOf(item) }] : [];
  });
  const files = [...transfer.files];
  const text = transfer.getData('text/plain');
  // Files that stand in no file system (a script's, a mail program's) have no entry.
  if (entries.length && entries.length >= files.length) {
    const given = entries.map(({ entry, file, handle }) =>
      (file ? [{ source: entry.name, file }] : filesIn(entry, handle)));
    return (await Promise.all(given)).flat();
  }
  if (files.length) return fromFiles(files);
  return text.trim() ? [{ source: '', body: text }] : [];
}
