/**
 * What was given, as text: so that it can be redacted, and carried in a link or a file.
 *
 * @typedef {import('../originals.js').Input} Input
 * @typedef {import('../redact.js').Text} Text
 */

import { textOf } from '../text.js';

/** So much is carried. More is a matter of files, and whoever has those can drop them. */
const MOST = 32 * 1024 * 1024;

/**
 * @param {AsyncIterable<Uint8Array>} pieces
 * @param {number} most
 */
async function together(pieces, most) {
  /** @type {Uint8Array[]} */
  const all = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) return undefined;
    all.push(piece.slice());
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (all)).arrayBuffer());
}

/**
 * The files of an archive, each as if it had been given itself.
 *
 * @param {Input & { file: File }} input
 * @param {number} most
 * @returns {Promise<Text[] | undefined>} Nothing where they are too many.
 */
async function unpackedFrom({ file, ...input }, most) {
  const [{ filesOf }, { HEAD, archiveKind }, { unpacked }, { headed }] = await Promise.all([
    import('../archive.js'), import('../archive/kind.js'), import('../gunzip.js'), import('../pieces.js'),
  ]);
  const { head, all } = await headed(unpacked(blobPieces(file)), HEAD);
  // Bytes give bytes.
  const pieces = /** @type {AsyncIterable<Uint8Array>} */ (all);
  const kind = archiveKind(head);
  if (!kind) {
    const bytes = file.size > most ? undefined : await together(pieces, most);
    return bytes && [{ ...input, body: await textOf(bytes) }];
  }
  /** @type {Text[]} */
  const texts = [];
  let left = most;
  const from = kind === 'zip' ? file : pieces;
  for await (const { path, server = input.server, moment, bytes } of filesOf(kind, from, input.source, () => {})) {
    if (!bytes || !path) continue;
    const body = await together(bytes, left).catch(() => new Uint8Array());
    if (!body) return undefined;
    left -= body.length;
    const source = `${input.source}/${path}`;
    texts.push({ source, server, moment, batch: input.batch ?? input.source, body: await textOf(body) });
  }
  return texts;
}

/** @param {Blob} blob */
async function* blobPieces(blob) {
  const reader = blob.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/**
 * @param {Iterable<Input>} inputs
 * @returns {Promise<{ inputs: Text[], left: string[] }>} And the sources of what is too big to be carried.
 */
export async function textsOf(inputs) {
  /** @type {Text[]} */
  const texts = [];
  /** @type {string[]} */
  const left = [];
  let room = MOST;
  for (const { body, file, ...input } of inputs) {
    /** @type {Text[] | undefined} */
    const more = file
      ? await unpackedFrom({ ...input, file }, room).catch(() => undefined)
      : [body === undefined ? input : { ...input, body: await textOf(body) }];
    const size = (more ?? []).reduce((sum, one) => sum + (one.body?.length ?? 0), 0);
    if (more && size <= room) texts.push(...more);
    else left.push(input.source);
    if (more && size <= room) room -= size;
  }
  return { inputs: texts, left };
}
