/**
 * Servers taken out in thought: what would be left.
 *
 * @typedef {import('../types/report.js').Losses} Losses
 * @typedef {import('../types/report.js').Outlook} Outlook
 * @typedef {import('./evidence.js').Host} Host
 */

import { el, said, sentence } from './dom.js';
import { verdictIcon } from './icons.js';
import { refresh } from './refresh.js';
import { VERDICT, counted } from './words.js';

/** @param {Losses} losses */
function lost({ streams, consumers, examples }) {
  if (!streams && !consumers) return null;
  const what = [streams && counted(streams, 'stream'), consumers && counted(consumers, 'consumer')].filter(Boolean);
  const more = streams + consumers - examples.length;
  return el('p', { class: 'losses' },
    `${what.join(' and ')} would lose their quorum: `,
    ...examples.flatMap((name, index) => [index ? ', ' : '', said(name, 60)]), more > 0 && ` and ${more} more`, '.');
}

/**
 * @param {Outlook} outlook
 * @param {number} place Of the group in the report.
 * @param {Host} host
 */
export function whatIf({ verdict, restart }, place, { whatIf: ask }) {
  if (!ask || verdict !== 'held' || restart.length < 2) return null;
  // A refresh keeps what is ticked, and the answer is one about the new report.
  const think = (/** @type {Event} */ { currentTarget }) => {
    const section = /** @type {Element} */ (currentTarget).closest('.what-if');
    const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (section?.querySelectorAll('input:checked'));
    const gone = [...ticked].map(({ value }) => value);
    const then = gone.length ? ask(gone)[place] : undefined;
    const answer = /** @type {Element} */ (section?.querySelector('[role=status]'));
    refresh(answer, then ? [
      el('p', {}, verdictIcon(then.verdict), el('strong', {}, VERDICT[then.verdict]), ' ', sentence(then.says)),
      lost(then.losses),
    ].filter((part) => part !== null) : []);
  };
  const box = (/** @type {string} */ server) => {
    const input = el('input', { type: 'checkbox', change: think });
    input.value = server;
    return el('label', { 'data-key': server }, input, ' ', said(server, 40));
  };
  return el('details', { class: 'more what-if' },
    el('summary', {}, 'What if some of them fail?'),
    el('fieldset', {},
      el('legend', {}, 'Gone, in thought:'),
      ...restart.map(({ server }) => box(server))),
    el('div', { role: 'status', 'data-kept': true, refresh: think }));
}
