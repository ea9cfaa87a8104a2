/**
 * "How do you know": each value a sentence rests on, one press away from the document that says it.
 *
 * @typedef {import('../types/report.js').Evidence} Evidence
 * @typedef {import('../types/report.js').Outlook} Outlook
 * @typedef {import('../types/report.js').ReadingNote} ReadingNote
 * @typedef {import('./way-out.js').WaysOut} WaysOut
 *
 * @typedef {object} Host What the page, panel or element around a report can do; without it the report is just read.
 * @property {(evidence: Evidence) => void} [show] Opens the source at that value.
 * @property {(source: string) => void} [remove] Forgets all that was read from a source.
 * @property {(source: string) => string} [givenAs] What a source came in: the name of its archive, or its own.
 * @property {(without: string[]) => Outlook[]} [whatIf] The outlooks with these servers gone.
 * @property {(moment: number) => void} [select] Shows the report as of that moment.
 * @property {(name: string, blob: Blob) => void | Promise<void>} [save] Keeps a file.
 * @property {WaysOut} [wayOut] What was done so far of the ways out.
 * @property {(text: string) => void} [read] Reads a text as a reading.
 */

import { clip, el, visible } from './dom.js';

const SHOWN = 5;

/** The way to the meta group's part of an answer tells nothing: every pointer begins with it. */
const COMMON = new Set(['data', 'meta_cluster', 'jetstream', 'meta', '$SYS', '_meta_']);

/**
 * `/meta_cluster/replicas/1/offline` in a few words: `replicas[1].offline`.
 *
 * @param {string} pointer
 */
export function pointerWords(pointer) {
  const segments = pointer.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  while (segments.length > 1 && COMMON.has(segments[0])) segments.shift();
  return segments
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : `${index ? '.' : ''}${part}`))
    .join('');
}

/**
 * Who said it, and to which question: `n1 /jsz`.
 *
 * @param {ReadingNote} reading
 */
export function speaker(reading) {
  const who = reading.server ?? reading.label;
  return who === undefined ? `${reading.source} ${reading.endpoint}` : `${who} ${reading.endpoint}`;
}

/**
 * @param {Evidence} evidence
 * @param {ReadingNote[]} readings
 * @param {Host} host
 */
function link(evidence, readings, host) {
  const reading = readings[evidence.reading];
  // What a question asks for in detail is long, and told where the document is shown.
  const who = clip(reading ? speaker(reading).replace(/\?.*/s, '') : 'a reading', 60);
  const field = clip(pointerWords(evidence.pointer), 60);
  const quote = clip(evidence.quote.replace(/\s+/g, ' ').trim(), 60);
  const words = [
    el('bdi', { class: 'who' }, who),
    el('code', {}, field && quote ? `${field}: ${quote}` : field || quote || 'whole document'),
  ];
  const { show } = host;
  const peer = reading?.server ?? reading?.label;
  if (!show || !reading) return el('span', { class: 'evidence', 'data-peer': peer }, ...words);
  const title = visible(`Show it in ${clip(reading.source, 120)}`);
  const click = () => show(evidence);
  return el('button', { type: 'button', class: 'evidence', title, 'data-peer': peer, click }, ...words);
}

/**
 * The links of one sentence; many of them are folded after the first few.
 *
 * @param {Evidence[]} evidence
 * @param {ReadingNote[]} readings
 * @param {Host} host
 */
export function evidenceList(evidence, readings, host) {
  if (!evidence.length) return null;
  const item = (/** @type {Evidence} */ one) => el('li', {}, link(one, readings, host));
  // One left over is shown: a fold would take the same room.
  const cut = evidence.length > SHOWN + 1 ? SHOWN : evidence.length;
  const list = el('ul', { class: 'evidence-list', 'aria-label': 'Evidence' }, ...evidence.slice(0, cut).map(item));
  if (cut === evidence.length) return list;
  const rest = evidence.slice(cut);
  return el('div', {}, list, el('details', { class: 'more' },
    el('summary', {}, `${rest.length} more like these`),
    el('ul', { class: 'evidence-list', 'aria-label': 'More evidence' }, ...rest.map(item))));
}
