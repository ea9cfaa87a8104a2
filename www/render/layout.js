/**
 * Where everybody stands: the leader in the middle, the others around it, those of one cluster (or zone) side by side,
 * and room for what is written beside them. Pure numbers.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {object} Spot
 * @property {Peer | undefined} peer Nobody, for a seat that no reading names.
 * @property {number} x
 * @property {number} y
 * @property {number} angle
 * @property {boolean} middle
 * @property {string[]} rows What is written beside it, the name first.
 * @property {number} first Where the first row is, from its middle.
 *
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box
 * @typedef {(peer: Peer | undefined, middle: boolean, dense: boolean) => string[]} Rows
 *
 * @typedef {{ name: string, from: number, to: number }} Band A cluster or zone, from angle to angle.
 *
 * @typedef {object} Layout
 * @property {Spot[]} spots
 * @property {Band[]} bands
 * @property {number} radius
 * @property {number} seat Of a peer, from its middle to its edge.
 * @property {boolean} dense
 * @property {number} width
 * @property {number} height
 * @property {number} cx
 * @property {number} cy
 */

import { byName, called, counted } from './contact.js';

/** More than so many are drawn small, with their names along the rays. */
export const DENSE = 16;
const ROOMY = { seat: 19, step: 92, least: 132, beside: 74, above: 64, below: 66 };
const TIGHT = { seat: 7.5, step: 21, least: 200, beside: 60, above: 60, below: 60 };
/** From row to row. */
export const ROW = 14;
const NAME_SIZE = 13;
const WORDS_SIZE = 12;
const RAY_SIZE = 11;
/** Room for the words on a line: `12 min`. */
const AGE = { width: 44, height: 16 };
/** A wheel grows by so much until no words lie on others, and no larger than so many times. */
const GROWTH = 1.05;
const LARGEST = 2.2;

/**
 * How wide a text is, in any of the fonts that it may be shown in: rather too wide than too narrow.
 *
 * @param {string} text
 * @param {number} size Of its letters.
 */
function wide(text, size) {
  let all = 0;
  for (const letter of text) {
    all += /[\u1100-\uffff]|[^\0-\uffff]/u.test(letter) && letter !== '…' ? 1.2 : /[A-Zmw@%…]/.test(letter) ? 0.9
      : /[-.,:;|!'()iljtrf ]/.test(letter) ? 0.4 : 0.63;
  }
  return all * size;
}

/**
 * From its middle to its edge.
 *
 * @param {Spot} spot
 * @param {Pick<Layout, 'seat' | 'dense'>} layout
 */
export function sizeOf({ middle }, { seat, dense }) {
  return seat * (middle ? (dense ? 1.8 : 1.35) : 1);
}

/**
 * Where the first of the rows is: on the side that looks away from the middle, where no line comes from.
 *
 * @param {Spot} spot
 * @param {number} size
 */
function firstRow({ angle, middle, peer, rows }, size) {
  const crown = peer && peer.leader === called(peer) ? 12 : 0;
  return !middle && Math.sin(angle) < -0.5 ? -size - 10 - crown - ROW * (rows.length - 1) : size + 17;
}

/**
 * What the rows beside one cover.
 *
 * @param {Spot} spot
 * @returns {Box}
 */
function rowsBox({ x, y, rows, first }) {
  const half = Math.max(...rows.map((row, index) => wide(row, index ? WORDS_SIZE : NAME_SIZE))) / 2 + 2;
  return { left: x - half, right: x + half, top: y + first - 11, bottom: y + first + ROW * (rows.length - 1) + 3 };
}

/**
 * @param {{ x: number, y: number }} middle
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
function boxAt({ x, y }, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/**
 * @param {Box} a
 * @param {Box} b
 */
function meet(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Whether words lie on others, on another peer, or on how long ago the leader heard somebody.
 *
 * @param {Spot[]} spots
 * @param {number} seat
 */
function areCrowded(spots, seat) {
  const boxes = spots.map(rowsBox);
  const leader = spots.find(({ middle }) => middle);
  return spots.some((spot, index) => {
    // With the number beside it.
    const mark = boxAt(spot, 2 * seat + 20, 2 * seat + 16);
    if (boxes.some((box, other) => other !== index && (meet(box, mark) || meet(box, boxes[index])))) return true;
    if (!leader || spot === leader) return false;
    const age = { x: leader.x + 0.53 * (spot.x - leader.x), y: leader.y + 0.53 * (spot.y - leader.y) };
    return meet(boxes[spots.indexOf(leader)], boxAt(age, AGE.width, AGE.height));
  });
}

/**
 * How far all of it reaches from the middle of the wheel.
 *
 * @param {Spot[]} spots Around 0, 0.
 * @param {Layout['dense']} dense
 * @param {number} radius
 * @param {number} seat
 */
function reachOf(spots, dense, radius, seat) {
  const boxes = spots.map((spot) => {
    if (!dense || spot.middle) return rowsBox(spot);
    const out = radius + seat + 8 + wide(spot.rows.join(' '), RAY_SIZE);
    return boxAt({ x: out * Math.cos(spot.angle), y: out * Math.sin(spot.angle) }, RAY_SIZE, RAY_SIZE);
  });
  const most = (/** @type {keyof Box} */ side, /** @type {1 | -1} */ sign) =>
    Math.max(0, ...boxes.map((box) => sign * box[side]));
  return { half: Math.max(most('left', -1), most('right', 1)), above: most('top', -1), below: most('bottom', 1) };
}

/**
 * What sets peers side by side: the cluster where there are several, else the zone.
 *
 * @param {Group} group
 * @returns {(peer: Peer | undefined) => string | undefined}
 */
export function circleOf({ peers }) {
  const several = (/** @type {'cluster' | 'zone'} */ what) =>
    new Set(peers.flatMap((peer) => peer[what] ?? [])).size > 1;
  if (several('cluster')) return (peer) => peer?.cluster;
  return several('zone') ? (peer) => peer?.zone : () => undefined;
}

/**
 * @param {Group} group
 * @param {Rows} rowsOf
 * @returns {Layout}
 */
export function layout(group, rowsOf) {
  const all = counted(group);
  const leader = all.find((peer) => called(peer) === group.leader);
  const circle = circleOf(group);
  /** @type {(Peer | undefined)[]} */
  const around = all.filter((peer) => peer !== leader);
  around.sort((a, b) => byName(circle(a) ?? '\uffff', circle(b) ?? '\uffff'));
  const named = all.filter(({ standing }) => standing !== 'assumed').length;
  for (let seat = Math.max(named, all.length); seat < (group.size ?? 0); seat += 1) around.push(undefined);

  const dense = around.length > DENSE;
  const { seat, step, least, beside, above: over, below: under } = dense ? TIGHT : ROOMY;
  const circles = new Set(around.map(circle));
  // Between two circles is the room of one seat.
  const gaps = circles.size > 1 ? circles.size : 0;
  const places = around.length + gaps;
  const turn = (2 * Math.PI) / Math.max(places, 1);
  // Nobody stands right under the leader, where its name is: two stand below it side by side, more begin at the top.
  const two = places === 2;
  const start = two ? Math.PI / 6 : -Math.PI / 2 + (places % 2 || dense ? 0 : turn / 2);
  const sweep = two ? (2 * Math.PI) / 3 : turn;

  /** @type {Spot[]} */
  const spots = [];
  /** @type {Band[]} */
  const bands = [];
  const stand = (/** @type {Peer | undefined} */ peer, /** @type {number} */ angle, /** @type {boolean} */ middle) => {
    const spot = { peer, x: 0, y: 0, angle, middle, rows: rowsOf(peer, middle, dense), first: 0 };
    spot.first = firstRow(spot, sizeOf(spot, { seat, dense }));
    spots.push(spot);
  };
  if (leader) stand(leader, 0, true);
  let place = 0;
  around.forEach((peer, index) => {
    const name = circle(peer);
    if (gaps && index && name !== circle(around[index - 1])) place += 1;
    const angle = start + place * sweep;
    stand(peer, angle, false);
    const last = bands.at(-1);
    if (last && last.name === name) last.to = angle;
    else if (name !== undefined) bands.push({ name, from: angle, to: angle });
    place += 1;
  });

  const usual = Math.max(least, (places * step) / (2 * Math.PI));
  let radius = usual;
  const spread = () => {
    for (const spot of spots.filter(({ middle }) => !middle)) {
      [spot.x, spot.y] = [radius * Math.cos(spot.angle), radius * Math.sin(spot.angle)];
    }
  };
  spread();
  for (; !dense && radius < usual * LARGEST && areCrowded(spots, seat); spread()) radius *= GROWTH;

  // No room is kept where nobody stands.
  const line = gaps && !dense ? 14 : 0;
  const reach = reachOf(spots, dense, radius, seat);
  const half = Math.max(radius + beside, reach.half + 6);
  const above = Math.max(over + line - Math.min(0, ...spots.map(({ y }) => y)), reach.above + 6);
  const below = Math.max(under + line + Math.max(0, ...spots.map(({ y }) => y)), reach.below + 6);
  for (const spot of spots) [spot.x, spot.y] = [spot.x + half, spot.y + above];
  return { spots, bands, radius, seat, dense, width: 2 * half, height: above + below, cx: half, cy: above };
}
