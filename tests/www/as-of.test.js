// What is known as of a moment: kept, and worked out ahead.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AsOf } from '../../www/page/as-of.js';

/** @import { Known } from '../../www/page/as-of.js' */

function asked() {
  /** @type {number[]} */
  const all = [];
  const asOf = new AsOf((moment) => {
    all.push(moment);
    return /** @type {Known} */ ({ moment, groups: [], outlook: [], findings: [] });
  });
  return { all, asOf };
}

test('the moments beside the one shown are worked out before they are asked for, and no others', async () => {
  const { all, asOf } = asked();
  await asOf.ahead(0, 3);
  assert.deepEqual(all, [1]);
  await asOf.ahead(1, 3);
  assert.deepEqual(all, [1, 0, 2]);
  assert.equal((await asOf.of(2)).moment, 2);
  assert.deepEqual(all, [1, 0, 2], 'it was there');
});

test('whoever goes on, or has done, is not followed', async () => {
  const { all, asOf } = asked();
  const first = asOf.ahead(5, 20);
  const second = asOf.ahead(10, 20);
  await Promise.all([first, second]);
  assert.deepEqual(all, [9, 11]);
  const last = asOf.ahead(15, 20);
  asOf.end();
  await last;
  assert.deepEqual(all, [9, 11]);
});

test('only the last few are kept', async () => {
  const { all, asOf } = asked();
  for (let moment = 0; moment < 6; moment += 1) await asOf.of(moment);
  await asOf.of(5);
  assert.equal(all.length, 6);
  await asOf.of(0);
  assert.deepEqual(all, [0, 1, 2, 3, 4, 5, 0]);
});
