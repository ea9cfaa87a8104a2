/**
 * What was read and what was not: by source, as it was given.
 *
 * @typedef {import('../types/report.js').ReadErrorNote} ReadErrorNote
 * @typedef {import('../types/report.js').ReadingNote} ReadingNote
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { clip, el, said, sentence, visible } from './dom.js';
import { speaker } from './evidence.js';
import { clock, counted } from './words.js';

/** @param {string} text */
function letters(text) {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * The name of the source, where it tells more than who was asked what.
 *
 * @param {ReadingNote} reading
 */
function origin(reading) {
  if (letters(reading.source) === letters(speaker(reading))) return null;
  return el('p', { class: 'from' }, said(reading.source));
}

/**
 * @param {string} source
 * @param {Host} host
 */
function removal(source, host) {
  const { remove } = host;
  if (!remove) return null;
  const label = visible(`Remove ${clip(source, 80)}`);
  const press = { type: 'button', class: 'remove', 'aria-label': label, title: label, click: () => remove(source) };
  return el('button', press, '×');
}

/**
 * @param {ReadingNote} reading
 * @param {number} index
 * @param {Host} host
 */
function line(reading, index, host) {
  const { show } = host;
  const who = said(reading.server ?? reading.label ?? 'who?', 40);
  const asked = el('span', {}, who, ' ', el('code', {}, clip(reading.endpoint, 60)));
  const http = reading.status === undefined || reading.status === 200 ? '' : `HTTP ${reading.status} `;
  const whole = { reading: index, pointer: '', quote: '' };
  return [
    el('p', { class: 'asked' },
      show ? el('button', { type: 'button', class: 'link', click: () => show(whole) }, asked) : asked,
      reading.now !== undefined && el('time', { datetime: reading.now }, clock(reading.now))),
    el('p', { class: 'told' },
      http && el('span', { class: 'http' }, http),
      sentence(reading.says)),
    reading.moment === undefined && el('p', { class: 'problem' }, 'not placed in time: decides nothing'),
    ...reading.problems.map((problem) => el('p', { class: 'problem' }, sentence(problem))),
  ];
}

/**
 * @param {Report} report
 * @returns {Map<string, [ReadingNote, number][]>}
 */
function bySource(report) {
  /** @type {Map<string, [ReadingNote, number][]>} */
  const sources = new Map();
  report.readings.forEach((reading, index) => {
    sources.set(reading.source, [...(sources.get(reading.source) ?? []), [reading, index]]);
  });
  return sources;
}

/**
 * @param {Report} report
 * @param {Host} host
 */
export function readingsList(report, host) {
  if (!report.readings.length) return null;
  const item = (/** @type {string} */ source, /** @type {[ReadingNote, number][]} */ readings) => {
    if (readings.length === 1) {
      return el('li', { class: 'source single' },
        el('div', {}, ...line(...readings[0], host), origin(readings[0][0])), removal(source, host));
    }
    return el('li', { class: 'source' },
      el('details', { open: true },
        el('summary', {}, said(source), ' ', el('span', { class: 'facts' }, counted(readings.length, 'reading'))),
        el('ul', {}, ...readings.map((one) => el('li', {}, ...line(...one, host))))),
      removal(source, host));
  };
  return el('ul', { class: 'sources' }, ...[...bySource(report)].map(([source, readings]) => item(source, readings)));
}

/**
 * @param {ReadErrorNote} error
 * @param {boolean} alone Nothing else was read from its source: what removes it stands here.
 * @param {Host} host
 */
function errorItem(error, alone, host) {
  const at = [
    error.line === undefined ? '' : `line ${error.line}`,
    error.column === undefined ? '' : `column ${error.column}`,
    error.byte === undefined ? '' : `byte ${error.byte}`,
  ].filter(Boolean).join(', ');
  return el('li', { class: 'source unread' },
    el('div', {},
      el('p', { class: 'asked' }, said(error.source), at && el('span', { class: 'facts' }, at)),
      el('p', { class: 'told' }, sentence(error.what)),
      el('p', { class: 'remedy' }, sentence(error.remedy))),
    alone && removal(error.source, host));
}

/**
 * @param {Report} report
 * @param {Host} host
 */
export function errorsList(report, host) {
  if (!report.errors.length) return null;
  const read = new Set(report.readings.map((reading) => reading.source));
  /** @type {Set<string>} */
  const removable = new Set();
  const items = report.errors.map((error) => {
    const alone = !read.has(error.source) && !removable.has(error.source);
    removable.add(error.source);
    return errorItem(error, alone, host);
  });
  return el('section', {}, el('h3', {}, 'What was not read'), el('ul', { class: 'sources' }, ...items));
}
