// What is compared with what, on which dumps.

/** @import { Shape } from './cluster.js' */

/**
 * @typedef {object} Size
 * @property {number} file bytes
 * @property {number} text bytes
 * @property {number[]} big bytes
 * @property {number} streams
 * @property {number} times that something small is done in a row
 * @property {number} rounds
 */

/** @type {Size} */
export const FULL = { file: 100e6, text: 10e6, big: [1e9, 2.5e9], streams: 100_000, times: 500, rounds: 7 };

/** So small that it says nothing but that everything still runs. @type {Size} */
export const QUICK = { file: 3e5, text: 1e5, big: [6e5], streams: 200, times: 2, rounds: 1 };

/**
 * @typedef {object} Ratio how many times as fast
 * @property {string} of
 * @property {boolean} [reading] only the reading of `of`, without the report
 * @property {string} to
 * @property {string} [target]
 */

/**
 * @typedef {object} Comparison
 * @property {string} what
 * @property {Shape & { bytes?: number }} [shape] of the dump; without one the nine servers' small answers
 * @property {number} [servers] whose answers are read at once
 * @property {'bytes' | 'texts'} [inMemory]
 * @property {number} [times]
 * @property {string[]} candidates
 * @property {Ratio[]} ratios
 * @property {{ of: string, target: string }} [limit] for the milliseconds of one
 */

/** These have no summary to compare. */
export const FIND_NOTHING = [
  'only reading, BYOB',
  'only reading, default',
  'copy and bitmaps',
  'copy and scan',
  'copy of strings',
  'add and report, small',
  'add, small',
  'JSON.parse, small',
  'JSON.parse of the report, small',
];

/** @param {Size} full @returns {Comparison[]} */
export function comparisons({ file, text, times }) {
  const bytesRatio = { of: 'add of bytes', to: 'JSON.parse of bytes', reading: true };
  return [
    {
      what: `${size(file)} file`,
      shape: { bytes: file },
      candidates: ['addStream', 'JSON.parse of files', 'only reading, BYOB', 'only reading, default'],
      ratios: [
        { of: 'addStream', reading: true, to: 'only reading, BYOB', target: '≥ 0.95' },
        { of: 'addStream', reading: true, to: 'JSON.parse of files', target: '≥ 4.7' },
        { of: 'addStream', to: 'JSON.parse of files' },
        { of: 'only reading, BYOB', to: 'JSON.parse of files' },
      ],
    },
    {
      what: `four files of ${size(file)}`,
      shape: { bytes: file },
      servers: 4,
      candidates: ['addStream', 'JSON.parse of files', 'only reading, BYOB'],
      ratios: [
        { of: 'addStream', reading: true, to: 'JSON.parse of files', target: '≥ 6' },
        { of: 'addStream', to: 'JSON.parse of files' },
        { of: 'only reading, BYOB', to: 'JSON.parse of files' },
      ],
    },
    {
      what: `${size(file)} in memory`,
      shape: { bytes: file },
      inMemory: 'bytes',
      candidates: ['add of bytes', 'JSON.parse of bytes', 'copy and bitmaps', 'copy and scan'],
      ratios: [
        { ...bytesRatio, target: '≥ 9' },
        { of: 'add of bytes', reading: true, to: 'copy and bitmaps' },
        { of: 'copy and scan', to: 'copy and bitmaps', target: '≥ 0.6' },
      ],
    },
    {
      what: `${size(file)} in memory, not in Latin`,
      shape: { bytes: file, latin: false },
      inMemory: 'bytes',
      candidates: ['add of bytes', 'JSON.parse of bytes'],
      ratios: [{ ...bytesRatio, target: '≥ 9' }],
    },
    {
      what: `${size(text)} string`,
      shape: { bytes: text },
      inMemory: 'texts',
      candidates: ['add of strings', 'JSON.parse of strings', 'copy of strings'],
      ratios: [
        { of: 'add of strings', reading: true, to: 'JSON.parse of strings', target: '≥ 2.5' },
        { of: 'copy of strings', to: 'JSON.parse of strings' },
      ],
    },
    {
      what: 'plain /jsz and /healthz of 9 servers',
      times,
      candidates: ['add and report, small', 'add, small', 'JSON.parse, small', 'JSON.parse of the report, small'],
      ratios: [{ of: 'add, small', to: 'JSON.parse, small', target: '> 1' }],
      limit: { of: 'add and report, small', target: '≤ 0.3' },
    },
  ];
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes >= 1e9) return `${bytes / 1e9} GB`;
  return bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} KB`;
}
