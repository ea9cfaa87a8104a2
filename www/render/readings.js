/**
 * What was read and what was not: by source, as it was given.
 *
 * @typedef {import('../types/report.js').ReadErrorNote} ReadErrorNote
 * @typedef {import('../types/report.js').ReadingNote} ReadingNote
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { byName } from './contact.js';
import { clip, el, said, sentence, visible } from './dom.js';
import { speaker } from './evidence.js';
import { grouped } from './grouped.js';
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

/** @typedef {[reading: ReadingNote, index: number]} Numbered */

/**
 * Answers of one server in one breath: five questions refused alike are one line, not five.
 *
 * @param {Numbered[]} readings
 */
function runs(readings) {
  const alike = (/** @type {ReadingNote} */ { server, label, now, status, says, moment, problems }) =>
    JSON.stringify([server, label, now, status, says, moment, problems]);
  /** @type {Numbered[][]} */
  const all = [];
  for (const one of readings) {
    const last = all.at(-1);
    if (last && alike(last[0][0]) === alike(one[0])) last.push(one);
    else all.push([one]);
  }
  return all;
}

/**
 * @param {Numbered[]} run
 * @param {Host} host
 */
function line(run, host) {
  const [[first]] = run;
  const { show } = host;
  const questions = run.map(([{ endpoint }, index]) => {
    const asked = el('code', {}, clip(endpoint, 60));
    const whole = { reading: index, pointer: '', quote: '' };
    return show ? el('button', { type: 'button', class: 'link', click: () => show(whole) }, asked) : asked;
  });
  const http = first.status === undefined || first.status === 200 ? '' : `HTTP ${first.status} `;
  return [
    el('p', { class: 'asked' },
      el('span', {}, said(first.server ?? first.label ?? 'who?', 40), ...questions.flatMap((one) => [' ', one])),
      first.now !== undefined && el('time', { datetime: first.now }, clock(first.now))),
    el('p', { class: 'told' }, http && el('span', { class: 'http' }, http), sentence(first.says)),
    first.moment === undefined && el('p', { class: 'problem' }, 'not placed in time: decides nothing'),
    ...first.problems.map((problem) => el('p', { class: 'problem' }, sentence(problem))),
  ];
}

/**
 * @param {Report} report
 * @param {Host} host
 * @returns {[source: string, readings: Numbered[]][]} The files of an archive under its name.
 */
function bySource(report, { givenAs = (source) => source }) {
  /** @type {Numbered[]} */
  const all = [];
  // Live, only those of the newest moment are in the list, each in its place: not so the gaps between them.
  report.readings.forEach((reading, index) => all.push([reading, index]));
  const sources = [...grouped(all, ([{ source }]) => givenAs(source))];
  // `paste 2` before `paste 10`.
  return sources.sort(([a], [b]) => byName(a, b));
}

/** An archive may hold a file for every replica of every stream: so many lines are looked at by somebody. */
const MOST_LINES = 200;
/** Of more sources than these only those are open in which something is odd. */
const MOST_OPEN = 6;

/**
 * @param {Report} report
 * @param {Host} host
 */
export function readingsList(report, host) {
  if (!report.readings.length) return null;
  const sources = bySource(report, host);
  const item = (/** @type {string} */ source, /** @type {Numbered[]} */ readings) => {
    if (readings.length === 1 && readings[0][0].source === source) {
      return el('li', { class: 'source single' },
        el('div', {}, ...line(readings, host), origin(readings[0][0])), removal(source, host));
    }
    const all = runs(readings);
    const more = all.length - MOST_LINES;
    const isOdd = readings.some(([{ problems, moment }]) => problems.length > 0 || moment === undefined);
    return el('li', { class: 'source' },
      el('details', { open: more <= 0 && (isOdd || sources.length <= MOST_OPEN) },
        el('summary', {}, said(source), ' ', el('span', { class: 'facts' }, counted(readings.length, 'reading'))),
        el('ul', {}, ...all.slice(0, MOST_LINES).map((run) => el('li', {}, ...line(run, host))),
          more > 0 && el('li', { class: 'facts' }, `and ${counted(more, 'more line')}`))),
      removal(source, host));
  };
  return el('ul', { class: 'sources' }, ...sources.map(([source, readings]) => item(source, readings)));
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
