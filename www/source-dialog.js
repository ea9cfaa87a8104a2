/**
 * The document a value comes from, opened at that value.
 *
 * @typedef {import('./types/report.js').Evidence} Evidence
 * @typedef {import('./types/report.js').ReadingNote} ReadingNote
 * @typedef {import('./originals.js').Input} Input
 */

import { MOST_SHOWN, stretch } from './originals.js';
import { clip, el, said, visible } from './render/dom.js';
import { pointerWords, speaker } from './render/evidence.js';
import { locate } from './render/locate.js';
import { sourceView } from './render/source.js';
import { beginning, seek } from './seek.js';
import { sizeWords } from './size.js';
import { textOf } from './text.js';

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
  const title = /** @type {HTMLElement} */ (dialog.querySelector('h2'));
  const where = /** @type {HTMLElement} */ (dialog.querySelector('p'));
  const body = /** @type {HTMLElement} */ (dialog.querySelector('.source-body'));
  title.textContent = visible(clip(speaker(reading), 120));
  where.replaceChildren('in ', said(reading.source, 160));
  if (evidence.pointer) {
    where.append(' at ', el('code', { title: visible(pointerWords(evidence.pointer)) }, clip(evidence.pointer, 200)));
  }
  body.replaceChildren(el('p', { class: 'words' }, 'Looking for it in the document…'));
  dialog.showModal();
  title.focus();

  const { text, firstLine, mark, isPart } = await excerptOf(evidence, reading, input);
  const isUnkept = input?.file ?? input?.again;
  if (isUnkept && (!text || (evidence.pointer && !mark))) {
    body.replaceChildren(el('p', { class: 'words' },
      `This document has changed, or cannot be shown (${sizeWords(reading.bytes)}). `,
      'When it was read, it said ', el('mark', {}, said(evidence.quote || reading.says, 400)), '.'));
  } else if (text) {
    if (evidence.pointer && !mark) where.append(' (this value is not in the document any more)');
    if (isPart) where.append(` (a part of ${sizeWords(reading.bytes)})`);
    const { view, reveal } = sourceView({ text, firstLine, mark });
    body.replaceChildren(view);
    reveal();
  } else {
    body.replaceChildren(el('p', { class: 'words' }, 'No document: ', el('mark', {}, input?.error ?? reading.says)));
  }
}

/**
 * The document, or of a file too big to keep the lines around the value, read from it anew.
 *
 * @param {Evidence} evidence
 * @param {ReadingNote} reading
 * @param {Input | undefined} input
 * @returns {Promise<import('./render/source.js').Excerpt & { isPart?: boolean }>}
 */
async function excerptOf(evidence, reading, input) {
  const { file, again, body } = input ?? {};
  const unkept = file ?? again?.();
  const isPart = (/** @type {string} */ text) => unkept !== undefined && text.length < reading.bytes / 2;
  if (unkept && evidence.pointer) {
    const found = await seek(unkept, reading, evidence.pointer);
    return found ? { ...found, isPart: isPart(found.text) } : { text: '' };
  }
  const given = unkept ? await beginning(unkept, reading, MOST_SHOWN)
    : stretch(await textOf(body), reading.offset, reading.bytes);
  const text = given?.text ?? '';
  return { text, firstLine: given?.firstLine, mark: place(text, evidence), isPart: isPart(text) };
}
