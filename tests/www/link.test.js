// Readings in a link: whole at the other end, or a clear sentence.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

import { Triage } from '../../dist/quorate.js';
import { redact } from '../../www/redact.js';
import { LONGEST, Unopened, fragmentOf, readingsOf } from '../../www/share/link.js';
import { savedIn } from '../../www/share/saved.js';
import { STEMS, foundIn, moments } from './named.js';

/** @param {string} name */
function example(name) {
  return { inputs: JSON.parse(readFileSync(`www/examples/${name}.json`, 'utf8')), expected: ['n1', 'zürich'] };
}

/** @param {unknown} carried */
function linkOf(carried) {
  const text = typeof carried === 'string' ? carried : JSON.stringify(carried);
  return `https://x.example/#readings=${deflateRawSync(text).toString('base64url')}`;
}

test('what goes into a link comes out of it, and is judged the same', async () => {
  const triage = await Triage.create();
  for (const name of ['held', 'crash', 'partition']) {
    const readings = example(name);
    const fragment = await fragmentOf(readings);
    assert.match(fragment, /^#readings=[\w-]+$/);
    const back = await readingsOf(`https://quorate.example/page/${fragment}`);
    assert.deepEqual(back, readings);
    const judged = [readings, back ?? readings].map(({ inputs }) => {
      triage.clear();
      for (const input of inputs) triage.add(input);
      return triage.report();
    });
    assert.deepEqual(judged[1], judged[0]);
    assert.ok(fragment.length < LONGEST, `${name}: ${fragment.length}`);
  }
});

test('without names there are none in it, packed or unpacked', async () => {
  for (const { inputs, id } of moments('11_ghost_peer_term.jsonl.gz')) {
    const { replaced, ...redacted } = redact({ inputs, expected: ['falcon-eyrie-9'] });
    assert.ok(replaced.length > 5);
    const fragment = await fragmentOf(redacted);
    assert.deepEqual(foundIn(`${fragment}${JSON.stringify(await readingsOf(fragment))}`, STEMS), [], id);
  }
});

describe('what is no link of ours, or not whole', () => {
  const isUnopened = (/** @type {RegExp} */ says) => (/** @type {unknown} */ error) => {
    assert.ok(error instanceof Unopened, String(error));
    assert.match(error.message, says);
    assert.ok(error.what && error.remedy);
    return true;
  };

  test('a reading is none', async () => {
    for (const text of ['', '{"server_id":"X"}', '$ curl http://n1:8222/jsz', '#intake', '<html></html>']) {
      assert.equal(await savedIn(text), undefined, text);
    }
    // A link among other lines is somebody's note, and not given to be opened.
    assert.equal(await savedIn('$ echo see\nhttps://x/#readings=AAAA\nmore'), undefined);
  });

  test('cut off, changed, or of other letters', async () => {
    const fragment = await fragmentOf(example('held'));
    for (const length of [20, 200, fragment.length - 5]) {
      await assert.rejects(readingsOf(fragment.slice(0, length)), isUnopened(/cut off or changed|cut off/));
    }
    await assert.rejects(readingsOf('#readings='), isUnopened(/lost or changed letters/));
    await assert.rejects(readingsOf(`${fragment}%20`), isUnopened(/lost or changed letters/));
    for (let at = 30; at < fragment.length; at += 997) {
      const changed = `${fragment.slice(0, at)}${fragment[at] === 'A' ? 'B' : 'A'}${fragment.slice(at + 1)}`;
      // Where a bit falls on a text, nothing can tell; it never breaks the page.
      await readingsOf(changed).catch(isUnopened(/./));
    }
  });

  test('of another making', async () => {
    await assert.rejects(readingsOf(linkOf({ quorate: 'readings/2', inputs: [] })), isUnopened(/newer Quorate/));
    const wrong = [
      {}, null, [], 'x', { quorate: 'readings/1' }, { quorate: 'readings/1', inputs: [], expected: [3] },
      ...[{}, { source: 7 }, { source: 'x', status: -1 }, { source: 'x', body: {} }]
        .map((input) => ({ quorate: 'readings/1', inputs: [input] })),
    ];
    for (const one of wrong) {
      await assert.rejects(readingsOf(linkOf(JSON.stringify(one))), isUnopened(/not as Quorate writes them/));
    }
    // What is in it besides is not taken along.
    const odd = linkOf({ quorate: 'readings/1', inputs: [{ source: 'x', body: '{}', file: 'y', toString: 1 }] });
    assert.deepEqual(await readingsOf(odd), { inputs: [{ source: 'x', body: '{}' }], expected: [] });
  });

  test('a bomb', async () => {
    const bomb = `#readings=${deflateRawSync(Buffer.alloc(80 * 1024 * 1024)).toString('base64url')}`;
    await assert.rejects(readingsOf(bomb), isUnopened(/more than Quorate puts into one/));
  });

  test('a saved report is known by its schema, and read only if it is whole', async () => {
    const triage = await Triage.create();
    for (const input of example('held').inputs) triage.add(input);
    const report = triage.report();
    assert.deepEqual(await savedIn(JSON.stringify(report, null, 2)), { report });
    await assert.rejects(savedIn(JSON.stringify(report).slice(0, 5000)), isUnopened(/saved report that is cut off/));
    const newer = JSON.stringify({ ...report, schema: 'quorate.report/2' });
    await assert.rejects(savedIn(newer), isUnopened(/another version: quorate\.report\/2/));
    const partial = JSON.stringify({ schema: report.schema, groups: [] });
    await assert.rejects(savedIn(partial), isUnopened(/parts are missing/));
  });
});
