/**
 * Who hears whom, as a table: the row hears the column, and in the cell is how long ago. Of many peers those that are
 * alike share a row and a column, and each row of them unfolds.
 *
 * @typedef {import('./contact.js').Contact} Contact
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { alike } from './alike.js';
import { ageWords, called, contactWords, contactsOf, counted } from './contact.js';
import { el, said, stopAt, visible } from './dom.js';
import { saving } from './picture.js';
import { refresh } from './refresh.js';
import { labelsOf } from './short-names.js';
import { ago, captionOf, groupName } from './words.js';

/**
 * @param {Peer[]} peers
 * @param {Group} group
 * @param {(name: string) => string} short
 */
function heading(peers, group, short) {
  const [first] = peers;
  const last = peers[peers.length - 1];
  const leads = peers.length === 1 && called(first) === group.leader;
  const claims = !leads && first.leader !== undefined && first.leader === called(first);
  return [
    el('span', { class: 'name' }, said(called(first), short)),
    ...peers.length > 1 ? [' – ', said(called(last), short)] : [],
    ...leads ? [' ', el('span', { class: 'badge' }, group.verdict === 'held' ? 'leader' : 'last led')] : [],
    ...claims ? [' ', el('span', { class: 'badge' }, 'claims the lead')] : [],
  ];
}

/**
 * What one row heard of one column; several contacts are told by their number and the oldest.
 *
 * @param {Peer[]} hears
 * @param {Peer[]} heard
 * @param {ReturnType<typeof contactsOf>} contact
 * @returns {{ words: string, title: string, how: string, contact?: Contact }}
 */
function cellOf(hears, heard, contact) {
  const pairs = hears.flatMap((one) => heard.filter((other) => other !== one).map((other) => ({ one, other })));
  if (!pairs.length) return { words: '—', title: 'itself', how: 'self' };
  const told = pairs.flatMap(({ one, other }) => {
    const { raft, route } = contact(one, other);
    const best = raft ?? route;
    return best ? [{ one, other, best, route }] : [];
  });
  if (!told.length) return { words: '·', title: 'nothing read tells', how: 'untold' };
  const brackets = (/** @type {string} */ words, /** @type {boolean} */ route) => (route ? `(${words})` : words);
  const fresh = told.filter(({ best }) => best.fresh);
  const how = fresh.length === told.length ? 'heard' : 'unheard';
  if (pairs.length === 1) {
    const [{ one, other, best, route }] = told;
    const ways = route && route !== best ? [best, route] : [best];
    const title = ways.map((way) => contactWords(called(one), called(other), way)).join('; ');
    return { words: brackets(ageWords(best), best.by === 'routes'), title, how, contact: best };
  }
  const oldest = Math.max(...told.map(({ best }) => best.age_ms ?? 0));
  const byRoutes = told.every(({ best }) => best.by === 'routes');
  const all = fresh.length === told.length && told.length === pairs.length;
  const words = how === 'heard' ? `≤ ${ago(oldest)}` : `${fresh.length} of ${told.length}`;
  const title = all
    ? `all heard within ${ago(oldest)}` : `${fresh.length} of ${told.length} heard that anything tells of`;
  return { words: brackets(words, byRoutes), title, how };
}

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
export function matrixSection(group, report, host) {
  if (!group.contacts?.length) return null;
  const short = labelsOf(report, group.domain);
  const contact = contactsOf(group);
  const peers = counted(group);
  const classes = alike(peers, contact);
  const names = peers.some(({ leader }) => leader !== undefined);
  const { show } = host;

  /**
   * @param {Peer[]} hears
   * @param {Peer[]} heard
   */
  function cell(hears, heard) {
    const { words, title, how, contact: one } = cellOf(hears, heard, contact);
    const single = hears.length === 1 && heard.length === 1;
    const spoken = how === 'untold' ? 'not told' : how === 'self' ? 'itself' : undefined;
    const body = el('span', {
      class: 'age', role: spoken === undefined ? undefined : 'img', 'aria-label': spoken,
    }, words);
    const pressable = one && show;
    return el('td', {
      'data-how': how, title: visible(title),
      'data-peer': single ? called(hears[0]) : undefined, 'data-other': single ? called(heard[0]) : undefined,
    }, pressable ? el('button', {
      type: 'button', tabindex: -1, class: 'age', 'aria-label': visible(`${words}: ${title}. Show it in the source`),
      click: () => show({ ...one.evidence, quote: '' }),
    }, words) : body);
  }

  /**
   * @param {Peer[]} hears
   * @param {import('./dom.js').Child[]} head
   * @param {string} [kind]
   */
  function row(hears, head, kind) {
    const leaders = new Set(hears.map(({ leader }) => leader));
    const [leader] = leaders;
    return el('tr', { class: kind },
      el('th', { scope: 'row', 'data-peer': hears.length === 1 ? called(hears[0]) : undefined }, ...head),
      ...classes.map((heard) => cell(hears, heard)),
      names && el('td', { class: 'names' }, leader === undefined
        ? el('span', { class: 'none' }, hears[0].vote === 'silent' ? 'no answer' : 'nobody') : said(leader, short)));
  }

  /** @param {Peer[]} hears */
  function rows(hears) {
    if (hears.length === 1) return [row(hears, heading(hears, group, short))];
    const fold = el('button', {
      type: 'button', class: 'link', 'aria-expanded': 'false', click: ({ currentTarget }) => {
        const pressed = /** @type {Element} */ (currentTarget);
        const open = pressed.getAttribute('aria-expanded') !== 'true';
        pressed.setAttribute('aria-expanded', String(open));
        const own = pressed.closest('tr');
        if (open) own?.after(...hears.map((peer) => row([peer], heading([peer], group, short), 'unfolded')));
        else while (own?.nextElementSibling?.matches('.unfolded')) own.nextElementSibling.remove();
      },
    }, ...heading(hears, group, short));
    const [{ cluster }] = hears;
    return [row(hears, [fold,
      el('span', { class: 'facts' }, ` ${hears.length} alike`, cluster !== undefined && ` in ${cluster}`)])];
  }

  const table = el('table', { class: 'matrix' },
    el('caption', {}, el('span', {}, 'The row hears the column: how long ago by Raft, or (in brackets) how long ago ',
      'the route between them was used.')),
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, el('span', { class: 'unseen' }, 'Who hears')),
      ...classes.map((heard) => el('th', {
        scope: 'col', 'data-peer': heard.length === 1 ? called(heard[0]) : undefined,
      },
      ...heading(heard, group, short), heard.length > 1 && el('span', { class: 'facts' }, ` ${heard.length} alike`))),
      names && el('th', { scope: 'col' }, 'names as leader'))),
    el('tbody', {}, ...classes.flatMap(rows)));
  roam(table);
  const section = el('section', { class: 'heard-whom', 'data-kept': true, refresh: ({ currentTarget }) => {
    become(/** @type {Element} */ (currentTarget), section);
  } },
    el('h3', {}, 'Who hears whom'),
    el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Who hears whom, a table' }, table),
    saving('table', `${groupName(group.domain)} who hears whom`, host, () => captionOf(group, report)));
  return section;
}

/**
 * Cell by cell; the focus stays on its cell.
 *
 * @param {Element} shown
 * @param {Element} wanted
 */
function become(shown, wanted) {
  const { activeElement: focused } = /** @type {Document | ShadowRoot} */ (shown.getRootNode());
  const isWithin = focused !== null && shown.contains(focused);
  refresh(shown, [...wanted.childNodes]);
  if (!isWithin) return;
  const stop = shown.contains(focused) ? focused : shown.querySelector('button.age, button');
  /** @type {HTMLElement | null} */ (stop)?.focus();
  if (stop?.matches('button.age')) stopHere(stop);
}

/** @param {Element} button Of a cell: the one that the Tab key stops at. */
function stopHere(button) {
  stopAt(button, button.closest('table')?.querySelectorAll('button.age[tabindex="0"]') ?? []);
}

/**
 * One stop for the Tab key among the cells that can be pressed; from one to the next by the arrows.
 *
 * @param {HTMLTableElement} table
 */
function roam(table) {
  table.querySelector('button.age')?.setAttribute('tabindex', '0');
  table.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.matches('button.age')) stopHere(target);
  });
  table.addEventListener('keydown', (event) => {
    const cell = event.target instanceof Element && event.target.matches('button.age') && event.target.closest('td');
    /** @type {Record<string, [number, number]>} */
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const step = steps[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const [down, right] = step;
    // Over what cannot be pressed.
    let [y, x] = [/** @type {HTMLTableRowElement} */ (cell.parentElement).rowIndex, cell.cellIndex];
    for (;;) {
      [y, x] = [y + down, x + right];
      const next = table.rows[y]?.cells[x];
      if (!next) return;
      const button = /** @type {HTMLElement | null} */ (next.querySelector('button.age'));
      if (button) return button.focus();
    }
  });
}
