// Archives as they are dropped: ZIP (`nats audit gather` writes one), tar and .tgz, known by their bytes and never by
// their name. Only what can be evidence is opened, piece by piece; what cannot be read ends in words and costs nothing
// that can.

import { BOUNDS, Meter, Unreadable, tooMany } from './archive/bounds.js';
import { gatherOf, isWanted, pathOf } from './archive/gather.js';
import { HEAD, archiveKind } from './archive/kind.js';
import { Portions } from './archive/portions.js';
import { filesInTar } from './archive/tar.js';
import { filesInZip } from './archive/zip.js';
import { unpacked } from './gunzip.js';
import { Wait, isBlob, pieces } from './pieces.js';
import { sizeWords } from './size.js';

/** @import { Bounds } from './archive/bounds.js' */

/**
 * @typedef {object} Found A file of an archive, or why there is none.
 * @property {string} path In the archive; empty for the archive itself.
 * @property {string} [server] Whose answer it is, as the manifest says.
 * @property {string} [moment] The gather it comes from.
 * @property {AsyncIterable<Uint8Array>} [bytes] To be read, or left, before the next file is asked for. It throws an
 * {@link Unreadable} where they end too early.
 * @property {number} [packed] How many bytes of the archive they come from, where that is known.
 * @property {Unreadable} [trouble]
 * @property {string} [skipped] Files that are not read for the same reason are told of once.
 */

/**
 * @param {'zip' | 'tar'} kind
 * @param {Blob | AsyncIterable<Uint8Array>} from The archive itself, whatever it was packed in.
 * @param {string} source
 * @param {(position: number) => void} progress How far in a Blob.
 */
export async function* filesOf(kind, from, source, progress) {
  if (isBlob(from)) yield* readZip(from, { source, progress });
  else if (kind === 'zip') yield* readZip(await blobOf(from), { source });
  else yield* readTar(from, { source });
}

/**
 * One file of an archive, read anew, piece by piece.
 *
 * @param {Blob} archive
 * @param {string} path As it was found.
 * @returns {AsyncGenerator<Uint8Array>} Empty where it is not there.
 */
export async function* fileIn(archive, path) {
  const isZip = archiveKind(new Uint8Array(await archive.slice(0, HEAD).arrayBuffer())) === 'zip';
  const tar = () => new Portions(/** @type {AsyncIterable<Uint8Array>} */ (unpacked(pieces(archive, new Wait()))));
  const files = isZip ? filesInZip(archive, '', BOUNDS, () => {}) : filesInTar(tar());
  for await (const found of files) {
    if (!found.bytes || pathOf(found.path) !== path) continue;
    yield* found.bytes;
    return;
  }
}

/**
 * The index of a ZIP archive is at its end, and its files are read where they lie.
 * @param {AsyncIterable<Uint8Array>} bytes
 */
async function blobOf(bytes) {
  const parts = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > BOUNDS.buffered) {
      throw new Unreadable(`a ZIP archive that comes as a stream of more than ${sizeWords(BOUNDS.buffered)}`,
        'Drop the file itself, or give it as a Blob (in Node: `openAsBlob`)');
    }
    parts.push(piece.slice());
  }
  return new Blob(parts);
}

/**
 * @param {Blob} blob
 * @param {{ source: string, progress?: (position: number) => void, bounds?: Bounds }} options
 */
export function readZip(blob, { source, progress = () => {}, bounds = BOUNDS }) {
  return readable(filesInZip(blob, source, bounds, progress), new Meter(bounds));
}

/**
 * @param {AsyncIterable<Uint8Array>} bytes Of the tar archive itself, whatever it was packed in.
 * @param {{ source: string, bounds?: Bounds }} options
 */
export function readTar(bytes, { source, bounds = BOUNDS }) {
  const meter = new Meter(bounds);
  // What packed it has its own bound on what comes out.
  const files = filesInTar(new Portions(meter.over(bytes, () => Infinity)));
  return readable(wantedOf(files, source, bounds), meter);
}

/**
 * @param {AsyncIterable<Found>} files
 * @param {string} source
 * @param {Bounds} bounds
 * @returns {AsyncGenerator<Found>}
 */
async function* wantedOf(files, source, { listed: most }) {
  const untagged = new Map();
  let listed = 0;
  for await (const file of files) {
    listed += 1;
    if (listed > most) throw tooMany(most);
    const path = pathOf(file.path);
    if (path !== '' && !isWanted(path, untagged)) continue;
    const gather = gatherOf(path);
    yield { ...file, path, moment: gather === undefined ? undefined : `${source}/${gather}` };
  }
}

/**
 * Looks into each file before it is handed on.
 *
 * @param {AsyncIterable<Found>} files
 * @param {Meter} meter
 * @returns {AsyncGenerator<Found>}
 */
async function* readable(files, meter) {
  /** @type {Map<string, { first: string, count: number, trouble: Unreadable }>} */
  const skipped = new Map();
  /** @type {Map<string, number>} */
  const named = new Map();
  try {
    for await (const file of files) {
      if (file.skipped && file.trouble) {
        const { first, count } = skipped.get(file.skipped) ?? { first: file.path, count: 0 };
        skipped.set(file.skipped, { first, count: count + 1, trouble: file.trouble });
      } else if (file.bytes) {
        // Two files of one name are two files.
        const count = (named.get(file.path) ?? 0) + 1;
        named.set(file.path, count);
        const path = count > 1 ? `(${count})/${file.path}` : file.path;
        yield await opened({ ...file, path, bytes: file.bytes }, meter);
      } else {
        yield { ...file, trouble: meter.failed(file.trouble) };
      }
      if (meter.spent) throw meter.spent;
    }
  } catch (error) {
    // Anything but our own words is what its stream broke off with, which its reader hears too.
    if (!(error instanceof Unreadable)) throw error;
    yield { path: '', trouble: error };
  }
  for (const { first, count, trouble } of skipped.values()) {
    const more = count > 1 ? ` (and ${(count - 1).toLocaleString('en')} more)` : '';
    yield { path: '', trouble: new Unreadable(`${first}${more}: ${trouble.message}`, trouble.remedy) };
  }
}

/**
 * @param {Found & { bytes: AsyncIterable<Uint8Array> }} file
 * @param {Meter} meter
 * @returns {Promise<Found>}
 */
async function opened({ packed, ...file }, meter) {
  // In a tar archive they are counted with all the rest.
  const bytes = packed === undefined ? file.bytes : meter.over(file.bytes, () => packed);
  const portions = new Portions(/** @type {AsyncIterable<Uint8Array>} */ (unpacked(bytes)));
  try {
    const head = await portions.peek(HEAD);
    if (!archiveKind(head)) return { ...file, bytes: meter.watched(allOf(portions, head)) };
    await portions.end();
    return { path: file.path, trouble: meter.failed(nested()) };
  } catch (error) {
    return { path: file.path, trouble: meter.failed(error) };
  }
}

/**
 * @param {Portions} portions
 * @param {Uint8Array} head
 */
async function* allOf(portions, head) {
  try {
    // The core says what it is that is no text; there is no need of all of it.
    yield* portions.next(isBinary(head) ? head.length : Infinity);
  } finally {
    await portions.end();
  }
}

/**
 * A zero early on, where it is not the half of a UTF-16 character.
 * @param {Uint8Array} head
 */
function isBinary(head) {
  const zeros = [0, 1].map((parity) => head.filter((byte, at) => at % 2 === parity && byte === 0).length);
  return Math.min(...zeros) > 0 || (Math.max(...zeros) > 0 && Math.max(...zeros) * 2 < head.length * 0.8);
}

function nested() {
  return new Unreadable('an archive inside the archive', 'Unpack the outer one, and drop what is in it');
}
