/**
 * Where everybody stands: the leader in the middle, the others around it, those of one cluster (or zone) side by side.
 * Pure numbers.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Peer} Peer
 * @typedef {object} Spot
 * @property {Peer | undefined} peer Nobody, for a seat that no reading names.
 * @property {number} x
 * @property {number} y
 * @property {number} angle
 * @property {boolean} middle
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
const TIGHT = { seat: 7.5, step: 21, least: 200, beside: 118, above: 118, below: 118 };

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
 * @returns {Layout}
 */
export function layout(group) {
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
  const line = gaps && !dense ? 14 : 0;
  const [above, below] = [over + line, under + line];
  const places = around.length + gaps;
  const radius = Math.max(least, (places * step) / (2 * Math.PI));
  const turn = (2 * Math.PI) / Math.max(places, 1);
  // Nobody stands right under the leader, where its name is: two stand below it side by side, more begin at the top.
  const two = places === 2;
  const start = two ? Math.PI / 6 : -Math.PI / 2 + (places % 2 || dense ? 0 : turn / 2);
  const sweep = two ? (2 * Math.PI) / 3 : turn;

  const width = 2 * (radius + beside);
  const [cx, cy] = [width / 2, radius + above];
  /** @type {Spot[]} */
  const spots = leader ? [{ peer: leader, x: cx, y: cy, angle: 0, middle: true }] : [];
  /** @type {Band[]} */
  const bands = [];
  let place = 0;
  around.forEach((peer, index) => {
    const name = circle(peer);
    if (gaps && index && name !== circle(around[index - 1])) place += 1;
    const angle = start + place * sweep;
    spots.push({ peer, x: cx + radius * Math.cos(angle), y: cy + radius * Math.sin(angle), angle, middle: false });
    const last = bands.at(-1);
    if (last && last.name === name) last.to = angle;
    else if (name !== undefined) bands.push({ name, from: angle, to: angle });
    place += 1;
  });
  // No room is kept where nobody stands.
  const highest = Math.min(cy, ...spots.map(({ y }) => y));
  for (const spot of spots) spot.y += above - highest;
  const height = Math.max(...spots.map(({ y }) => y), cy + above - highest) + below;
  return { spots, bands, radius, seat, dense, width, height, cx, cy: cy + above - highest };
}
