// The recorded corpus at level A over the built wasm: the same reports as those of the native core, row by row.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { Triage } from '../../dist/quorate.js';

const CORPUS = 'tests/corpus';
const NATIVE = 'target/tmp/corpus-at-level-a.jsonl';
const LEVEL_A = ['/jsz', '/healthz'];

/** @param {string} text */
const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

test('wasm and native core give the same reports on the corpus', async () => {
  assert.ok(existsSync(NATIVE), `${NATIVE} is missing: run "cargo test --test corpus" first`);
  const native = new Map(lines(readFileSync(NATIVE, 'utf8')).map(({ id, report }) => [id, report]));
  const triage = await Triage.create();
  let rows = 0;
  for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.jsonl.gz'))) {
    for (const moment of lines(gunzipSync(readFileSync(`${CORPUS}/${file}`)).toString())) {
      triage.clear();
      for (const { server, path, status, error, body } of moment.readings) {
        if (!LEVEL_A.includes(path)) continue;
        const source = `${server} ${path}`;
        triage.add({ source, server, path, status, error, body, moment: String(moment.captured_at) });
      }
      assert.deepEqual(triage.report(), native.get(moment.id), moment.id);
      rows += 1;
    }
  }
  assert.equal(rows, native.size);
});
