/**
 * The document a value comes from, opened at that value.
 *
 * @typedef {import('./types/report.js').Evidence} Evidence
 * @typedef {import('./types/report.js').ReadingNote} ReadingNote
 * @typedef {import('./originals.js').Input} Input
 */

import { MOST_SHOWN, stretch, stretchOf, textOf } from './originals.js';
import { clip, el, said, visible } from './render/dom.js';
import { pointerWords, speaker } from './render/evidence.js';
import { locate } from './render/locate.js';
import { sourceView } from './render/source.js';
import { sizeWords } from './size.js';

/**
 * Where the value stands: by its pointer in JSON; else, in plain words, where they are quoted.
 *
 * @param {string} text
 * @param {Evidence} evidence
 */
function place(text, evidence) {
  const found = evidence.pointer ? locate(text, evidence.pointer) : undefined;
  if (found) return found;
  const start = evidence.quote ? text.indexOf(evidence.quote) : -1;
  return start < 0 ? undefined : { start, end: start + evidence.quote.length };
}

/**
 * Empty, to be laid on a page or into a shadow root.
 *
 * @returns {HTMLDialogElement}
 */
export function sourceDialog() {
  return el('dialog', { class: 'source-dialog', 'aria-labelledby': 'source-title' },
    el('header', {},
      el('div', {}, el('h2', { id: 'source-title', tabindex: -1 }), el('p')),
      el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Close'))),
    el('div', { class: 'source-body' }));
}

/**
 * @param {HTMLDialogElement} dialog As `sourceDialog` makes it.
 * @param {Evidence} evidence
 * @param {ReadingNote} reading
 * @param {Input | undefined} input
 */
export async function openSource(dialog, evidence, reading, input) {
  const { file } = input ?? {};
  const given = file
    ? await stretchOf(file, reading.offset, reading.bytes)
    : stretch(input?.body === undefined ? '' : await textOf(input.body), reading.offset, reading.bytes);
  const title = /** @type {HTMLElement} */ (dialog.querySelector('h2'));
  const where = /** @type {HTMLElement} */ (dialog.querySelector('p'));
  const body = /** @type {HTMLElement} */ (dialog.querySelector('.source-body'));
  const { text, firstLine } = given ?? { text: '', firstLine: undefined };
  const mark = place(text, evidence);
  const isPart = file !== undefined && reading.bytes > MOST_SHOWN;

  title.textContent = visible(clip(speaker(reading), 120));
  where.replaceChildren('in ', said(reading.source, 160));
  if (evidence.pointer) {
    where.append(' at ', el('code', { title: visible(pointerWords(evidence.pointer)) }, clip(evidence.pointer, 200)));
    if (text && !mark && !file) where.append(' (this value is not in the document any more)');
  }
  if (text && isPart) where.append(` (the first ${sizeWords(MOST_SHOWN)} of ${sizeWords(reading.bytes)})`);
  if (file && (!text || (evidence.pointer && !mark))) {
    body.replaceChildren(el('p', { class: 'words' },
      `This document is packed, changed, or too large to show (${sizeWords(reading.bytes)}). `,
      'When it was read, it said ', el('mark', {}, said(evidence.quote || reading.says, 400)), '.'));
    dialog.showModal();
  } else if (text) {
    const { view, reveal } = sourceView({ text, firstLine, mark });
    body.replaceChildren(view);
    dialog.showModal();
    reveal();
  } else {
    body.replaceChildren(el('p', { class: 'words' }, 'No document: ', el('mark', {}, input?.error ?? reading.says)));
    dialog.showModal();
  }
  title.focus();
}
