// The page decodes a file as the core does: what the core says of a place is true of the page's text.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { Triage } from '../../dist/quorate.js';
import { stretch } from '../../www/originals.js';
import { beginning } from '../../www/seek.js';
import { inUtf8, textOf } from '../../www/text.js';

/** @type {{ path: string, body: string }[]} */
const recorded = JSON.parse(await readFile('www/examples/held.json', 'utf8'));
const jsz = recorded
  .filter(({ path }) => path === '/jsz')
  .map(({ body }) => body.replace('"C1"', '"Zürich \u{1f600}"'));
const text = `# of tonight, für alle\n${jsz.join('\n\n')}\n`;

const wide = Buffer.from(text, 'utf16le');
/** @type {Record<string, string | Uint8Array>} */
const forms = {
  'a string': text,
  'a string with a mark': `\ufeff${text}`,
  'UTF-8': Buffer.from(text),
  'UTF-8 with a mark': Buffer.from(`\ufeff${text}`),
  'UTF-16 LE with a mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 BE with a mark': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 LE without a mark': wide,
  'Latin-1': Buffer.from(text.replaceAll('\u{1f600}', 'à'), 'latin1'),
  'UTF-8 with stray bytes': Buffer.concat([Buffer.from([0xe2, 0x82, 0x20, 0xff, 0xc3, 0x20]), Buffer.from(text)]),
  gzip: gzipSync(text),
  'gzip of UTF-16': gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')),
};

for (const [name, body] of Object.entries(forms)) {
  test(`${name}: each reading stands where the core says`, async () => {
    const triage = await Triage.create();
    triage.add({ source: 'a file', body: typeof body === 'string' ? body : new Uint8Array(body) });
    const { readings } = triage.report();
    assert.equal(readings.length, 3);
    const whole = await textOf(typeof body === 'string' ? body : new Uint8Array(body));
    for (const [index, { offset, bytes }] of readings.entries()) {
      const part = stretch(whole, offset, bytes);
      assert.equal(JSON.parse(part.text).server_id, JSON.parse(jsz[index]).server_id);
      assert.equal(part.firstLine, whole.slice(0, whole.indexOf(part.text)).split('\n').length);
    }
  });
}

test('a gzip file that is cut off is shown as far as it goes', async () => {
  const packed = gzipSync(text.repeat(50));
  const shown = await textOf(new Uint8Array(packed.subarray(0, packed.length - 40)));
  assert.ok(text.repeat(50).startsWith(shown));
});

test('in pieces of any length it is the same text', async () => {
  for (const [name, body] of Object.entries(forms).filter(([one]) => !/string|gzip/.test(one))) {
    const bytes = new Uint8Array(/** @type {Uint8Array} */ (body));
    const whole = await textOf(bytes);
    for (const length of [1, 2, 3, 7, 64, 1000, bytes.length]) {
      async function* pieces() {
        for (let at = 0; at < bytes.length; at += length) yield await bytes.subarray(at, at + length);
      }
      let shown = '';
      for await (const piece of inUtf8(pieces())) shown += new TextDecoder('utf-8', { fatal: true }).decode(piece);
      assert.equal(shown, whole, `${name}, by ${length}`);
    }
  }
});

test('a file that was not kept is read anew where the core says', async () => {
  for (const [name, body] of Object.entries(forms)) {
    const file = new File([/** @type {BlobPart} */ (body)], 'a file');
    const triage = await Triage.create();
    await triage.addStream({ source: 'a file', stream: file });
    const { readings } = triage.report();
    assert.equal(readings.length, 3, name);
    for (const [index, reading] of readings.entries()) {
      const part = await beginning(file, reading, Infinity);
      assert.equal(JSON.parse(part?.text ?? '').server_id, JSON.parse(jsz[index]).server_id, name);
    }
  }
});
