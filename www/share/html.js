/**
 * A report as one page to read, without a script, with the readings in it: opened it is read, dropped on Quorate it is
 * judged anew.
 *
 * @typedef {import('../redact.js').Readings} Readings
 * @typedef {import('../types/report.js').Report} Report
 */

import { sha256 } from '../redact/peer-id.js';
import { el } from '../render/dom.js';
import { errorsList, readingsList, renderReport } from '../render/report.js';
import { clock, counted, readingsJudged, verdictWords } from '../render/words.js';

/** Stands in its head: by it such a page is known. */
export const GENERATOR = '<meta name="generator" content="Quorate">';
const READINGS = /<script type="application\/json" id="quorate-readings">([^<]*)<\/script>/;

/** @param {string} text */
function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** @param {Node} content What cannot be done without a script is not there. */
function markup(content) {
  const holder = el('div');
  holder.append(content);
  const dead = 'button, input, select, textarea, form, .copy, .what-if, [hidden]';
  for (const one of holder.querySelectorAll(dead)) one.remove();
  return new XMLSerializer().serializeToString(holder).replaceAll(' xmlns="http://www.w3.org/1999/xhtml"', '');
}

/**
 * @param {object} kept
 * @param {Report} kept.report
 * @param {Readings} [kept.readings]
 * @param {boolean} kept.redacted
 * @param {string} kept.css
 */
export function reportPage({ report, readings, redacted, css }) {
  const [worst] = report.groups;
  const asOf = worst?.as_of === undefined ? '' : `, as of ${clock(worst.as_of)}`;
  const title = worst ? `${verdictWords(worst)}${asOf} – Quorate` : 'Quorate';
  // The page's own look, as text that a `<` cannot end.
  const look = css.replaceAll('</', '<\\/');
  const hash = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(look))));
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const read = el('section', { class: 'read', 'aria-label': 'What was read' }, el('h2', {}, 'What was read'),
    errorsList(report, {}), readingsList(report, {}));
  const json = readings && JSON.stringify({ quorate: 'readings/1', ...readings }).replaceAll('<', '\\u003c');
  const note = [
    `A report of Quorate, from ${counted(readingsJudged(report), 'reading')}.`,
    redacted ? 'Names are replaced by others, the same everywhere.' : '',
    json ? 'Drop this file on Quorate: it is read and judged anew.' : '',
  ].filter(Boolean).join(' ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    GENERATOR,
    `<title>${escaped(title)}</title>`,
    `<style>${look}</style>`,
    '<body data-state="kept">',
    `<main><p class="kept-note">${escaped(note)}</p><div class="outcome"><div id="report">`,
    markup(renderReport(report)),
    '</div></div>',
    markup(read),
    '</main>',
    json ? `<script type="application/json" id="quorate-readings">${json}</script>` : '',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/**
 * @param {string} text
 * @returns {string | undefined} The readings that such a page carries, as they were written.
 */
export function carriedBy(text) {
  if (!text.slice(0, 4000).includes(GENERATOR)) return undefined;
  return READINGS.exec(text)?.[1] ?? '';
}
