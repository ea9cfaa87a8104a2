// Of a sentence that lists many names, the first few and how many more.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fewNames } from '../../www/render/few-names.js';

const name = (/** @type {number} */ n) => `nats-prod-${n}.messaging.example.internal`;
const names = Array.from({ length: 100 }, (_, n) => name(n));
const some = names.slice(10, 60);
const list = `${some.slice(0, -1).join(', ')} and ${some.at(-1)}`;
const first = some.slice(0, 3).join(', ');

test('wherever the list is in the sentence', () => {
  const few = fewNames(names);
  assert.deepEqual(few(`the group still has the peers it had before: ${list}`),
    { says: `the group still has the peers it had before: ${first} and 47 more`, all: some });
  assert.deepEqual(few(`${list} did not answer because they are down`),
    { says: `${first} and 47 more did not answer because they are down`, all: some });
  assert.deepEqual(few(`${some.join(', ')}: did not answer.`),
    { says: `${first} and 47 more: did not answer.`, all: some });
});

test('few are all named, and so are those that nobody knows', () => {
  const few = fewNames(names);
  const five = `${some.slice(0, 4).join(', ')} and ${some[4]} belong to this group`;
  for (const says of [five, 'nobody', list.toUpperCase()]) {
    assert.deepEqual(few(says), { says, all: [] });
  }
});

test('one name is the beginning of another, or has the signs of a list in it', () => {
  const odd = ['n1', 'n10', 'n1, n10', 'n1 and n2', 'n (1+', 'n*', 'n1.'];
  const { says, all } = fewNames(odd)(`no rescue is active on ${odd.slice(1, -1).join(', ')} and n1.`);
  assert.equal(says, 'no rescue is active on n10, n1, n10, n1 and n2 and 3 more');
  assert.deepEqual(all, odd.slice(1));
});
