/**
 * What may be touched next: who may be restarted, whose loss would end it, and who is back.
 *
 * @typedef {import('../types/report.js').Answer} Answer
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Outlook} Outlook
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('../types/report.js').Restart} Restart
 */

import { el, said, sentence } from './dom.js';
import { foldedRows, MANY } from './fold.js';
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
 * What is true of every server is said once, above. Of the rest the most telling reason is seen, and the one that names
 * what would be lost; the others are folded.
 *
 * @param {Restart} one
 * @param {string[]} ofAll
 */
function row({ server, safe, because, losses }, ofAll) {
  const own = because.filter((reason) => !ofAll.includes(reason));
  const loses = (/** @type {string} */ reason) => losses.examples.some((name) => reason.includes(name));
  const seen = own.filter((reason, index) => index === 0 || loses(reason));
  const folded = own.filter((reason) => !seen.includes(reason));
  return el('tr', { role: 'row', 'data-key': server, 'data-peer': server },
    el('th', { scope: 'row', role: 'rowheader' }, el('span', { class: 'name' }, said(server))),
    el('td', { role: 'cell' }, answered(safe)),
    el('td', { role: 'cell' }, el('div', {},
      ...seen.map((reason) => el('p', { class: loses(reason) && 'losses' }, sentence(reason))),
      folded.length > 0 && el('details', { class: 'more' },
        el('summary', {}, counted(folded.length, 'more reason')),
        ...folded.map((reason) => el('p', {}, sentence(reason)))))));
}

/**
 * @param {Group} group
 * @param {Outlook} outlook
 */
function restarts({ verdict }, { restart }) {
  if (!restart.length) return [];
  const [{ safe, because }] = restart;
  const ofAll = because.filter((reason) => restart.every((one) => one.because.includes(reason)));
  // Without a quorum one reason settles it for everybody: no table then.
  const settled = verdict !== 'held' && ofAll.length > 0 && restart.every((one) => one.safe === safe);
  const shared = ofAll.length > 0 && el('p', { class: 'for-all' },
    settled && answered(safe), settled && ' ', ...ofAll.flatMap((reason) => [sentence(reason), ' ']));
  if (settled) return [shared];
  // Of many the ones that must stay are told first.
  const weight = (/** @type {Restart} */ one) => ['no', 'unknown', 'yes'].indexOf(one.safe);
  const told = restart.length > MANY ? [...restart].sort((a, b) => weight(a) - weight(b)) : restart;
  return [
    shared,
    el('table', { role: 'table', class: 'cards' },
      el('caption', { class: 'unseen' }, 'May each server be restarted now, and why'),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
        ...['Server', 'Restart now?', 'Because'].map((text) =>
          el('th', { scope: 'col', role: 'columnheader' }, text)))),
      el('tbody', { role: 'rowgroup' }, ...foldedRows(told, (one) => row(one, ofAll), 3, 'servers'))),
  ];
}

/** @param {Outlook} outlook */
function critical({ critical_servers: servers, zones }) {
  const ending = zones.filter((zone) => zone.critical === 'yes');
  if (!servers.length && !ending.length) return null;
  return el('ul', { class: 'critical' },
    servers.length > 0 && el('li', {},
      `The loss of ${servers.length > 1 ? 'any one of these' : 'this one'} may end the quorum: `,
      ...names(servers), '.'),
    ...ending.map((zone) => el('li', {},
      'The loss of the zone ', said(zone.name), ' ends the quorum: ', ...names(zone.servers), '.')));
}

/** @param {Group} group */
function rejoined({ rejoined: all }) {
  if (!all.length) return null;
  return el('div', { class: 'rejoined' },
    el('h4', {}, 'Who was away: is it back?'),
    el('ul', {}, ...all.map((one) => el('li', {},
      el('span', { class: 'name' }, said(one.server)), answered(one.rejoined), el('span', {}, sentence(one.says))))));
}

/**
 * @param {Group} group
 * @param {Report} report
 */
export function outlookSection(group, report) {
  const outlook = report.outlook.at(report.groups.indexOf(group));
  if (!outlook || (!outlook.restart.length && !group.rejoined.length)) return null;
  return el('section', { class: 'outlook' },
    el('h3', {}, 'What may be restarted next'),
    critical(outlook),
    ...restarts(group, outlook),
    rejoined(group));
}
