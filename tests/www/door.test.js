// The door, in Node.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { Triage, shown, whatIf } from '../../dist/quorate.js';
import { recorded } from './recorded.js';

const HEALTHY = recorded('01_healthy/2.10.26/01-just-ready');
const JSZ = HEALTHY.find(({ path }) => path === '/jsz')?.body ?? '';

const OK = { source: 'n1', path: '/healthz', body: '{"status":"ok"}' };

test('recorded answers give a verdict, and JSON keeps all of the report', async () => {
  const triage = await Triage.create();
  for (const input of HEALTHY) triage.add(input);
  const report = triage.report();
  assert.equal(report.schema, 'quorate.report/1');
  assert.deepEqual(
    report.groups.map(({ verdict }) => verdict),
    ['held'],
  );
  assert.equal(report.readings.length, HEALTHY.length);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test('text, bytes, a buffer, gzip and a parsed object say the same', async () => {
  const bytes = new TextEncoder().encode(JSZ);
  const bodies = [JSZ, bytes, Buffer.from(bytes), bytes.buffer, new Uint8Array(gzipSync(JSZ)), JSON.parse(JSZ)];
  const said = [];
  for (const body of bodies) {
    const triage = await Triage.create();
    triage.add({ source: 'n1', path: '/jsz', body });
    const { readings, errors } = triage.report();
    assert.deepEqual(errors, []);
    said.push(readings.map(({ endpoint, now, says }) => ({ endpoint, now, says })));
  }
  for (const other of said) assert.deepEqual(other, said[0]);
});

test('an object of the host is what JSON.stringify makes of it', async () => {
  const { now, ...jsz } = JSON.parse(JSZ);
  const said = [];
  for (const body of [
    { now, ...jsz },
    { now: new Date(now), ...jsz, config: undefined, seen: () => 1, [Symbol('mark')]: 1 },
    { toJSON: () => ({ now, ...jsz }) },
    { n1: { now, ...jsz } },
  ]) {
    const triage = await Triage.create();
    triage.add({ source: 'n1', path: '/jsz', body });
    const { readings, errors } = triage.report();
    assert.deepEqual(errors, []);
    said.push(readings.map(({ endpoint, says }) => ({ endpoint, says })));
    const toTheMillisecond = now.slice(0, '2026-03-14T15:09:26.535'.length);
    assert.ok(readings[0].now?.startsWith(toTheMillisecond), readings[0].now ?? 'no time');
    assert.match(readings[0].problems.join(), /integers above 2\^53 may be rounded/);
  }
  for (const other of said) assert.deepEqual(other, said[0]);
});

test('an object of the host that is nested too deep is an error that says so', async () => {
  let nested = {};
  for (let depth = 0; depth < 1000; depth += 1) nested = { nested };
  const triage = await Triage.create();
  triage.add({ source: 'n1', path: '/jsz', body: { meta_cluster: nested } });
  assert.match(triage.report().errors.map(({ what }) => what).join(), /deep/);
});

test('what the operator expects names peers', async () => {
  const triage = await Triage.create({ expected: ['n1', 'n2', 'n3', 'n4'] });
  for (const input of HEALTHY) triage.add(input);
  assert.ok(triage.report().groups[0].peers.some(({ name, standing }) => name === 'n4' && standing === 'expected'));
});

test('remove forgets one source, clear all of them', async () => {
  const triage = await Triage.create();
  const sources = () => triage.report().readings.map(({ source }) => source);
  triage.add({ ...OK, source: 'a' });
  triage.add({ ...OK, source: 'b', server: 'n2' });
  triage.remove('a');
  assert.deepEqual(sources(), ['b']);
  triage.clear();
  assert.deepEqual(sources(), []);
  assert.deepEqual(triage.report().groups, []);
});

test('one triage knows nothing of another', async () => {
  const [one, other] = await Promise.all([Triage.create(), Triage.create()]);
  one.add(OK);
  assert.equal(one.report().readings.length, 1);
  assert.equal(other.report().readings.length, 0);
});

test('fields that are null or undefined are not set', async () => {
  const triage = await Triage.create({ expected: undefined });
  triage.add({ ...OK, server: undefined, status: null, error: undefined, moment: null, batch: undefined });
  assert.equal(triage.report().readings.length, 1);
});

/** @type {any} */
const circular = {};
circular.itself = circular;

/** @type {any} */
let deep = {};
for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };

for (const [input, message] of /** @type {[any, RegExp][]} */ ([
  [undefined, /^input must be an object, got Undefined$/],
  ['{}', /^input must be an object, got String$/],
  [[], /^input must be an object, got Array$/],
  [{}, /^source is missing$/],
  [{ source: 7 }, /^source must be a string, got 7$/],
  [{ source: 'a', server: {} }, /^server must be a string, got Object$/],
  [{ source: 'a', path: true }, /^path must be a string, got Boolean$/],
  [{ source: 'a', status: '200' }, /^status must be a whole number from 0 to 65535, got String$/],
  [{ source: 'a', status: 200.5 }, /^status must be .* got 200\.5$/],
  [{ source: 'a', status: -1 }, /^status must be .* got -1$/],
  [{ source: 'a', error: new Error('timeout') }, /^error must be a string, got Error$/],
  [{ source: 'a', moment: new Date() }, /^moment must be a string or a finite number, got Date$/],
  [{ source: 'a', moment: NaN }, /^moment must be .* got NaN$/],
  [{ source: 'a', batch: 1 }, /^batch must be a string, got 1$/],
  [{ source: 'a', body: 1 }, /^body must be a string, a Uint8Array, or an object read from JSON, got 1$/],
  [{ source: 'a', body: new Blob() }, /^body must be .* got Blob$/],
  [{ source: 'a', body: Promise.resolve('') }, /^body must be .* got Promise$/],
  [{ source: 'a', body: new Uint16Array(1) }, /^body must be .* got Uint16Array$/],
  [{ source: 'a', body: circular }, /^body cannot be written as JSON/],
  [{ source: 'a', body: deep }, /^body cannot be written as JSON/],
  [{ source: 'a', body: { meta_cluster: { cluster_size: 3n } } }, /^body cannot be written as JSON: .*BigInt/],
  [{ source: 'a', boddy: '' }, /^boddy is not a known field$/],
])) {
  test(`a wrong input is refused: ${message}`, async () => {
    const triage = await Triage.create();
    assert.throws(() => triage.add(input), { name: 'TypeError', message });
    triage.add(OK);
    assert.equal(triage.report().readings.length, 1, 'and leaves the triage as it was');
  });
}

test('wrong options and a wrong source are refused', async () => {
  const create = (/** @type {any} */ options) => Triage.create(options);
  await assert.rejects(create({ expected: 'n1' }), {
    name: 'TypeError',
    message: /^expected must be an array of strings/,
  });
  await assert.rejects(create({ expected: ['n1', 2] }), { name: 'TypeError', message: /^expected must be an array/ });
  await assert.rejects(create({ servers: [] }), { name: 'TypeError', message: 'servers is not a known field' });
  const triage = await Triage.create();
  assert.throws(() => triage.remove(/** @type {any} */ (1)), {
    name: 'TypeError',
    message: /^source must be a string/,
  });
});

test('only what is an input’s own is read: what it inherits is nobody’s evidence', async () => {
  const inherited = { server: 'evil', status: 503, error: 'timeout', moment: 1, batch: 'b', body: '{}', total: 1,
    wasm: 1, expected: ['evil'], source: 'evil' };
  const { body } = OK;
  const told = async () => {
    const triage = await Triage.create(Object.create(inherited));
    triage.add(OK);
    triage.add({ source: 'silent', server: 'n2' });
    await triage.addStream({ source: 'poured', stream: new Blob([/** @type {string} */ (body)]) });
    assert.throws(() => triage.add(Object.create(inherited)), { message: 'source is missing' });
    return triage.report();
  };
  const report = await told();
  try {
    for (const [name, value] of Object.entries(inherited)) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    }
    assert.deepEqual(await told(), report);
  } finally {
    for (const name of Object.keys(inherited)) Reflect.deleteProperty(Object.prototype, name);
  }
});

test('an exception of a getter reaches the caller and does no harm', async () => {
  const triage = await Triage.create();
  const input = {
    source: 'a',
    /** @returns {string} */
    get server() {
      throw new RangeError('not today');
    },
  };
  assert.throws(() => triage.add(input), { name: 'RangeError', message: 'not today' });
  triage.add(OK);
  assert.equal(triage.report().readings.length, 1);
});

test('no body throws, whatever is in it', async () => {
  const triage = await Triage.create();
  const given = new Uint8Array([123, 125]);
  structuredClone(given, { transfer: [given.buffer] });
  let nested = /** @type {object} */ ({});
  for (let depth = 0; depth < 1000; depth += 1) nested = { nested };
  const bodies = [
    '',
    'no JSON at all',
    '\ud800',
    `${'{"a":'.repeat(120)}1${'}'.repeat(120)}`,
    '['.repeat(100_000),
    new Uint8Array(),
    new Uint8Array([0xff, 0xfe, 0x00]),
    new Uint8Array([0x1f, 0x8b, 0x08]),
    given,
    given.buffer,
    [],
    {},
    nested,
    { meta_cluster: nested },
  ];
  for (const [index, body] of bodies.entries()) triage.add({ source: String(index), body });
  triage.add(OK);
  assert.ok(triage.report().readings.some(({ source }) => source === OK.source));
});

test('numbers and text name the same moment, to the last digit', async () => {
  const triage = await Triage.create();
  for (const [index, moment] of [1795375151.956397, '1795375151.956397'].entries()) {
    triage.add({ ...OK, source: String(index), server: `n${index}`, moment });
  }
  assert.equal(triage.report().moments.length, 1);
});

test('a host may bring the wasm itself', async () => {
  // A query makes it another module, in which nothing is loaded yet.
  const { Triage: Fresh } = await import(`../../dist/core.js?${Date.now()}`);
  const wasm = await readFile(new URL('../../dist/wasm/quorate_bg.wasm', import.meta.url));
  assert.deepEqual((await Fresh.create({ wasm })).report().readings, []);
  const compiled = await Fresh.create({ wasm: await WebAssembly.compile(wasm) });
  assert.deepEqual(compiled.report().readings, []);
});

const judged = async () => {
  const triage = await Triage.create();
  for (const input of HEALTHY) triage.add(input);
  return triage.report();
};

test('what if: with nobody gone it is the outlook on what was read, from a report read back as well', async () => {
  const report = await judged();
  assert.deepEqual(whatIf(report, []), report.outlook);
  assert.deepEqual(whatIf(JSON.parse(JSON.stringify(report)), []), report.outlook);
  assert.deepEqual(whatIf({ groups: report.groups }, []), report.outlook, 'reads only the groups');
});

test('what if: who is gone is counted out', async () => {
  const report = await judged();
  const [one] = whatIf(report, ['n2']);
  assert.deepEqual([one.without, one.verdict, one.tolerance], [['n2'], 'held', 0]);
  const [two] = whatIf(report, ['n2', 'n3']);
  assert.equal(two.verdict, 'lost');
  const [nobody] = whatIf(report, ['n9']);
  assert.equal(nobody.verdict, 'held');
  assert.match(nobody.says, /n9/);
});

for (const [report, without, message] of /** @type {[any, any, RegExp][]} */ ([
  [undefined, [], /^report must be an object, got Undefined$/],
  [[], [], /^report must be an object, got Array$/],
  [{}, [], /^groups is missing$/],
  [{ groups: {} }, [], /^groups must be an array, got Object$/],
  [{ groups: [] }, undefined, /^without must be an array of strings, got Undefined$/],
  [{ groups: [] }, 'n1', /^without must be an array of strings, got String$/],
  [{ groups: [] }, ['n1', 2], /^without must be an array of strings, got Array$/],
  [{ groups: [circular] }, [], /^groups is circular, or too deep$/],
  [{ groups: [deep] }, [], /^groups is circular, or too deep$/],
  [{ groups: [{}] }, [], /^groups is not as a report has it: .*clusters/],
  [{ groups: ['n1'] }, [], /^groups is not as a report has it: /],
])) {
  test(`what if: a wrong call is refused: ${message}`, async () => {
    const { groups, outlook } = await judged();
    assert.throws(() => whatIf(report, without), { name: 'TypeError', message });
    assert.deepEqual(whatIf({ groups }, []), outlook, 'and does no harm');
  });
}

test('what a step waits for is shown or not, and a wrong call is told', async () => {
  const triage = await Triage.create();
  for (const input of HEALTHY) triage.add(input);
  const [group] = JSON.parse(JSON.stringify(triage.report())).groups;
  assert.deepEqual(shown(group, [{ what: 'led', servers: ['n1', 'n2'], size: 3 }, { what: 'rescue', active: true },
    { what: 'well', servers: ['n9'] }]), ['yes', 'no', 'unknown']);
  assert.deepEqual(shown(group, []), []);
  // @ts-expect-error wrong on purpose
  const wrong = () => shown(group, [{ what: 'nonsense' }]);
  assert.throws(wrong, { name: 'TypeError', message: /^shows is not as.*nonsense/ });
  // @ts-expect-error wrong on purpose
  const empty = () => shown({}, []);
  assert.throws(empty, { name: 'TypeError', message: /^group is not as a report has it: .*missing field/ });
});

test('what if needs the wasm loaded, and says so', async () => {
  const fresh = await import(`../../dist/core.js?unloaded${Date.now()}`);
  assert.throws(() => fresh.whatIf({ groups: [] }, []), /await Triage\.create\(\) once before it/);
});

test('the report as of a moment, and the part of it that is about the moment', async () => {
  const triage = await Triage.create();
  for (const [round, input] of HEALTHY.flatMap((one) => [[0, one], [1, one]])) {
    const { source, ...rest } = /** @type {(typeof HEALTHY)[number]} */ (input);
    triage.add({ ...rest, source: `${round} ${source}`, moment: `2026-11-22T12:0${round}:00Z` });
  }
  const report = triage.report();
  assert.equal(report.moments.length, 2);
  assert.equal(report.moment, 1);
  assert.deepEqual(triage.report(1), report);
  const earlier = triage.report(0);
  assert.equal(earlier.moment, 0);
  assert.deepEqual({ ...report, ...triage.asOf(0) }, earlier);
  for (const moment of /** @type {any[]} */ ([2, -1, 0.5, 'x', null])) {
    for (const ask of [() => triage.report(moment), () => triage.asOf(moment)]) {
      assert.throws(ask, { name: 'TypeError', message: /^moment must be an index into the report's moments, got / });
    }
  }
});
