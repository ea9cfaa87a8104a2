// When did the verdict change: refreshes become stretches, and what is kept of them is bounded.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source } from './sources.js';

const { saidBy, withRefresh } = await source('stretches.ts');

/**
 * @param {[string | undefined, number, boolean?][]} refreshes
 * @returns {object[]}
 */
function stretchesOf(refreshes) {
  /** @type {object[]} */
  let stretches = [];
  for (const [verdict, at, assumed] of refreshes) stretches = withRefresh(stretches, { verdict, assumed }, at);
  return stretches;
}

test('refreshes that say the same are one stretch, and one that says another begins the next', () => {
  const stretches = stretchesOf([
    ['held', 1], ['held', 2], ['lost', 3, true], ['lost', 4], [undefined, 5], ['held', 6],
  ]);
  assert.deepEqual(stretches, [
    { verdict: 'held', assumed: false, from: 1, to: 2 },
    { verdict: 'lost', assumed: true, from: 3, to: 3 },
    { verdict: 'lost', assumed: false, from: 4, to: 4 },
    { verdict: undefined, assumed: false, from: 5, to: 5 },
    { verdict: 'held', assumed: false, from: 6, to: 6 },
  ]);
});

test('a clock that was put back begins anew', () => {
  assert.deepEqual(stretchesOf([['held', 10], ['lost', 20], ['held', 5]]), [
    { verdict: 'held', assumed: false, from: 5, to: 5 },
  ]);
});

test('of very many changes the last hundred are kept', () => {
  /** @type {[string, number][]} */
  const refreshes = Array.from({ length: 1_000 }, (_, at) => [at % 2 ? 'held' : 'lost', at]);
  const stretches = stretchesOf(refreshes);
  assert.equal(stretches.length, 100);
  assert.deepEqual(stretches.at(-1), { verdict: 'held', assumed: false, from: 999, to: 999 });
});

test('of several groups the one that is worst off counts', () => {
  const groups = ['held', 'leaderless', 'undecided'].map((verdict) => ({ verdict, assumes: [] }));
  assert.deepEqual(saidBy({ groups }), { verdict: 'leaderless', assumed: false });
  assert.deepEqual(saidBy({ groups: [] }), {});
});
