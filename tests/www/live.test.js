// What live keeps, and what it knows before it asks.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { findServers } from '../../www/collect/servers.js';
import { NOT_ALLOWED, NOT_READABLE, NO_ANSWER, isMixed } from '../../www/live/ask.js';
import { History } from '../../www/live/history.js';

/** @param {number} moment @param {number} [count] @param {string} [body] */
function round(moment, count = 15, body = '{}') {
  return Array.from({ length: count }, (_, index) => ({ source: `${moment}/${index}`, body }));
}

test('so many moments are kept, and the oldest goes first', () => {
  const history = new History(3);
  for (const moment of [1, 2, 3]) assert.deepEqual(history.add(round(moment)), []);
  assert.deepEqual(history.add(round(4)), round(1).map(({ source }) => source));
  assert.equal(history.length, 3);
  assert.deepEqual(history.clear().length, 45);
  assert.equal(history.length, 0);
});

test('fewer, where a moment is big; the newest always', () => {
  const wide = new History(120);
  for (let moment = 0; moment < 50; moment += 1) wide.add(round(moment, 500));
  assert.equal(wide.length, 12);
  const heavy = new History(120);
  for (let moment = 0; moment < 5; moment += 1) heavy.add(round(moment, 1, 'x'.repeat(30_000_000)));
  assert.equal(heavy.length, 2);
  const single = new History(120);
  single.add(round(1, 1, 'x'.repeat(70_000_000)));
  assert.equal(single.length, 1);
});

test('an https page may ask https, and this machine', () => {
  const mixed = (/** @type {string} */ typed) => isMixed(findServers(typed).servers[0], 'https:');
  assert.deepEqual(['n1', 'http://10.0.0.1', '[fe80::1]'].map(mixed), [true, true, true]);
  assert.deepEqual(['https://n1', 'localhost', '127.0.0.1:8223', '[::1]', 'n1.localhost'].map(mixed),
    [false, false, false, false, false]);
  assert.equal(isMixed(findServers('n1').servers[0], 'http:'), false);
});

test('the core takes its words for what they are', async () => {
  const triage = await Triage.create();
  const held = (await import('../../www/examples/held.json', { with: { type: 'json' } })).default;
  for (const one of held.filter(({ server }) => server === 'n2')) triage.add(one);
  const votes = [];
  for (const error of [NO_ANSWER, 'timeout after 5 s', NOT_READABLE, NOT_ALLOWED]) {
    triage.add({ source: 'n3', server: 'n3', path: '/jsz', error });
    votes.push(triage.report().groups[0].peers.find(({ name }) => name === 'n3')?.no_answer);
    triage.remove('n3');
  }
  assert.deepEqual(votes, [NO_ANSWER, 'timeout after 5 s', undefined, undefined]);
});
