// The page's examples are real: word for word what the corpus recorded.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

/** @typedef {{ server: string, path: string, status?: number, error?: string, body?: string }} Answer */

const QUESTIONS = ['/jsz', '/healthz', '/varz', '/routez', '/raftz?acc=$SYS'];

/** @param {Answer} answer */
function key({ server, path, status, error, body }) {
  return JSON.stringify([server, path, status, error, body]);
}

const table = readFileSync('www/examples/README.md', 'utf8').matchAll(/^\| (?<file>\w+\.json) \| `(?<id>[^`]+)`/gm);
for (const { groups: { file = '', id = '' } = {} } of table) {
  test(`${file} is ${id}`, () => {
    const [scenario] = id.split('/');
    const lines = gunzipSync(readFileSync(`tests/corpus/${scenario}.jsonl.gz`)).toString().trim().split('\n');
    /** @type {{ id: string, readings: Answer[] }} */
    const row = lines.map((line) => JSON.parse(line)).find((one) => one.id === id);
    const asked = row.readings.filter(({ path }) => QUESTIONS.includes(path));
    const shown = JSON.parse(readFileSync(`www/examples/${file}`, 'utf8'));
    assert.deepEqual(shown.map(key).sort(), asked.map(key).sort());
  });
}
