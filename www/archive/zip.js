// A ZIP archive: its index is at its end, so only what is wanted is ever read of it.

import {
  BlobReader, ERR_CENTRAL_DIRECTORY_NOT_FOUND, ERR_ENCRYPTED_CENTRAL_DIRECTORY, ERR_ENTRY_DATA_OUT_OF_BOUNDS,
  ERR_INVALID_COMPRESSED_DATA, ERR_INVALID_UNCOMPRESSED_SIZE, ERR_LOCAL_FILE_HEADER_NOT_FOUND,
  ERR_SPLIT_ZIP_FILE, ZipReader, configure,
} from '../zip-js/zip.js';

import { REST, Unreadable, tooMany } from './bounds.js';
import { crc32 } from './crc32.js';
import { MANIFEST, METADATA, gatherOf, isWanted, pathOf, readManifest, readMetadata } from './gather.js';
import { withIndex } from './salvage.js';

/** @typedef {import('../archive.js').Found} Found */
/** @typedef {import('./bounds.js').Bounds} Bounds */
/** @typedef {import('@zip.js/zip.js').Entry} Entry */
/** @typedef {import('@zip.js/zip.js').FileEntry} FileEntry */

// The page's policy allows no worker made from text. Pieces are as big as those of files.
configure({ useWebWorkers: false, chunkSize: 1024 * 1024 });

// Nothing is written under the names in an archive, so odd ones harm nobody, and what can be read is read.
/** @type {import('@zip.js/zip.js').ZipReaderConstructorOptions} */
const OPTIONS = { strictness: 'tolerant' };
const STORED = 0;
const DEFLATED = 8;
const MOST_METADATA = 64 * 1024;
const AGAIN = 'Copy the archive again';

/** What went wrong, by the library's words. */
const CAUSES = new Map([
  [ERR_INVALID_UNCOMPRESSED_SIZE, 'it is cut off or damaged: its size is another'],
  [ERR_INVALID_COMPRESSED_DATA, 'it is cut off or damaged: it cannot be unpacked'],
  [ERR_ENTRY_DATA_OUT_OF_BOUNDS, 'it is cut off: it would reach beyond the end of the archive'],
  [ERR_LOCAL_FILE_HEADER_NOT_FOUND, 'it is not where the archive says'],
]);

/**
 * @param {Blob} blob
 * @param {string} name What the archive is called.
 * @param {Bounds} bounds
 * @param {(position: number) => void} progress How far in the archive.
 * @returns {AsyncGenerator<Found>}
 */
export async function* filesInZip(blob, name, bounds, progress) {
  let archive = blob;
  let survey = await surveyOf(blob, bounds.listed);
  if (survey.trouble) {
    const salvaged = isLost(survey.trouble) ? undefined : await withIndex(blob, bounds.listed);
    yield { path: '', trouble: unindexed(survey.trouble, salvaged !== undefined) };
    if (!salvaged) return;
    archive = salvaged;
    survey = await surveyOf(salvaged, bounds.listed);
  }
  /** @type {Map<string, import('./gather.js').Tags>} */
  let tagged = new Map();
  for (const [place, entry] of survey.manifests) {
    const text = await textOf(entry, bounds.manifest);
    const tags = text === undefined ? new Map() : readManifest(text, place);
    if (tags.size === 0) yield { path: place, trouble: unreadManifest() };
    tagged = new Map([...tagged, ...tags]);
  }
  /** @type {Map<string, string>} */
  const gatheredAt = new Map();
  for (const [path, entry] of survey.metadata) {
    const told = readMetadata((await textOf(entry, MOST_METADATA)) ?? '');
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
      bytes: bytesOf(/** @type {FileEntry} */ (entry), (done) => progress(Math.min(entry.offset + done, blob.size))),
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
 * @param {number} most
 */
async function surveyOf(blob, most) {
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
      if (MANIFEST.test(path)) manifests.set(path, entry);
      if (METADATA.test(path)) metadata.set(path, entry);
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
 * @param {FileEntry} entry
 * @param {(done: number) => void} progress
 */
async function* bytesOf(entry, progress) {
  const { writable, taken, leave } = handOver();
  const onprogress = (/** @type {number} */ done) => void progress(done);
  let failure;
  const written = entry.getData(writable, { onprogress }).catch((error) => { failure = error; });
  let crc = 0;
  try {
    for (let piece = await taken(written); piece; piece = await taken(written)) {
      crc = crc32(piece, crc);
      yield piece;
    }
  } finally {
    leave();
  }
  if (failure) {
    const { message } = /** @type {Error} */ (failure);
    throw new Unreadable(CAUSES.get(message) ?? `it is damaged: ${message}`, REST);
  }
  // Ours, because the library's own check drops what it has found wrong.
  if (crc !== entry.crc32) throw new Unreadable('it is damaged: its checksum is another', REST);
  progress(entry.compressedSize);
}

/** From hand to hand: a stream that breaks off would drop what lies in it, and what came before is to count. */
function handOver() {
  /** @type {{ piece: Uint8Array, take: () => void }[]} */
  const waiting = [];
  let isLeft = false;
  let wake = () => {};
  const writable = new WritableStream({
    write: (piece, controller) => {
      if (isLeft) return controller.error();
      return new Promise((resolve) => {
        waiting.push({ piece, take: () => resolve(undefined) });
        wake();
      });
    },
  }, { highWaterMark: HANDS });
  return {
    writable,
    /** @param {Promise<unknown>} end */
    async taken(end) {
      if (!waiting.length) await Promise.race([end, new Promise((resolve) => { wake = () => resolve(undefined); })]);
      const next = waiting.shift();
      next?.take();
      return next?.piece;
    },
    leave() {
      isLeft = true;
      for (const { take } of waiting.splice(0)) take();
    },
  };
}
/** So many pieces may be on their way. */
const HANDS = 4;

/**
 * @param {Entry} entry
 * @param {number} most
 * @returns {Promise<string | undefined>} nothing if it cannot be read, or is too long
 */
async function textOf(entry, most) {
  if (entry.directory || refusalOf(entry)) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  try {
    for await (const piece of bytesOf(entry, () => {})) {
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
