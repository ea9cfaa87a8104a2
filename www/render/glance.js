/**
 * A report in a small box: one word, one number and one icon first, and as much more as there is room for.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('../types/report.js').Verdict} Verdict
 * @typedef {import('./dom.js').Child} Child
 *
 * @typedef {object} Notes What the host has to say of a report.
 * @property {Child} [stale]
 * @property {Child[]} others
 */

import { clip, el, said, sentence, visible } from './dom.js';
import { fewOf } from './few-names.js';
import { weight } from './findings.js';
import { otherIcon, verdictIcon, voteIcon } from './icons.js';
import { inOrder, title } from './peers.js';
import { VERDICT, clock, counted, groupName } from './words.js';

/** @type {Verdict[]} */
const WORST_FIRST = ['lost', 'leaderless', 'undecided', 'held'];
const MOST_FINDINGS = 3;

/**
 * The group a single word has to be about.
 *
 * @param {Report} report
 * @returns {Group | undefined}
 */
export function worstGroup({ groups }) {
  const rank = (/** @type {Group} */ { verdict, tolerance = 0 }) => WORST_FIRST.indexOf(verdict) + tolerance / 1000;
  return [...groups].sort((a, b) => rank(a) - rank(b)).at(0);
}

/**
 * `3 of 5`, `0–3 of 5` while votes are open.
 *
 * @param {Group} group
 */
function contact({ in_contact: range, size }) {
  if (!range) return undefined;
  const { least, most } = range;
  return `${least === most ? least : `${least}–${most}`} of ${size ?? '?'}`;
}

/** @param {Group} group */
function votes({ peers }) {
  if (!peers.length) return null;
  return el('ul', { class: 'votes', 'aria-label': 'Peers and their votes' }, ...inOrder(peers).map((peer) =>
    el('li', { 'data-key': title(peer) },
      voteIcon(peer.vote), said(title(peer), 24), el('span', { class: 'unseen' }, ` ${peer.vote}`))));
}

/** @param {Report} report */
function worstFindings({ findings }) {
  if (!findings.length) return null;
  const more = findings.length - MOST_FINDINGS;
  return el('ul', { class: 'worst', 'aria-label': 'Findings' },
    ...findings.slice(0, MOST_FINDINGS).map((finding) =>
      el('li', { 'data-weight': weight(finding).replace(' ', '-'), 'data-key': finding.code },
        el('span', { class: 'weight' }, weight(finding)), ' ', finding.name, ' ', el('code', {}, finding.code))),
    more > 0 && el('li', { class: 'note' }, `and ${counted(more, 'more finding')}`));
}

/**
 * What to do next: the way out, where there is one.
 *
 * @param {Group} group
 * @param {Report} report
 */
function nextStep({ next, recovery }, { findings }) {
  const says = recovery?.steps.at(0)?.says ?? next.at(0)?.says ?? findings.at(0)?.remedy.at(0);
  return says === undefined ? null : el('p', { class: 'next-step' }, el('strong', {}, 'Next: '), sentence(says));
}

/**
 * @param {Report} report
 * @returns {[word: string, says: string]}
 */
function noGroup({ readings }) {
  if (!readings.length) return ['No group', 'Nothing of it could be read.'];
  const answered = readings.some(({ says }) => !says.startsWith('did not answer'));
  if (answered) return ['No group', 'What was read names no JetStream meta group.'];
  return ['No answer', 'Nobody who was asked has answered, so nothing is known about the group.'];
}

/**
 * @param {object} glance
 * @param {Element} glance.icon
 * @param {string} glance.word
 * @param {Child} [glance.count]
 * @param {Child} [glance.mark]
 * @param {Child[]} glance.more
 */
function box({ icon, word, count, mark, more }) {
  return [
    el('div', { class: 'first' },
      icon,
      el('h2', { class: 'word', 'data-long': String(word.length > 7) }, word),
      count && el('p', { class: 'count' },
        el('strong', {}, count), el('span', { class: 'unit' }, ' in contact'), mark)),
    el('div', { class: 'more' }, ...more),
  ];
}

/**
 * @param {Report} report
 * @param {Notes} notes
 * @returns {Element[]}
 */
export function glance(report, { stale, others: notes }) {
  const group = worstGroup(report);
  if (!group) return blank('nothing', ...noGroup(report), stale, ...notes);
  const assumed = group.assumes.length > 0;
  const others = report.groups.filter((one) => one !== group);
  const { as_of: asOf } = group;
  const few = fewOf(group);
  return box({
    icon: verdictIcon(group.verdict),
    word: VERDICT[group.verdict],
    count: contact(group),
    mark: stale && el('span', { class: 'mark' }, 'stale'),
    more: [
      stale,
      report.groups.length > 1 && el('p', { class: 'whose' },
        said(groupName(group.domain), 60), '. Beside it: ',
        others.map((one) => `${clip(visible(groupName(one.domain)), 60)}: ${one.verdict}`).join(', '), '.'),
      el('p', { class: 'says' }, sentence(group.says), asOf !== undefined &&
        el('span', { class: 'as-of' }, ' As of ', el('time', { datetime: asOf }, clock(asOf)), '.')),
      assumed && el('p', { class: 'assuming' }, el('strong', {}, 'Assuming '),
        sentence(group.assumes.map((one) => few(one).says).join('; ')), '.'),
      group.rescue && el('p', { class: 'rescue' }, 'Rescue active: the majority needed is lowered on purpose.'),
      ...notes,
      votes(group),
      worstFindings(report),
      nextStep(group, report),
    ],
  });
}

/**
 * Where there is no verdict, and so nothing green.
 *
 * @param {'nothing' | 'trouble'} kind
 * @param {string} word
 * @param {string} says
 * @param {...Child} more
 */
export function blank(kind, word, says, ...more) {
  return box({ icon: otherIcon(kind), word, more: [el('p', { class: 'says' }, sentence(says)), ...more] });
}
