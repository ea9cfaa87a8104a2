// Where a JSON Pointer's value stands in a text.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { locate } from '../../www/render/locate.js';

/**
 * @param {string} text
 * @param {string} pointer
 */
function at(text, pointer) {
  const found = locate(text, pointer);
  return found && text.slice(found.start, found.end);
}

test('finds every value of a document', () => {
  const text = ' {"a": {"b~/": [1, -2.5e3, {"c": "x\\"]}"}], "": null}, "d":true,"e" : [ ] }\n';
  for (const [pointer, value] of [
    ['', text.trim()], ['/a', '{"b~/": [1, -2.5e3, {"c": "x\\"]}"}], "": null}'], ['/a/b~0~1/0', '1'],
    ['/a/b~0~1/1', '-2.5e3'], ['/a/b~0~1/2/c', '"x\\"]}"'], ['/a/', 'null'], ['/d', 'true'], ['/e', '[ ]'],
  ]) assert.equal(at(text, pointer), value, pointer);
});

test('says nothing where there is nothing', () => {
  for (const [text, pointer] of [
    ['', ''], ['{}', '/a'], ['[1]', '/1'], ['[1]', '/x'], ['{"a":1}', '/a/b'], ['"text"', '/0'],
    ['{"a"', '/a'], ['{"a":', '/a'], ['not json', '/a'], ['{a:1}', '/a'],
  ]) assert.equal(at(text, pointer), undefined, `${text} ${pointer}`);
});

test('reads a document that is cut off, as far as it goes', () => {
  assert.equal(at('{"a": [{"b": 1}, {"b": 2', '/a/1/b'), '2');
  assert.equal(at('{"a": "cut o', '/a'), '"cut o');
  assert.equal(at('{"a": [1, 2', '/a'), '[1, 2');
});

test('agrees with JSON.parse on everything that servers said', async () => {
  for (const name of ['held', 'crash', 'partition']) {
    for (const { body } of JSON.parse(await readFile(`www/examples/${name}.json`, 'utf8'))) {
      if (!body?.startsWith('{')) continue;
      const walk = (/** @type {any} */ value, /** @type {string} */ pointer) => {
        assert.deepEqual(JSON.parse(at(body, pointer) ?? ''), value, pointer);
        if (value === null || typeof value !== 'object') return;
        for (const [key, inner] of Object.entries(value)) {
          walk(inner, `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`);
        }
      };
      walk(JSON.parse(body), '');
    }
  }
});

test('is not slow, nor deep, on hostile input', () => {
  const deep = '['.repeat(1e6);
  assert.equal(at(deep, '/0/0/0'), deep.slice(3));
  assert.equal(at(`{"a":${'"'.repeat(1e6)}`, '/b'), undefined);
});
