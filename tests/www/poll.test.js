// Whom `src` asks, and what each is called.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { questionsIn } from '../../www/poll.js';

/** @param {string} src */
function read(src) {
  return questionsIn(src, 'https://dash.example/board/').map(({ url, server }) => [server, url.href]);
}

test('a server is called by its name, else by its host, and by its port where one host has several', () => {
  assert.deepEqual(read(' http://n1:8222/jsz\n\thttp://n2:8222/healthz?js-enabled-only=true '), [
    ['n1', 'http://n1:8222/jsz'],
    ['n2', 'http://n2:8222/healthz?js-enabled-only=true'],
  ]);
  assert.deepEqual(read('http://localhost:8222/jsz http://localhost:8222/healthz'), [
    ['localhost', 'http://localhost:8222/jsz'],
    ['localhost', 'http://localhost:8222/healthz'],
  ]);
  assert.deepEqual(read('http://localhost:8222/jsz http://localhost:8223/jsz'), [
    ['localhost:8222', 'http://localhost:8222/jsz'],
    ['localhost:8223', 'http://localhost:8223/jsz'],
  ]);
  assert.deepEqual(read('n1=http://10.0.0.1:8222/jsz?acc=$SYS n-2.eu=/proxy/2/jsz'), [
    ['n1', 'http://10.0.0.1:8222/jsz?acc=$SYS'],
    ['n-2.eu', 'https://dash.example/proxy/2/jsz'],
  ]);
  assert.deepEqual(read(''), []);
});

test('what is no address is named', () => {
  assert.throws(() => read('http://n1:8222/jsz http://'), new TypeError('src: http:// is no address'));
});
