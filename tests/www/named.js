// The corpus under names that occur nowhere else, so that a search for them byte by byte finds what remains of them.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { peerId } from '../../www/redact/peer-id.js';

/** @typedef {import('../../www/redact.js').Text} Text */

/** What the recorded clusters call their things, and what they are called here. @type {[RegExp, string][]} */
const NAMES = [
  [/\bn(\d)\b/g, 'falcon-eyrie-$1'],
  [/\b([a-z]|hub|leaf|lf)(\d)\b/g, 'osprey-$1x$2'],
  [/\bC1\b/g, 'Nidus-C1'],
  [/"(A|B|LEAF)"/g, '"Nidus-$1"'],
  [/"(hub|leaf)"/g, '"aerie-$1"'],
  [/\bAPP\b/g, 'TALONPAY'],
  [/\b(ORDERS|EVENTS|R3|R1|PROBE|S\d{3}|KV|DUR)(?=[_"\b. ])/g, 'RAPTOR$1'],
  [/"c([01])"/g, '"kestrel-c$1"'],
  [/127\.0\.0\.1/g, '10.77.3.1'],
  [/\/data\//g, '/mnt/plumage/'],
];
/** What none of it may be found of. */
export const STEMS = [
  'falcon', 'eyrie', 'osprey', 'nidus', 'aerie', 'talonpay', 'raptor', 'kestrel', '10.77.', 'plumage',
];

/** @param {string} text */
function renamed(text) {
  return NAMES.reduce((so, [was, is]) => so.replace(was, is), text);
}

/** @type {Map<string, string>} */
const IDS = new Map();
for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
  for (let digit = 0; digit < 10; digit += 1) {
    IDS.set(peerId(`${letter}${digit}`), peerId(renamed(`${letter}${digit}`)));
  }
}

/** @param {string} text */
export function named(text) {
  return renamed(text).replace(/\b[0-9A-Za-z]{8}\b/g, (word) => IDS.get(word) ?? word);
}

/**
 * @param {string} file Of the corpus.
 * @returns {{ id: string, inputs: Text[] }[]}
 */
export function moments(file) {
  const lines = gunzipSync(readFileSync(`tests/corpus/${file}`)).toString().trim().split('\n');
  return lines.map((line) => {
    const { id, readings, captured_at: at } = JSON.parse(line);
    return {
      id,
      inputs: readings.map((/** @type {any} */ { server, path, status, error, body }) => ({
        source: named(`${server} ${path}`),
        server: named(server),
        path,
        status,
        error,
        body: body === undefined ? undefined : named(body),
        moment: String(at),
      })),
    };
  });
}

/**
 * A name in every form in which it could stand in a file: as it is, in base64 at each of three offsets, in hex, with
 * percents, with escapes.
 *
 * @param {string} name
 */
function formsOf(name) {
  const bytes = Buffer.from(name);
  const base64 = [0, 1, 2].map((shift) => {
    const all = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/, '');
    // The letters at both ends hold bits of their neighbours, too.
    return all.slice(shift ? shift + 1 : 0, bytes.length + shift > 2 && (bytes.length + shift) % 3 ? -1 : undefined);
  });
  const hex = bytes.toString('hex');
  // Many are one form.
  return [...new Set([
    name,
    ...base64.filter((form) => form.length >= 6),
    ...base64.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_')).filter((form) => form.length >= 6),
    hex,
    [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
    encodeURIComponent(name),
    [...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    [...name].map((c) => `&#${c.charCodeAt(0)};`).join(''),
  ])];
}

/**
 * @param {string} text What is given away.
 * @param {Iterable<string>} names
 * @returns {string[]} Those that are found in it, in any form.
 */
export function foundIn(text, names) {
  const low = text.toLowerCase();
  return [...names].filter((name) => formsOf(name).some((form, at) =>
    // Base64 minds the case.
    (at > 0 && /[A-Z]/.test(form) ? text.includes(form) : low.includes(form.toLowerCase()))));
}
