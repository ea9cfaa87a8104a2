// Redaction over the recorded corpus: the report of the redacted is the redacted report, and nothing of a name remains.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { redact } from '../../www/redact.js';
import { namesOf, peerId, sha256 } from '../../www/redact/peer-id.js';
import { headOf, isCommon, redactWords } from '../../www/redact/words.js';
import { STEMS, foundIn, moments, named } from './named.js';

/** @typedef {import('../../www/redact.js').Readings} Readings */
/** @typedef {import('../../www/redact/plan.js').Replaced} Replaced */
/** @typedef {import('../../www/types/report.js').Report} Report */

const triage = await Triage.create();

/**
 * @param {Readings} readings
 * @returns {Report}
 */
function judge({ inputs, expected }) {
  triage.clear();
  triage.expect(expected);
  for (const input of inputs) triage.add(input);
  return triage.report();
}

/**
 * The redacted report: each name in it by what stands for it, ids that the core computed from names as well.
 *
 * @param {unknown} value
 * @param {Replaced[]} replaced
 * @returns {any}
 */
function mapped(value, replaced) {
  const all = new Map(replaced.map(({ name, stands }) => [name, stands]));
  for (const { name, stands } of replaced) if (!all.has(peerId(name))) all.set(peerId(name), peerId(stands));
  /** @type {Map<string, string[]>} */
  const heads = new Map();
  for (const name of [...all.keys()].filter((one) => !isCommon(one)).sort((a, b) => b.length - a.length)) {
    const head = headOf(name)?.head ?? '';
    heads.set(head, [...(heads.get(head) ?? []), name]);
  }
  const stands = (/** @type {string} */ name) => all.get(name) ?? name;
  const lookup = {
    known: (/** @type {string} */ name) => all.get(name),
    startingWith: (/** @type {string} */ run) => heads.get(run) ?? [],
    other: stands,
    address: stands,
  };
  /** @type {(one: any) => any} */
  const through = (one) => {
    if (typeof one === 'string') return all.get(one) ?? redactWords(one, lookup);
    if (Array.isArray(one)) return one.map(through);
    if (one === null || typeof one !== 'object') return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, through(inner)]));
  };
  return through(value);
}

/** Where a text stands changes with the length of the names before it. */
const PLACES = ['offset', 'bytes', 'line', 'column', 'byte'];

/**
 * Without places, and every list in one order: what is in order of name may be in another.
 *
 * @param {any} value
 * @returns {any}
 */
function bare(value) {
  if (Array.isArray(value)) return value.map(bare).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([key]) => !PLACES.includes(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, bare(inner)]));
}

/** @param {Report} report */
function names({ groups, readings }) {
  const peers = groups.flatMap((group) => group.peers);
  return peers.flatMap(({ id, server_id: key }) => [id, key]).concat(readings.map(({ server }) => server))
    .filter((name) => name !== undefined);
}

test('a name hashes to the id that servers print, and ghosts are named as the core names them', () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = randomBytes(length);
    assert.equal(Buffer.from(sha256(bytes)).toString('hex'), createHash('sha256').update(bytes).digest('hex'));
  }
  assert.deepEqual(['n1', 'nats-0', ''].map(peerId), ['fjFyEjc1', 'S1Nunr6R', 'fqA4S4SK']);
  assert.deepEqual(namesOf(new Set([peerId('eu-03')]), ['eu-11']), new Map([[peerId('eu-03'), 'eu-03']]));
  assert.deepEqual(namesOf(new Set([peerId('hub-a')]), ['hub']), new Map());
});

describe('over the corpus', () => {
  const files = readdirSync('tests/corpus').filter((name) => name.endsWith('.jsonl.gz'));
  for (const file of files) {
    test(file, () => {
      for (const { id, inputs } of moments(file)) {
        const readings = { inputs, expected: [] };
        const report = judge(readings);
        const { replaced, ...redacted } = redact(readings, report);
        const after = judge(redacted);
        assert.deepEqual(bare(after), bare(mapped(report, replaced)), id);
        const given = JSON.stringify([redacted, after]);
        assert.deepEqual(foundIn(given, new Set([...STEMS, ...names(report)])), [], id);
      }
    });
  }
});

test('the search finds what is there, in any form', () => {
  for (const form of ['base64', 'hex', 'base64url', 'latin1']) {
    for (const before of ['', 'a', 'ab']) {
      const text = Buffer.from(`${before}falcon-eyrie-1 and more`).toString(/** @type {BufferEncoding} */ (form));
      const found = foundIn(text, ['falcon-eyrie-1', 'osprey-nest']);
      assert.deepEqual(found, ['falcon-eyrie-1'], `${form} after “${before}”`);
    }
  }
  assert.deepEqual(foundIn(encodeURIComponent('zürich'), ['zürich']), ['zürich']);
});

test('the moments of a run, given together', () => {
  for (const file of ['R8_rename_rolling.jsonl.gz', '11_ghost_peer_term.n5.jsonl.gz']) {
    const version = (/** @type {string} */ id) => id.split('/')[1];
    const all = moments(file);
    const run = all.filter(({ id }) => version(id) === version(all[0].id)).slice(0, 6);
    const readings = { inputs: run.flatMap(({ inputs }, at) =>
      inputs.filter(({ path = '' }) => ['/jsz', '/healthz', '/varz', '/routez', '/raftz?acc=$SYS'].includes(path))
        .map((input) => ({ ...input, source: `${at} ${input.source}` }))), expected: [] };
    const report = judge(readings);
    const { replaced, ...redacted } = redact(readings, report);
    assert.deepEqual(bare(judge(redacted)), bare(mapped(report, replaced)), file);
  }
});

test('the examples', () => {
  for (const name of ['held', 'crash', 'partition']) {
    const inputs = JSON.parse(named(readFileSync(`www/examples/${name}.json`, 'utf8')));
    const readings = { inputs, expected: ['falcon-eyrie-9'] };
    const report = judge(readings);
    const { replaced, ...redacted } = redact(readings, report);
    assert.deepEqual(bare(judge(redacted)), bare(mapped(report, replaced)));
    assert.deepEqual(foundIn(JSON.stringify(redacted), [...STEMS, ...names(report)]), []);
    // As the files themselves: a list of answers, each a document inside a string.
    const file = { inputs: [{ source: `${name}.json`, body: JSON.stringify(inputs, null, 1) }], expected: [] };
    assert.deepEqual(foundIn(JSON.stringify(redact(file).inputs), [...STEMS, ...names(report)]), []);
  }
});

describe('what people paste', () => {
  /** A lesson of tests/tables/pastes, under names that occur nowhere else. @param {string} lesson */
  function inputOf(lesson) {
    const [, ...lines] = lesson.split('\n');
    const from = lines.findIndex((line) => !line.startsWith('@ '));
    const fieldsOf = (/** @type {string} */ line) => line.slice(2).split('; ').map((field) => field.split(/=(.*)/s));
    const told = lines.slice(0, from).flatMap(fieldsOf);
    const { status, ...fields } = Object.fromEntries(told.map(([key, value]) => [key, named(value)]));
    const body = named(lines.slice(from, lines.indexOf('▷')).join('\n'));
    return { source: 'paste 1', ...fields, ...(status ? { status: Number(status) } : {}), body };
  }

  for (const file of readdirSync('tests/tables/pastes').sort()) {
    for (const lesson of readFileSync(`tests/tables/pastes/${file}`, 'utf8').split('\n▶ ').slice(1)) {
      const [title] = lesson.split('\n');
      test(`${file}: ${title}`, () => {
        const readings = { inputs: [inputOf(lesson)], expected: [] };
        const report = judge(readings);
        const { replaced, ...redacted } = redact(readings, report);
        const after = judge(redacted);
        const told = (/** @type {Report} */ one) => bare([
          one.groups.map(({ verdict, leader, size, peers }) => [verdict, leader, size, peers.map(({ vote }) => vote)]),
          one.readings.map(({ endpoint, status, label, server, now }) => [endpoint, status, label, server, now]),
          one.errors.length,
        ]);
        assert.deepEqual(told(after), told(mapped(report, replaced)));
        const given = JSON.stringify([redacted, after]);
        assert.deepEqual(foundIn(given, [...STEMS, '10.0.0', ...names(report)]), []);
      });
    }
  }
});

test('nobody need know a field for its words to be replaced', () => {
  const secret = 'Zauberlehrling';
  const texts = [
    `{"server_id":"X","now":"2026-01-01T00:00:00Z","new_field":"${secret}","${secret}":1,"list":["${secret}"]}`,
    `{"server_id":"X","now":"2026-01-01T00:00:00Z","meta_cluster":{"name":"${secret}","leader":"${secret}-1"`,
    `$ curl -u ${secret}:${secret} -H 'Authorization: Bearer ${secret}' "http://${secret}:8222/jsz?acc=${secret}"`,
    `$ curl http://x/${encodeURIComponent(`${secret} ü`)}`,
    `nats://${secret}:${secret}@${secret}.example.net:4222`,
    `<html><title>${secret}</title></html>`,
    `I, ${secret}, saw it: ${secret}'s server was ${secret}_2 or ${secret.toUpperCase()}`,
    `"${secret}": "${secret}\\u0021", ${secret}`,
    `{"a":"{\\"name\\":\\"${secret}\\"}"}`,
  ];
  const inputs = texts.map((body, at) => ({
    source: `${secret}/${at}.json`, server: secret, path: `/jsz?acc=${secret}`, error: `dial ${secret}`, batch: secret,
    moment: `at ${secret}`, body,
  }));
  const redacted = redact({ inputs, expected: [secret] });
  assert.deepEqual(foundIn(JSON.stringify([redacted.inputs, redacted.expected]), [secret]), []);
});

test('the same is the same everywhere, and what was another stays another', () => {
  const body = (/** @type {string} */ given) =>
    redact({ inputs: [{ source: 'x', body: given }], expected: [] }).inputs[0].body;
  const text = body('{"server_name":"nats-0","cluster":{"name":"nats"},"tags":["az:eu-1"],'
    + '"connect_urls":["nats-0.eu:4222"]}\n'
    + '$ curl http://nats-0.eu:8222/jsz\ncurl: (6) Could not resolve host: nats-0.eu\n');
  const [, server] = /"server_name":"(\w+)"/.exec(text ?? '') ?? [];
  assert.equal(text?.split(`${server}.`).length, 4);
  assert.match(text ?? '', /"tags":\["az:zone1"\]/);
  // A name that looks like a replacement is none.
  const odd = body('{"server_name":"server2","remote_name":"server1"}') ?? '';
  assert.doesNotMatch(odd, /server\d/);
  assert.match(odd, /"server_name":"serverx2","remote_name":"serverx1"/);
});

test('numbers, times, versions and states stay to the letter', () => {
  const kept = '{"version":"2.15.1","go":"go1.27.2","now":"2026-11-22T19:19:11.976613888Z",'
    + '"active":12345678901234567890,"status":"unavailable","rtt":"432µs","idle":"1m4s",'
    + '"meta_cluster":{"cluster_size":3,"rescue":true,"leader":""}}';
  assert.equal(redact({ inputs: [{ source: 'x', body: kept }], expected: [] }).inputs[0].body, kept);
});
