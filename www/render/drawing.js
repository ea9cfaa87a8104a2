/**
 * The group as a drawing: the leader in the middle, the peers around it, who hears whom, and under it how many are in
 * contact against how many are needed. Each vote has a shape of its own; the words beside a peer say what it is.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {import('../types/report.js').Range} Range
 * @typedef {import('./layout.js').Layout} Layout
 * @typedef {import('./layout.js').Spot} Spot
 *
 * @typedef {object} Drawing
 * @property {SVGSVGElement} element
 * @property {(view: Element, gone: Set<string>, inContact: Range | undefined) => void} without Shows them as taken out,
 *   in this drawing or in one that has become it.
 */

import { called, contactsOf, counted } from './contact.js';
import { clip, svg, visible } from './dom.js';
import { edges } from './edges.js';
import { voteShape } from './icons.js';
import { ROW, circleOf, layout, sizeOf } from './layout.js';
import { counted as number } from './words.js';

/** So many peers have a key of their own: 1 to 9. */
const KEYS = 9;
/** @type {Partial<Record<Peer['standing'], string>>} */
const STANDING = { ghost: 'ghost', corrupt: 'corrupt id', assumed: 'assumed', expected: 'expected' };
/** What is as wide does not shrink further, or nobody could read it. */
const BROAD = [576, 704];
const GAUGE = { width: 300, height: 12 };

/**
 * What a peer is besides its vote.
 *
 * @param {Peer} peer
 * @param {Group} group
 */
function standingWords(peer, { leader, verdict }) {
  const name = called(peer);
  if (name === leader) return verdict === 'held' ? 'leader' : 'last led';
  if (peer.leader !== undefined && peer.leader === name) return 'claims the lead';
  return STANDING[peer.standing];
}

/**
 * The second line under a name; of who is able and ordinary, nothing.
 *
 * @param {Peer} peer
 * @param {Group} group
 */
function words(peer, group) {
  const vote = peer.vote === 'able' ? undefined : peer.vote;
  return [standingWords(peer, group), vote].filter(Boolean).join(', ');
}

/** @param {Peer} peer */
function isGhost({ standing }) {
  return standing === 'ghost' || standing === 'corrupt';
}

/**
 * A ghost is a ghost, a seat that nobody names an empty square, the others what they vote.
 *
 * @param {Peer | undefined} peer
 */
function shape(peer) {
  if (!peer) return svg('rect', { class: 'nobody', x: 2, y: 2, width: 12, height: 12, rx: 2 });
  if (!isGhost(peer)) return voteShape(peer.vote, 0, 0);
  return svg('g', { class: 'ghost' },
    svg('path', { d: 'M2.5 14V7.5a5.5 5.5 0 0 1 11 0V14l-1.8-1.6L9.8 14 8 12.4 6.2 14l-1.9-1.6Z' }),
    svg('circle', { cx: 6, cy: 7.3, r: 1 }), svg('circle', { cx: 10, cy: 7.3, r: 1 }));
}

/**
 * The cluster or zone under a name.
 *
 * @param {string | undefined} circle
 */
function whereWords(circle) {
  return circle && clip(circle, 24);
}

/**
 * The name beside a peer, what it is, and where. Lines leave the one in the middle on all sides: its words take one
 * row.
 *
 * @param {Group} group
 * @param {(name: string) => string} short
 * @returns {import('./layout.js').Rows}
 */
function rowsOf(group, short) {
  const circle = circleOf(group);
  return (peer, middle, dense) => {
    const more = [peer ? words(peer, group) : 'not named', !dense && whereWords(circle(peer))].filter((row) => row);
    const rows = middle && more.length > 1 ? [more.join(', ')] : more;
    return [peer ? short(called(peer)) : '?', .../** @type {string[]} */ (rows)];
  };
}

/**
 * @param {Spot} spot
 * @param {Layout} place
 * @param {string | undefined} where
 */
function label({ angle, middle, rows, first }, { seat, dense }, where) {
  const [name, ...more] = rows;
  if (dense && !middle) {
    const left = Math.cos(angle) < -1e-9;
    const turned = (angle * 180) / Math.PI + (left ? 180 : 0);
    return svg('g', { class: 'ray', transform: `rotate(${turned.toFixed(1)})` },
      svg('text', { class: left ? 'name left' : 'name', x: left ? -seat - 4 : seat + 4, y: 4 }, rows.join(' ')));
  }
  const kind = (/** @type {string} */ row) => (row === where ? 'where' : 'what');
  // The spaces part the words for who hears them.
  return svg('g', { class: 'under' }, svg('text', { class: 'name', y: first }, name), ' ',
    ...more.flatMap((row, index) => [svg('text', { class: kind(row), y: first + ROW * (index + 1) }, row), ' ']));
}

/**
 * @param {Group} group
 * @param {number} x
 * @param {number} y
 */
function gauge({ size, needed, in_contact: known }, x, y) {
  if (size === undefined || needed === undefined || !size) return undefined;
  const { width, height } = GAUGE;
  const seat = width / size;
  const line = Math.min(needed, size) * seat;
  const show = (/** @type {Element} */ bar, /** @type {Range | undefined} */ range) => {
    const [sure, open, says] = ['sure', 'open', 'says'].map((part) =>
      /** @type {Element} */ (bar.querySelector(`.${part}`)));
    const least = Math.min(size, Math.max(0, range?.least ?? 0));
    const most = Math.min(size, Math.max(least, range?.most ?? size));
    sure.setAttribute('width', String(least * seat));
    open.setAttribute('x', String(least * seat));
    open.setAttribute('width', String((most - least) * seat));
    const many = least === most ? `${least}` : `${least} to ${most}`;
    /** @type {Text} */ (says.firstChild).data = `in contact: ${many} of ${size}`;
  };
  const ticks = size > 30 ? [] : Array.from({ length: size - 1 }, (_, index) => index + 1);
  const element = svg('g', { class: 'gauge', transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
    svg('rect', { class: 'track', width, height }),
    svg('rect', { class: 'sure', height }),
    svg('rect', { class: 'open', height: height - 2, y: 1 }),
    svg('path', { class: 'ticks', d: ticks.map((tick) => `M${(tick * seat).toFixed(1)} 0v${height}`).join('') }),
    svg('path', { class: 'majority', d: `M${line.toFixed(1)} -3v${height + 10}` }),
    svg('text', { class: 'says', y: -8 }, 'in contact'),
    svg('text', { class: 'needed', x: line.toFixed(1), y: height + 20 }, `majority: ${needed}`));
  show(element, known);
  return { element, show };
}

/**
 * @param {Group} group
 * @param {object} options
 * @param {boolean} options.press Whether peers can be taken out.
 * @param {(name: string) => string} options.short What is written for a name.
 * @returns {Drawing}
 */
export function drawing(group, { press, short }) {
  const place = layout(group, rowsOf(group, short));
  const { spots, bands, radius, seat, dense, cx, cy } = place;
  const width = Math.max(place.width, GAUGE.width + 40);
  const keys = new Map(counted(group).slice(0, KEYS).map((peer, index) => [peer, String(index + 1)]));
  const circle = circleOf(group);
  const lines = edges(place, contactsOf(group));
  // Of many, all lines of one are drawn when it is looked at, and lit.
  const look = (/** @type {Event} */ { currentTarget, target }) => {
    const name = /** @type {Element} */ (target).closest('.seat')?.getAttribute('data-peer');
    const all = name ? lines.of(name) : [];
    for (const line of all) line.setAttribute('data-lit', '');
    /** @type {Element} */ (currentTarget).querySelector('.own')?.replaceChildren(...all);
  };

  let first = true;
  const seats = spots.map((spot) => {
    const { peer, x, y, rows } = spot;
    const name = peer ? called(peer) : '?';
    const scale = sizeOf(spot, place) / 8;
    const key = peer && keys.get(peer);
    const mark = svg('g', { class: 'mark', transform: `scale(${scale.toFixed(2)}) translate(-8 -8)` },
      svg('rect', { class: 'hit', width: 16, height: 16, rx: 8 }), shape(peer));
    const leads = peer && (name === group.leader || peer.leader === name);
    const shownKey = press && !dense ? key : undefined;
    // Begins with what is seen beside it, in that order.
    const spoken = [...rows, shownKey].filter(Boolean).join(' ');
    const whole = rows[0] === name ? '' : ` (${clip(name, 200)})`;
    const element = svg('g', {
      class: 'seat', transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
      ...peer ? {
        'data-peer': name, 'data-vote': peer.vote, 'data-leads': leads,
        role: press ? 'button' : 'img', tabindex: press ? (first ? 0 : -1) : undefined,
        'aria-pressed': press ? 'false' : undefined, 'data-key': press ? key : undefined,
        'aria-label': visible(`${spoken}${whole}: ${peer.says}`),
      } : { 'aria-hidden': 'true' },
    },
    mark,
    leads && svg('path', {
      class: 'crown', d: 'M-9 0-11-9-5-5 0-12 5-5 11-9 9 0Z', transform: `translate(0 ${(-8 * scale - 2).toFixed(1)})`,
    }),
    svg('path', { class: 'out', d: 'M-13-13 13 13M13-13-13 13', transform: `scale(${(scale / 2).toFixed(2)})` }),
    label(spot, place, whereWords(circle(peer))),
    shownKey && svg('text', { class: 'key', x: -8 * scale - 5, y: -8 * scale + 3 }, shownKey));
    if (peer) first = false;
    return element;
  });

  const shift = (width - place.width) / 2;
  const bar = gauge(group, (width - GAUGE.width) / 2, place.height + 22);
  const height = place.height + (bar ? 62 : 0);
  const arc = (/** @type {number} */ angle) =>
    `${(cx + radius * Math.cos(angle)).toFixed(1)} ${(cy + radius * Math.sin(angle)).toFixed(1)}`;
  const view = svg('svg', {
    class: ['drawing', dense && 'dense', ...BROAD.filter((least) => width >= least).map((least) => `from-${least}`)]
      .filter(Boolean).join(' '),
    viewBox: `0 0 ${width.toFixed(0)} ${height.toFixed(0)}`,
    width: width.toFixed(0), height: height.toFixed(0), role: 'group', 'aria-label': visible(summary(group)),
    pointerover: look, focusin: look,
  },
  svg('g', { transform: `translate(${shift.toFixed(1)} 0)` },
    ...bands.map(({ from, to }) => svg('path', {
      class: 'band', 'stroke-width': (seat * (dense ? 3.4 : 2.9)).toFixed(0),
      d: from === to ? `M${arc(from)}h.1`
        : `M${arc(from)}A${radius.toFixed(1)} ${radius.toFixed(1)} 0 ${to - from > Math.PI ? 1 : 0} 1 ${arc(to)}`,
    })),
    ...lines.lines, svg('g', { class: 'own' }),
    ...dense ? bands.map(({ name, from, to }) => svg('text', {
      class: 'circle', x: (cx + (radius - 34) * Math.cos((from + to) / 2)).toFixed(1),
      y: (cy + 4 + (radius - 34) * Math.sin((from + to) / 2)).toFixed(1),
    }, clip(name, 12))) : [],
    ...spots.some(({ middle }) => middle) || !spots.length ? [] : [
      svg('text', { class: 'none', x: cx.toFixed(1), y: (cy + 5).toFixed(1) }, 'nobody leads')],
    ...seats),
  bar?.element);

  return {
    element: view,
    without: (shown, gone, inContact) => {
      for (const one of shown.querySelectorAll('.seat[aria-pressed]')) {
        const out = gone.has(one.getAttribute('data-peer') ?? '');
        if (out === one.hasAttribute('data-gone')) continue;
        one.toggleAttribute('data-gone', out);
        one.setAttribute('aria-pressed', String(out));
      }
      for (const one of shown.querySelectorAll('.edge')) {
        const ends = [one.getAttribute('data-peer') ?? '', one.getAttribute('data-other') ?? ''];
        one.toggleAttribute('data-gone', ends.some((end) => gone.has(end)));
      }
      bar?.show(shown, gone.size ? inContact : group.in_contact);
    },
  };
}

/**
 * The drawing in a sentence, for who does not see it.
 *
 * @param {Group} group
 */
function summary(group) {
  const all = counted(group);
  const of = (/** @type {Peer['vote']} */ vote) => all.filter((peer) => peer.vote === vote).map(called);
  const votes = /** @type {const} */ (['unable', 'silent', 'unknown']).flatMap((vote) => {
    const names = of(vote);
    return names.length ? [`${vote}: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ' and more' : ''}`] : [];
  });
  const { leader, verdict } = group;
  const led = leader === undefined ? 'Nobody leads' : `${leader} ${verdict === 'held' ? 'leads' : 'led last'}`;
  return [`Drawing of ${number(all.length, 'peer')}`, led, `able: ${of('able').length}`, ...votes].join('. ');
}
