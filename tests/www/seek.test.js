// A value found in a file of any size, with the lines around it and their numbers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { beginning, seek } from '../../www/seek.js';

/** Longer than what is kept around a value, in lines of several lengths. */
const NOTE = '{"[';
const LIST = Array.from({ length: 60_000 }, (_, index) =>
  ({ name: `größe-${index}`, note: NOTE + 'x'.repeat(index % 90) }));
const TEXT = JSON.stringify({ list: LIST, after: { leader: 'n1' } }, null, 1);

/**
 * @param {string} text
 * @param {string} quoted
 */
function lineOf(text, quoted) {
  return text.slice(0, text.indexOf(quoted)).split('\n').length;
}

/** @param {NonNullable<Awaited<ReturnType<typeof seek>>>} found */
function shown({ text, firstLine, mark }) {
  const linesBefore = text.slice(0, mark.start).split('\n').length - 1;
  return { value: text.slice(mark.start, mark.end), line: firstLine + linesBefore };
}

const ALL = { offset: 0, bytes: Infinity };

const FILES = {
  plain: new Blob([TEXT]),
  'with a byte order mark': new Blob(['\ufeff', TEXT]),
  gzip: new Blob([gzipSync(TEXT)]),
  'UTF-16': new Blob([Buffer.from(`\ufeff${TEXT}`, 'utf16le')]),
  'UTF-16 without a mark, the other way round': new Blob([Buffer.from(TEXT, 'utf16le').swap16()]),
  'gzip of UTF-16': new Blob([gzipSync(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))]),
  'Latin-1': new Blob([Buffer.from(TEXT, 'latin1')]),
};

for (const [what, file] of Object.entries(FILES)) {
  test(`${what}: the value, its line, and not much more`, async () => {
    for (const [pointer, value] of [
      ['/list/0/name', '"größe-0"'], ['/list/31000/name', '"größe-31000"'], ['/list/59999/name', '"größe-59999"'],
      ['/after/leader', '"n1"'],
    ]) {
      const found = await seek(file, ALL, pointer);
      assert.ok(found, pointer);
      assert.deepEqual(shown(found), { value, line: lineOf(TEXT, value) }, pointer);
      assert.ok(found.text.length < 2_500_000, `${found.text.length} characters`);
    }
    assert.equal(await seek(file, ALL, '/list/60000'), undefined);
    assert.equal(await seek(file, ALL, '/nothing'), undefined);
  });
}

test('a document within a file, by its offset in bytes', async () => {
  const before = '$ curl http://größe:8222/jsz\n';
  const document = { offset: Buffer.byteLength(before), bytes: Buffer.byteLength(TEXT) };
  const found = await seek(new Blob([before, TEXT, before]), document, '/list/40000/name');
  assert.ok(found);
  assert.deepEqual(shown(found), { value: '"größe-40000"', line: lineOf(TEXT, '"größe-40000"') + 1 });
  const last = await seek(new Blob([before, TEXT, before]), document, '/after/leader');
  assert.equal(last?.text.endsWith('}\n}'), true, 'what follows is no part of it');
});

test('a value that is longer than what is shown is cut, one that is cut off is shown as far as it goes', async () => {
  const all = await seek(FILES.plain, ALL, '/list');
  assert.ok(all && all.text.length < 2_500_000 && all.mark.end === all.text.length);
  const cut = await seek(new Blob([TEXT.slice(0, TEXT.indexOf('"größe-50000"') + 7)]), ALL, '/list/50000/name');
  assert.equal(cut?.text.slice(cut.mark.start, cut.mark.end), '"größe-');
});

test('what comes piece by piece is sought in alike, and left as soon as the value is found', async () => {
  const bytes = Buffer.from(TEXT);
  let came = 0;
  async function* piecewise() {
    for (; came < bytes.length; came += 10_000) yield await bytes.subarray(came, came + 10_000);
  }
  const found = await seek(piecewise(), ALL, '/list/10000/name');
  assert.ok(found);
  assert.deepEqual(shown(found), { value: '"größe-10000"', line: lineOf(TEXT, '"größe-10000"') });
  assert.ok(came < bytes.length / 2, `${came} of ${bytes.length}`);
});

test('the beginning of a document, wherever it begins', async () => {
  const before = '$ curl http://größe:8222/jsz\n\n';
  const document = { offset: Buffer.byteLength(before), bytes: Buffer.byteLength(TEXT) };
  const file = new Blob([before, TEXT, before]);
  assert.deepEqual(await beginning(file, document, 1000), { text: TEXT.slice(0, 1000), firstLine: 3 });
  assert.equal((await beginning(file, document, Infinity))?.text, TEXT);
});
