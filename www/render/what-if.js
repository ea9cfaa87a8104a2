/**
 * Servers taken out in thought: what would be left.
 *
 * @typedef {import('../types/report.js').Losses} Losses
 * @typedef {import('../types/report.js').Outlook} Outlook
 * @typedef {import('./evidence.js').Host} Host
 */

import { el, said, sentence } from './dom.js';
import { verdictIcon } from './icons.js';
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
  const answer = el('div', { role: 'status' });
  const boxes = restart.map(({ server }) => ({ server, box: el('input', { type: 'checkbox', change: think }) }));
  function think() {
    const gone = boxes.filter(({ box }) => box.checked).map(({ server }) => server);
    const then = gone.length ? ask?.(gone)[place] : undefined;
    answer.replaceChildren(...then ? [
      el('p', {}, verdictIcon(then.verdict), el('strong', {}, VERDICT[then.verdict]), ' ', sentence(then.says)),
      lost(then.losses) ?? '',
    ] : []);
  }
  return el('details', { class: 'more what-if' },
    el('summary', {}, 'What if some of them fail?'),
    el('fieldset', {},
      el('legend', {}, 'Gone, in thought:'),
      ...boxes.map(({ server, box }) => el('label', {}, box, ' ', said(server, 40)))),
    answer);
}
