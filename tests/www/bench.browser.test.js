// The bench at its smallest: it still runs, and every candidate finds what the generator knows. Nothing is timed here.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bench } from '../../benches/bench.js';
import { table } from '../../benches/table.js';

test('the bench runs, and its rows are complete', async () => {
  // Where summaries differ it throws.
  const { rows } = await bench({ quick: true });
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), ['what', 'target', 'measured', 'unit', 'ratio_to', 'spread']);
    const isMissing = row.what.includes('(missing: ');
    assert.ok(isMissing ? row.measured === null : Number.isFinite(row.measured), row.what);
  }
  for (const place of ['Chromium: ', 'Node: ', 'page: ', 'size: ']) {
    assert.ok(rows.some(({ what }) => what.startsWith(place)), place);
  }
  assert.equal(table(rows).split('\n').length, rows.length + 2);
});
