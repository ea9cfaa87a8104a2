// A ZIP archive: its index is at its end, so only what is wanted is ever unpacked.

import {
  BlobReader, ERR_CENTRAL_DIRECTORY_NOT_FOUND, ERR_ENCRYPTED_CENTRAL_DIRECTORY, ERR_SPLIT_ZIP_FILE, ZipReader,
} from '../zip-js/zip.js';

import { Wait, pieces } from '../pieces.js';
import { REST, Unreadable, tooMany } from './bounds.js';
import { crc32 } from './crc32.js';
import { MANIFEST, METADATA, gatherOf, isWanted, pathOf, readManifest, readMetadata } from './gather.js';
import { inflated } from './inflate.js';
import { withIndex } from './salvage.js';
import { Window } from './window.js';

/** @typedef {import('../archive.js').Found} Found */
/** @typedef {import('./bounds.js').Bounds} Bounds */
/** @typedef {import('@zip.js/zip.js').Entry} Entry */

// Nothing is written under the names in an archive, so odd ones harm nobody, and what can be read is read.
/** @type {import('@zip.js/zip.js').ZipReaderConstructorOptions} */
const OPTIONS = { strictness: 'tolerant' };
const LOCAL = 0x04034b50;
const HEADER = 30;
/** Small files are read with their neighbours, big ones piece by piece. */
const AT_ONCE = 256 * 1024;
const STORED = 0;
const DEFLATED = 8;
const MOST_METADATA = 64 * 1024;
const AGAIN = 'Copy the archive again';

/**
 * @param {Blob} blob
 * @param {string} name What the archive is called.
 * @param {Bounds} bounds
 * @param {(position: number) => void} progress How far in the archive.
 * @returns {AsyncGenerator<Found>}
 */
export async function* filesInZip(blob, name, bounds, progress) {
  let archive = blob;
  let survey = await surveyOf(blob, bounds);
  if (survey.trouble) {
    const salvaged = isLost(survey.trouble) ? undefined : await withIndex(blob, bounds.listed);
    yield { path: '', trouble: unindexed(survey.trouble, salvaged !== undefined) };
    if (!salvaged) return;
    archive = salvaged;
    survey = await surveyOf(salvaged, bounds);
    if (survey.trouble) throw unindexed(survey.trouble, false);
  }
  const window = new Window(archive);
  /** @type {Map<string, import('./gather.js').Tags>} */
  let tagged = new Map();
  for (const [place, entry] of survey.manifests) {
    const text = await textOf(entry, window, bounds.manifest);
    const tags = text === undefined ? new Map() : readManifest(text, place);
    if (tags.size === 0) yield { path: place, trouble: unreadManifest() };
    tagged = new Map([...tagged, ...tags]);
  }
  /** @type {Map<string, string>} */
  const gatheredAt = new Map();
  for (const [path, entry] of survey.metadata) {
    const told = readMetadata((await textOf(entry, window, MOST_METADATA)) ?? '');
    if (told) gatheredAt.set(gatherOf(path) ?? '', told);
  }
  let opened = 0;
  let listed = 0;
  for await (const entry of entriesOf(archive)) {
    if ((listed += 1) > bounds.listed) break;
    const path = pathOf(entry.filename);
    if (entry.directory || !isWanted(path, tagged)) continue;
    opened += entry.compressedSize;
    if (opened > archive.size) {
      // Each byte can be in one file only: what names it in many makes a few bytes into very many.
      yield { path: '', trouble: new Unreadable('its files lie one over the other', 'Get it from where it was made') };
      return;
    }
    const refused = refusalOf(entry);
    if (refused) {
      yield { path, ...refused };
      continue;
    }
    const gather = gatherOf(path);
    yield {
      path,
      server: tagged.get(path)?.server,
      moment: gather === undefined ? undefined : gatheredAt.get(gather) ?? `${name}/${gather}`,
      packed: entry.compressedSize,
      bytes: bytesOf(entry, window, (done) => progress(Math.min(entry.offset + done, blob.size))),
    };
  }
  if (listed > bounds.listed) yield { path: '', trouble: tooMany(bounds.listed) };
}

/** @param {Blob} blob */
function entriesOf(blob) {
  return new ZipReader(new BlobReader(blob), OPTIONS).getEntriesGenerator();
}

/**
 * Goes through the index once: the manifest stands last, and a million entries are not to be kept.
 *
 * @param {Blob} blob
 * @param {Bounds} bounds
 */
async function surveyOf(blob, { listed: most, gathers }) {
  /** @type {Map<string, Entry>} */
  const manifests = new Map();
  /** @type {Map<string, Entry>} */
  const metadata = new Map();
  let trouble;
  let listed = 0;
  try {
    for await (const entry of entriesOf(blob)) {
      if ((listed += 1) > most) break;
      const path = pathOf(entry.filename);
      if (MANIFEST.test(path) && manifests.size < gathers) manifests.set(path, entry);
      if (METADATA.test(path) && metadata.size < gathers) metadata.set(path, entry);
    }
  } catch (error) {
    trouble = /** @type {Error} */ (error);
  }
  return { manifests, metadata, trouble };
}

/**
 * Why an entry is not even opened.
 *
 * @param {Entry} entry
 * @returns {{ skipped: string, trouble: Unreadable } | undefined}
 */
function refusalOf({ encrypted, compressionMethod, symlink }) {
  if (encrypted) {
    const trouble = new Unreadable('it is encrypted', 'Unpack the archive with its password, and drop the folder');
    return { skipped: 'encrypted', trouble };
  }
  if (symlink) {
    const trouble = new Unreadable('a link to another file', 'Archive what it leads to: `zip` without `--symlinks`');
    return { skipped: 'links', trouble };
  }
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    const trouble = new Unreadable(`it is packed in a way browsers do not know (method ${compressionMethod})`,
      'Unpack the archive, and drop the folder');
    return { skipped: 'method', trouble };
  }
  return undefined;
}

/**
 * Where it lies, its bytes are read by us: the library is made for few files, and takes milliseconds for each.
 *
 * @param {Entry} entry
 * @param {Window} archive
 * @param {(done: number) => void} [progress]
 */
async function* bytesOf(entry, archive, progress = () => {}) {
  const packed = await packedBytes(entry, archive, progress);
  let crc = 0;
  let size = 0;
  try {
    for await (const piece of entry.compressionMethod === DEFLATED ? inflated(packed) : packed) {
      crc = crc32(piece, crc);
      size += piece.length;
      yield piece;
    }
  } catch {
    throw new Unreadable('it is damaged or cut off: it cannot be unpacked', REST);
  }
  if (size !== entry.uncompressedSize) throw new Unreadable('it is damaged or cut off: its size is another', REST);
  if (crc !== entry.crc32) throw new Unreadable('it is damaged: its checksum is another', REST);
}

/**
 * @param {Entry} entry
 * @param {Window} archive
 * @param {(done: number) => void} progress
 * @returns {Promise<AsyncGenerator<Uint8Array>>}
 */
async function packedBytes({ offset, compressedSize: size }, archive, progress) {
  const header = await archive.at(offset, HEADER);
  if (header.byteLength < HEADER || header.getUint32(0, true) !== LOCAL) {
    throw new Unreadable('it is not where the archive says', REST);
  }
  const start = offset + HEADER + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + size > archive.size) {
    throw new Unreadable('it is cut off: it would reach beyond the end of the archive', REST);
  }
  return (async function* () {
    if (size <= AT_ONCE) {
      const { buffer, byteOffset } = await archive.at(start, size);
      yield new Uint8Array(buffer, byteOffset, size);
    } else {
      let done = 0;
      for await (const piece of pieces(archive.blob.slice(start, start + size), new Wait())) {
        yield /** @type {Uint8Array} */ (piece);
        done += piece.length;
        progress(done);
      }
    }
    progress(size);
  })();
}

/**
 * @param {Entry} entry
 * @param {Window} archive
 * @param {number} most
 * @returns {Promise<string | undefined>} nothing if it cannot be read, or is too long
 */
async function textOf(entry, archive, most) {
  if (entry.directory || refusalOf(entry)) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  try {
    for await (const piece of bytesOf(entry, archive)) {
      length += piece.length;
      if (length > most) return undefined;
      text += decoder.decode(piece, { stream: true });
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}

/** @param {Error} trouble */
function isLost({ message }) {
  return message === ERR_SPLIT_ZIP_FILE || message === ERR_ENCRYPTED_CENTRAL_DIRECTORY;
}

/**
 * @param {Error} trouble
 * @param {boolean} salvaged
 */
function unindexed({ message }, salvaged) {
  if (message === ERR_SPLIT_ZIP_FILE) {
    return new Unreadable('one part of a ZIP archive in several', 'Put the parts together: `zip -s 0 --out whole.zip`');
  }
  if (message === ERR_ENCRYPTED_CENTRAL_DIRECTORY) {
    return new Unreadable('a ZIP archive that is encrypted as a whole', 'Unpack it, and drop the folder');
  }
  const what = message === ERR_CENTRAL_DIRECTORY_NOT_FOUND
    ? 'a ZIP archive whose index is damaged'
    : 'a ZIP archive whose index, at its end, is missing: cut off, or still being written';
  return new Unreadable(salvaged ? what : `${what}; no file was found in it`, salvaged ? REST : AGAIN);
}

function unreadManifest() {
  return new Unreadable('the list of what is in the archive cannot be read',
    `The files were taken by their names, and none is missing; ${AGAIN.toLowerCase()} to be sure`);
}
