/**
 * Signs, each of its own shape: colour is never the only one. All are decoration beside a word that says
 * the same, or say it themselves.
 *
 * @typedef {import('../types/report.js').Answer} Answer
 * @typedef {import('../types/report.js').Verdict} Verdict
 * @typedef {import('../types/report.js').Vote} Vote
 */

import { svg } from './dom.js';

/**
 * held: a closed ring with a tick; lost: an octagon with a cross; leaderless: a ring of peers around an empty middle;
 * undecided: a diamond with a question mark.
 *
 * @type {Record<Verdict, () => SVGElement[]>}
 */
const VERDICT_SHAPES = {
  held: () => [
    svg('circle', { class: 'body', cx: 32, cy: 32, r: 28 }),
    svg('path', { class: 'line', d: 'M19 33.5 28.5 43 46 23' }),
  ],
  lost: () => [
    svg('path', { class: 'body', d: 'M21 4h22l17 17v22L43 60H21L4 43V21Z' }),
    svg('path', { class: 'line', d: 'm22 22 20 20m0-20L22 42' }),
  ],
  leaderless: () => [
    svg('circle', { class: 'ring', cx: 32, cy: 32, r: 22 }),
    ...[0, 1, 2, 3, 4].map((peer) => {
      const angle = (peer / 5) * 2 * Math.PI - Math.PI / 2;
      const [x, y] = [32 + 22 * Math.cos(angle), 32 + 22 * Math.sin(angle)];
      return svg('circle', { class: 'body', cx: x.toFixed(1), cy: y.toFixed(1), r: 8 });
    }),
  ],
  undecided: () => [
    svg('path', { class: 'body', d: 'M32 3 61 32 32 61 3 32Z' }),
    svg('path', { class: 'line', d: 'M25 25c0-5 3.5-8 7.5-8s7 3 7 7c0 5.5-7.5 6-7.5 12' }),
    svg('circle', { class: 'dot', cx: 32, cy: 45, r: 3 }),
  ],
};

/**
 * able: filled; unable: crossed out; silent: an empty dashed ring; unknown: a ring with a question mark.
 *
 * @type {Record<Vote, () => SVGElement[]>}
 */
const VOTE_SHAPES = {
  able: () => [
    svg('circle', { class: 'body', cx: 8, cy: 8, r: 6.5 }),
    svg('path', { class: 'line', d: 'M5 8.3 7.2 10.5 11 6' }),
  ],
  unable: () => [
    svg('circle', { class: 'ring', cx: 8, cy: 8, r: 6.5 }),
    svg('path', { class: 'cross', d: 'm5.5 5.5 5 5m0-5-5 5' }),
  ],
  silent: () => [svg('circle', { class: 'ring dashed', cx: 8, cy: 8, r: 6.5 })],
  unknown: () => [
    svg('circle', { class: 'ring', cx: 8, cy: 8, r: 6.5 }),
    svg('path', { class: 'cross', d: 'M6.2 6.300c0-1.2.8-1.9 1.9-1.900s1.8.7 1.8 1.700c0 1.3-1.8 1.5-1.8 2.8' }),
    svg('circle', { class: 'dot', cx: 8.1, cy: 11.4, r: 0.9 }),
  ],
};

/**
 * yes: a tick; no: a cross; not known: a question mark.
 *
 * @type {Record<Answer, Vote>}
 */
const ANSWER_SHAPE = { yes: 'able', no: 'unable', unknown: 'unknown' };

/**
 * Where there is no verdict. nothing: an empty dashed ring; trouble: a triangle with an exclamation mark.
 *
 * @type {Record<'nothing' | 'trouble', () => SVGElement[]>}
 */
const OTHER_SHAPES = {
  nothing: () => [svg('circle', { class: 'ring', cx: 32, cy: 32, r: 26 })],
  trouble: () => [
    svg('path', { class: 'body', d: 'M32 5 61 57H3Z' }),
    svg('path', { class: 'line', d: 'M32 24v15' }),
    svg('circle', { class: 'dot', cx: 32, cy: 48, r: 3.2 }),
  ],
};

/** What was drawn, by what drew it. @type {Map<() => SVGElement[], SVGElement[]>} */
const DRAWN = new Map();

/**
 * Each is drawn once: a copy takes a third of the time, and a timeline has hundreds.
 *
 * @param {() => SVGElement[]} shapes
 */
function drawn(shapes) {
  const known = DRAWN.get(shapes) ?? shapes();
  DRAWN.set(shapes, known);
  return known.map((shape) => /** @type {SVGElement} */ (shape.cloneNode()));
}

/** @param {'nothing' | 'trouble'} kind */
export function otherIcon(kind) {
  return svg(
    'svg',
    { class: 'verdict-icon', viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    ...drawn(OTHER_SHAPES[kind]),
  );
}

/** @param {Verdict} verdict */
export function verdictIcon(verdict) {
  return svg(
    'svg',
    { class: 'verdict-icon', 'data-verdict': verdict, viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    ...drawn(VERDICT_SHAPES[verdict]),
  );
}

/**
 * The shapes of a vote in a square of 16 by 16, to stand in a larger drawing.
 *
 * @param {Vote} vote
 * @param {number} x
 * @param {number} y
 */
export function voteShape(vote, x, y) {
  return svg(
    'g',
    { class: 'vote-icon', 'data-vote': vote, transform: `translate(${x} ${y})` },
    ...drawn(VOTE_SHAPES[vote]),
  );
}

/**
 * @param {Vote} vote
 * @param {string} [says] Where no word beside it does.
 */
export function voteIcon(vote, says) {
  const spoken = says === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': says };
  return svg(
    'svg',
    { class: 'vote-icon', 'data-vote': vote, viewBox: '0 0 16 16', ...spoken },
    ...drawn(VOTE_SHAPES[vote]),
  );
}

/** @param {Answer} answer */
export function answerIcon(answer) {
  return voteIcon(ANSWER_SHAPE[answer]);
}
