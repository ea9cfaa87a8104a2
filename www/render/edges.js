/**
 * Who hears whom, as lines. An arrow points to who hears; a line without arrows is heard at both ends.
 *
 * @typedef {import('./contact.js').Both} Both
 * @typedef {import('./contact.js').Contact} Contact
 * @typedef {import('./layout.js').Layout} Layout
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {import('./layout.js').Spot} Spot
 * @typedef {{ x: number, y: number }} Point
 */

import { ageWords, called } from './contact.js';
import { svg } from './dom.js';

/** Of so many lines that show trouble each is still seen. */
const MOST = 80;

const at = (/** @type {number} */ n) => n.toFixed(1);

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} share
 */
function between(from, to, share) {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/**
 * @param {Point} tip
 * @param {Point} from
 */
function arrow(tip, from, size = 8) {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const corner = (/** @type {number} */ turn) =>
    `${at(tip.x - size * Math.cos(angle + turn))} ${at(tip.y - size * Math.sin(angle + turn))}`;
  return svg('path', { class: 'arrow', d: `M${at(tip.x)} ${at(tip.y)}L${corner(0.45)}L${corner(-0.45)}Z` });
}

/** @param {Point} place */
function cross({ x, y }, size = 5) {
  const side = 2 * size;
  return svg('path', { class: 'cut', d: `m${at(x - size)} ${at(y - size)} ${side} ${side}m0-${side}-${side} ${side}` });
}

/**
 * `heard`: all is well at both ends, as far as is known; `one-way`; `unheard`: not at any end that tells.
 *
 * @param {Contact | undefined} one
 * @param {Contact | undefined} other
 * @returns {'heard' | 'one-way' | 'unheard'}
 */
function state(one, other) {
  const known = [one, other].filter((contact) => contact !== undefined);
  const fresh = known.filter((contact) => contact.fresh).length;
  if (fresh === known.length) return 'heard';
  return fresh ? 'one-way' : 'unheard';
}

/**
 * Bent around the middle, where the leader stands.
 *
 * @param {Spot} a
 * @param {Spot} b
 * @param {Layout} layout
 */
function bend(a, b, { cx, cy, radius }) {
  const middle = between(a, b, 0.5);
  const far = Math.hypot(middle.x - cx, middle.y - cy);
  if (far > radius * 0.62) return middle;
  const angle = far > 1 ? Math.atan2(middle.y - cy, middle.x - cx) : Math.atan2(b.y - a.y, b.x - a.x) + Math.PI / 2;
  return { x: cx + radius * 0.85 * Math.cos(angle), y: cy + radius * 0.85 * Math.sin(angle) };
}

/**
 * @typedef {object} Relation
 * @property {boolean} raft By Raft's own contact; else by their routes.
 * @property {ReturnType<typeof state>} how
 * @property {Contact} [one] What the first hears.
 * @property {Contact} [other] What the second hears.
 *
 * @param {Both} toA What one hears of the other.
 * @param {Both} toB
 * @returns {Relation | undefined} Nothing where no reading tells.
 */
function relation(toA, toB) {
  const by = (/** @type {boolean} */ raft) => {
    const [one, other] = raft ? [toA.raft, toB.raft] : [toA.route, toB.route];
    return one || other ? { raft, one, other, how: state(one, other) } : undefined;
  };
  const [raft, route] = [by(true), by(false)];
  // That one candidate has not heard another in this term is less than that the two are joined.
  const isLed = [toA.raft, toB.raft].some((contact) => contact?.by === 'replicas');
  return raft?.how === 'unheard' && route?.how === 'heard' && !isLed ? route : raft ?? route;
}

/**
 * @param {Spot} a
 * @param {Spot} b
 * @param {Relation} relation
 * @param {Layout} layout
 */
function edge(a, b, { raft, one, other, how }, layout) {
  if (!a.peer || !b.peer) return undefined;
  const { dense, seat } = layout;
  const straight = a.middle || b.middle || dense;
  const over = straight ? between(a, b, 0.5) : bend(a, b, layout);
  const room = (/** @type {Spot} */ spot) => seat * (spot.middle && !dense ? 1.35 : 1) + 3;
  const short = (/** @type {Spot} */ spot) =>
    between(spot, over, Math.min(0.45, room(spot) / Math.hypot(over.x - spot.x, over.y - spot.y)));
  const [from, to] = [short(a), short(b)];
  const along = (/** @type {number} */ share) => between(between(from, over, share), between(over, to, share), share);
  const heads = [one?.fresh && arrow(from, over), other?.fresh && arrow(to, over)];
  const worst = one && !one.fresh ? one : other && !other.fresh ? other : one ?? other;
  // The words and the cross leave room for each other, and lie where the lines have parted.
  const label = along(straight ? (how === 'heard' ? 0.5 : 0.55) : 0.24);
  const isLong = Math.hypot(to.x - from.x, to.y - from.y) > 55;
  return svg('g', {
    class: 'edge', 'data-by': raft ? 'raft' : 'route', 'data-how': how,
    'data-peer': called(a.peer), 'data-other': called(b.peer),
  },
  svg('path', {
    class: 'line', d: `M${at(from.x)} ${at(from.y)}Q${at(over.x)} ${at(over.y)} ${at(to.x)} ${at(to.y)}`,
  }),
  ...dense || (one?.fresh && other?.fresh) ? [] : heads,
  how === 'unheard' && cross(along(dense || !raft ? 0.5 : 0.84), dense ? 3.5 : 5),
  raft && !dense && isLong && worst
    && svg('text', { class: 'age', x: at(label.x), y: at(label.y + 4) }, ageWords(worst)));
}

/**
 * Raft's contacts, and the routes: of few peers all, of many only where something is wrong. `of` draws all of one.
 *
 * @param {Layout} layout
 * @param {(hears: Peer, heard: Peer) => Both} contact
 */
export function edges(layout, contact) {
  const { spots, dense } = layout;
  const tell = (/** @type {Spot} */ a, /** @type {Spot} */ b) =>
    a.peer && b.peer ? relation(contact(a.peer, b.peer), contact(b.peer, a.peer)) : undefined;
  /** @type {SVGGElement[]} */
  const lines = [];
  // What is wrong lies above.
  /** @type {SVGGElement[]} */
  const above = [];
  /** @type {{ a: Spot, b: Spot, found: Relation }[]} */
  const all = [];
  // Whom nobody hears stands alone: that one and that one do not hear it either would only fill the drawing.
  /** @type {Set<Spot>} */
  const heard = new Set();
  for (const [index, a] of spots.entries()) {
    for (const b of spots.slice(index + 1)) {
      const found = tell(a, b);
      if (!found) continue;
      all.push({ a, b, found });
      if (found.how !== 'unheard') heard.add(a).add(b);
    }
  }
  for (const { a, b, found } of all) {
    const wrong = found.how !== 'heard';
    const spoke = a.middle || b.middle;
    if (spoke || (wrong ? heard.has(a) && heard.has(b) && above.length < MOST : !dense)) {
      const line = edge(a, b, found, layout);
      if (line) (wrong ? above : lines).push(line);
    }
  }
  return {
    lines: [...lines, ...above],
    /**
     * @param {string} name
     * @returns {SVGGElement[]}
     */
    of: (name) => {
      const own = spots.find(({ peer }) => peer && called(peer) === name);
      if (!dense || !own) return [];
      return spots.flatMap((other) => {
        const found = other === own ? undefined : tell(own, other);
        return (found && edge(own, other, found, layout)) ?? [];
      });
    },
  };
}
