/**
 * What may be touched next: who may be restarted, whose loss would end it, and who is back.
 *
 * @typedef {import('../types/report.js').Answer} Answer
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Losses} Losses
 * @typedef {import('../types/report.js').Outlook} Outlook
 */

import { el, said, sentence } from './dom.js';
import { answerIcon } from './icons.js';
import { counted } from './words.js';

/** @type {Record<Answer, string>} */
const ANSWER = { yes: 'yes', no: 'no', unknown: 'not known' };

/** @param {string[]} all */
function names(all) {
  return all.flatMap((name, index) => [index ? ', ' : '', said(name, 60)]);
}

/** @param {Answer} answer */
function answered(answer) {
  return el('span', { class: 'answered', 'data-answer': answer }, answerIcon(answer), ANSWER[answer]);
}

/**
 * @param {Losses} losses
 * @param {string} verb
 */
export function lossesLine({ streams, consumers, examples }, verb) {
  if (!streams && !consumers) return null;
  const what = [streams && counted(streams, 'stream'), consumers && counted(consumers, 'consumer')].filter(Boolean);
  const more = streams + consumers - examples.length;
  return el('p', { class: 'losses' },
    `${what.join(' and ')} ${verb}: `, ...names(examples), more > 0 && `, and ${more} more`, '.');
}

/** @param {Outlook} outlook */
function restarts({ restart }) {
  if (!restart.length) return null;
  const [first] = restart;
  const alike = restart.every(({ safe, because }) => safe === first.safe && because.join() === first.because.join());
  if (alike && restart.length > 1) {
    return el('p', { class: 'for-all' },
      answered(first.safe), ' ', ...first.because.flatMap((one) => [sentence(one), ' ']));
  }
  const rows = restart.map((one) => el('tr', { role: 'row' },
    el('th', { scope: 'row', role: 'rowheader' }, el('span', { class: 'name' }, said(one.server))),
    el('td', { role: 'cell' }, answered(one.safe)),
    el('td', { role: 'cell' },
      el('div', {},
        ...one.because.map((reason) => el('p', {}, sentence(reason))),
        lossesLine(one.losses, 'would lose the quorum meanwhile')))));
  return el('table', { role: 'table', class: 'cards' },
    el('caption', { class: 'unseen' }, 'May each server be restarted now, and why'),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
      ...['Server', 'Restart now?', 'Because'].map((text) => el('th', { scope: 'col', role: 'columnheader' }, text)))),
    el('tbody', { role: 'rowgroup' }, ...rows));
}

/** @param {Outlook} outlook */
function critical({ critical_servers: servers, zones }) {
  const ending = zones.filter((zone) => zone.critical === 'yes');
  if (!servers.length && !ending.length) return null;
  return el('ul', { class: 'critical' },
    servers.length > 0 && el('li', {}, 'The loss of any one of these ends the quorum: ', ...names(servers), '.'),
    ...ending.map((zone) => el('li', {},
      'The loss of the zone ', said(zone.name), ' ends the quorum: ', ...names(zone.servers), '.')));
}

/** @param {Group} group */
function rejoined({ rejoined: all }) {
  if (!all.length) return null;
  return el('div', { class: 'rejoined' },
    el('h4', {}, 'Who was away: is it back?'),
    el('ul', {}, ...all.map((one) => el('li', {},
      el('span', { class: 'name' }, said(one.server)), ' ', answered(one.rejoined), ' ', sentence(one.says)))));
}

/**
 * @param {Group} group
 * @param {Outlook | undefined} outlook
 */
export function outlookSection(group, outlook) {
  if (!outlook || (!outlook.restart.length && !group.rejoined.length)) return null;
  return el('section', { class: 'outlook' },
    el('h3', {}, 'What may be restarted next'),
    restarts(outlook),
    critical(outlook),
    rejoined(group));
}
