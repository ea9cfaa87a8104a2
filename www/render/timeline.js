/**
 * All moments side by side: the verdict, the leader, and who came, went, fell silent. Choosing one shows the whole
 * report as of then; moments are never mixed.
 *
 * @typedef {import('../types/report.js').MomentGroup} MomentGroup
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('../types/report.js').Vote} Vote
 * @typedef {import('./evidence.js').Host} Host
 */

import { byName } from './contact.js';
import { el, said, svg, visible } from './dom.js';
import { verdictIcon, voteIcon } from './icons.js';
import { saving } from './picture.js';
import { labelsOf } from './short-names.js';
import { swap } from './swap.js';
import { VERDICT, clock, counted, day, groupName, verdictWords } from './words.js';

const VOTES = /** @type {Vote[]} */ (['able', 'unable', 'silent', 'unknown']);
/** So many peers that changed are seen; the others are folded. */
const MOST = 8;

/** Radio buttons belong together by their name, which no other timeline on the page may have. */
let timelines = 0;

/**
 * @param {MomentGroup | undefined} group
 * @returns {Map<string, Vote>}
 */
function votesOf(group) {
  const { votes } = group ?? {};
  /** @type {Map<string, Vote>} */
  const by = new Map();
  for (const vote of VOTES) for (const name of votes?.[vote] ?? []) by.set(name, vote);
  return by;
}

/**
 * Without the day and the zone, which are told once.
 *
 * @param {Report['moments'][number]} moment
 * @param {number} index
 */
function when({ as_of: asOf }, index) {
  return asOf === undefined ? `${index + 1}.` : clock(asOf).replace(' UTC', '');
}

/**
 * Those who voted alike through all moments share a row when there are many.
 *
 * @param {string[]} names
 * @param {(Vote | undefined)[]} votes
 * @param {(name: string) => string} short
 */
function peerRow(names, votes, short) {
  const [name] = names;
  return el('tr', { class: 'peer', 'data-peer': names.length === 1 ? name : undefined },
    el('th', { scope: 'row', title: names.length > 1 ? visible(names.join(', ')) : undefined },
      said(name, short), names.length > 1 && el('span', { class: 'facts' }, ` and ${names.length - 1} alike`)),
    ...votes.map((vote, moment) => {
      const before = votes[moment - 1];
      const came = moment > 0 && vote !== undefined && before === undefined;
      const went = moment > 0 && vote === undefined && before !== undefined;
      const title = vote === undefined ? (went ? 'no peer any more' : 'no peer') : came ? `${vote}, a new peer` : vote;
      const change = came ? 'came' : went ? 'went' : undefined;
      return el('td', { title, 'data-change': change },
        // Words beside each sign, out of sight, would be a layer each: the whole table is slower to paint then.
        vote ? voteIcon(vote, title) : went ? svg('svg', {
          class: 'went', viewBox: '0 0 16 16', role: 'img', 'aria-label': title,
        }, svg('path', { d: 'M3 8h10' })) : el('span', { class: 'unseen' }, title));
    }));
}

/**
 * Each peer's votes through all moments: of few peers one by one, of many those alike together, who changed first.
 *
 * @param {(MomentGroup | undefined)[]} groups
 */
function courses(groups) {
  const votes = groups.map(votesOf);
  const names = [...new Set(votes.flatMap((one) => [...one.keys()]))].sort(byName);
  /** @type {Map<string, { names: string[], votes: (Vote | undefined)[] }>} */
  const all = new Map();
  for (const name of names) {
    const course = votes.map((one) => one.get(name));
    const key = names.length > MOST ? course.join() : name;
    const known = all.get(key);
    if (known) known.names.push(name);
    else all.set(key, { names: [name], votes: course });
  }
  const [changed, steady] = [[], []].map(() => /** @type {{ names: string[], votes: (Vote | undefined)[] }[]} */ ([]));
  for (const one of all.values()) (one.votes.some((vote) => vote !== one.votes[0]) ? changed : steady).push(one);
  return { changed, steady };
}

/** @param {MomentGroup} group */
function verdictCell({ verdict, assumes = [] }) {
  return [
    verdictIcon(verdict), el('span', { class: 'word' }, VERDICT[verdict]),
    assumes.length > 0 && el('span', { class: 'facts' }, 'assuming'),
  ];
}

/**
 * One group through all moments.
 *
 * @param {Report} report
 * @param {string | undefined} domain
 * @param {boolean} several
 */
function groupRows(report, domain, several) {
  const groups = report.moments.map(({ groups: all }) => all.find((group) => group.domain === domain));
  const { changed, steady } = courses(groups);
  const short = labelsOf(report, domain);
  const folded = [...changed.slice(MOST), ...steady];
  const rows = (/** @type {typeof folded} */ all) => all.map(({ names, votes }) => peerRow(names, votes, short));
  const unfold = el('button', {
    type: 'button', class: 'link', 'aria-expanded': 'false',
    click: () => unfold.closest('tr')?.replaceWith(...rows(folded)),
  }, changed.length ? 'and ' : '', counted(folded.reduce((sum, { names }) => sum + names.length, 0), 'other peer'));
  return el('tbody', {},
    several && el('tr', {}, el('th', { scope: 'rowgroup', colspan: groups.length + 1 }, groupName(domain))),
    el('tr', { class: 'verdicts' },
      el('th', { scope: 'row' }, 'Verdict'),
      ...groups.map((group) => el('td', {
        title: group && visible(group.says), 'data-verdict': group?.verdict,
      }, ...group ? verdictCell(group) : ['–']))),
    el('tr', { class: 'leaders' },
      el('th', { scope: 'row' }, 'Leader'),
      ...groups.map((group, moment) => {
        const same = moment > 0 && group?.leader !== undefined && groups[moment - 1]?.leader === group.leader;
        return el('td', { 'data-same': same, 'data-peer': group?.leader },
          group?.leader === undefined ? el('span', { class: 'none' }, 'none') : said(group.leader, short));
      })),
    ...rows(changed.slice(0, MOST)),
    folded.length > 0 && el('tr', { class: 'folded' },
      el('th', { scope: 'row' }, unfold),
      el('td', { colspan: groups.length }, el('span', { class: 'facts' },
        changed.length > MOST ? 'some of them changed too' : 'no change'))));
}

/**
 * @param {Report} report
 * @param {Host} host
 */
export function timeline(report, host) {
  const { moments } = report;
  if (moments.length < 2) return null;
  const newest = moments.length - 1;
  const now = report.moment ?? newest;
  const { select } = host;
  timelines += 1;
  const name = `moment-${timelines}`;
  const days = new Set(moments.map(({ as_of: asOf }) => (asOf === undefined ? '' : day(asOf))));
  const domains = [...new Set(moments.flatMap(({ groups }) => groups.map(({ domain }) => domain)))];

  const head = (/** @type {Report['moments'][number]} */ moment, /** @type {number} */ index) => {
    const verdicts = moment.groups.map(verdictWords).join('; ') || 'no group';
    const changes = moment.groups.flatMap(({ changes: all }) => all).join(' ');
    const time = el('time', { datetime: moment.as_of }, when(moment, index));
    return el('th', { scope: 'col', class: index === now ? 'now' : undefined },
      select ? el('label', { title: visible(changes) },
        el('input', {
          type: 'radio', name, value: index, checked: index === now,
          'aria-label': visible(`${when(moment, index)}: ${verdicts}. ${changes}`),
          change: () => void select(index),
        }), time) : time,
      index === newest && el('span', { class: 'facts' }, 'newest'));
  };
  const table = el('table', {},
    el('caption', { class: 'unseen' }, 'Each moment’s verdict, leader, and votes of the peers'),
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, days.size === 1 ? [...days][0] : 'Moment', el('span', { class: 'facts' }, ' UTC')),
      ...moments.map(head))),
    ...domains.map((domain) => groupRows(report, domain, domains.length > 1)));
  const earlier = now !== newest;
  const exchange = (/** @type {Event} */ { currentTarget }) => swap(/** @type {Element} */ (currentTarget), section);
  const section = el('section', {
    class: earlier ? 'timeline earlier' : 'timeline', 'data-key': 'timeline', 'data-kept': true, refresh: exchange,
  },
    el('h2', {}, counted(moments.length, 'moment')),
    earlier && notice(newest, host),
    el('div', {
      class: 'scroll', 'aria-label': 'The moment shown',
      tabindex: select ? undefined : 0, role: select ? 'radiogroup' : 'group',
    }, table),
    saving('table', 'Moments', host));
  return section;
}

/**
 * The same moments, and another of them chosen: nothing is drawn anew but the marks.
 *
 * @param {Element} shown The timeline, or what holds it.
 * @param {Report} report
 * @param {Host} host
 */
export function choose(shown, report, host) {
  const now = report.moment ?? report.moments.length - 1;
  // Only in the head: whatever is changed below it has the whole table painted again.
  shown.querySelectorAll('thead th').forEach((head, at) => head.classList.toggle('now', at === now + 1));
  const { activeElement: focused } = /** @type {Document | ShadowRoot} */ (shown.getRootNode());
  const told = shown.querySelector('.notice');
  const wasPressed = told?.contains(focused);
  const box = /** @type {HTMLInputElement | null} */ (shown.querySelector(`input[value="${now}"]`));
  if (box) box.checked = true;
  const newest = report.moments.length - 1;
  const isEarlier = now < newest;
  shown.classList.toggle('earlier', isEarlier);
  if (!isEarlier) told?.remove();
  else if (!told) shown.querySelector('h2')?.after(notice(newest, host));
  // The button that led here is gone: on with the moment that it led to.
  if (wasPressed && !isEarlier) box?.focus();
}

/**
 * Whoever looks at an earlier moment is told so, in the same words for each: the head of its column and the verdict say
 * when it was.
 *
 * @param {number} newest
 * @param {Host} host
 */
function notice(newest, { select }) {
  return el('p', { class: 'notice' }, el('strong', {}, 'An earlier moment: '), 'nothing later is in what follows. ',
    select && el('button', { type: 'button', class: 'link', click: () => void select(newest) }, 'Back to the newest'));
}

/**
 * Puts the chosen moment in sight, in its own box, once it stands in the page.
 *
 * @param {Element} shown Where the report stands.
 */
export function revealMoment(shown) {
  const box = /** @type {HTMLElement | null} */ (shown.querySelector('.timeline .scroll'));
  const now = /** @type {HTMLElement | null} */ (box?.querySelector('th.now') ?? null);
  if (box && now) box.scrollLeft = now.offsetLeft - (box.clientWidth - now.offsetWidth) / 2;
}
