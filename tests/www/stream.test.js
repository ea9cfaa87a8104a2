// Streams of every kind, in Node: what comes in pieces says what it says as a whole.

import assert from 'node:assert/strict';
import { createReadStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';

import { clusterOf, jsz } from '../../benches/dump.js';
import { Triage } from '../../dist/quorate.js';
import { recorded } from './recorded.js';

/** @import { StreamInput } from '../../dist/quorate.js' */

const answers = recorded('01_healthy/2.10.26/01-just-ready');
const JSZ = (answers.find(({ path }) => path === '/jsz')?.body ?? '')
  .replace('"server_id"', '"är \u{1f600}":1,"server_id"');
const BYTES = new TextEncoder().encode(JSZ);

/** @param {unknown} body */
async function added(body) {
  const triage = await Triage.create();
  triage.add({ source: 'n1', server: 'n1', path: '/jsz', body: /** @type {string} */ (body) });
  return triage.report();
}

/**
 * @param {unknown} stream
 * @param {Partial<StreamInput>} [more]
 */
async function streamed(stream, more) {
  const triage = await Triage.create();
  const input = { source: 'n1', server: 'n1', path: '/jsz', stream: /** @type {Blob} */ (stream), ...more };
  const outcome = await triage.addStream(input);
  return { ...outcome, report: triage.report() };
}

/**
 * @template T
 * @param {Iterable<T>} all
 */
async function* iterable(all) {
  for (const one of all) yield await one;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} size
 */
function parts(bytes, size) {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}

describe('every kind of stream says the same as add()', () => {
  /** @type {string} */
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stream-'));
    await writeFile(join(folder, 'jsz.json'), BYTES);
  });
  after(() => rm(folder, { recursive: true }));

  /** @type {Record<string, () => unknown>} */
  const kinds = {
    'a Blob': () => new Blob([BYTES]),
    'a File': () => new File([BYTES], 'jsz.json'),
    'a file of the disk': () => openAsBlob(join(folder, 'jsz.json')),
    'a stream of Node': () => createReadStream(join(folder, 'jsz.json'), { highWaterMark: 100 }),
    'a Response': () => new Response(JSZ),
    'a stream of bytes': () => new Blob([BYTES]).stream(),
    'a stream of text': () => new Blob([BYTES]).stream().pipeThrough(new TextDecoderStream()),
    'an iterable of bytes': () => iterable([BYTES]),
    'an iterable of text': () => iterable([JSZ]),
    'text and bytes in turn': () => iterable([JSZ.slice(0, 40), new TextEncoder().encode(JSZ.slice(40))]),
    'bytes, one by one': () => iterable(parts(BYTES, 1)),
    'pieces with nothing in them': () => iterable(['', new Uint8Array(), JSZ, '', new Uint8Array()]),
    'units of UTF-16, one by one': () => iterable(JSZ.split('')),
    gzip: () => new Blob([gzipSync(JSZ)]),
    'gzip, byte by byte': () => iterable(parts(gzipSync(JSZ), 1)),
    'several gzip files in one': () => new Blob([gzipSync(JSZ.slice(0, 99)), gzipSync(''), gzipSync(JSZ.slice(99))]),
    'several gzip files in one, byte by byte': () =>
      iterable(parts(Buffer.concat([gzipSync(JSZ.slice(0, 99)), gzipSync(JSZ.slice(99))]), 1)),
  };
  for (const [name, make] of Object.entries(kinds)) {
    test(name, async () => {
      const { report, problem } = await streamed(await make());
      assert.equal(problem, undefined);
      assert.deepEqual(report, await added(JSZ));
      assert.equal(report.readings.length, 1);
    });
  }

  test('in pieces of any size', async () => {
    const whole = await added(JSZ);
    for (const size of [2, 3, 5, 7, 61, 1000]) {
      assert.deepEqual((await streamed(iterable(parts(BYTES, size)))).report, whole, `${size}`);
    }
  });

  test('with streams and consumers, of two servers, in pieces of any size', async () => {
    const cluster = clusterOf({ servers: 3, down: 1, streams: 40 });
    const texts = ['n1', 'n2'].map((server) => ({ server, bytes: Buffer.concat([...jsz(cluster, server)]) }));
    const said = async (/** @type {number} */ size) => {
      const triage = await Triage.create();
      for (const { server, bytes } of texts) {
        await triage.addStream({ source: server, server, path: '/jsz', stream: iterable(parts(bytes, size)) });
      }
      return triage.report();
    };
    const whole = await said(1e9);
    assert.ok((whole.groups[0].assets?.consumers ?? 0) > 40);
    for (const size of [61, 64, 997, 4096, 8191]) assert.deepEqual(await said(size), whole, `${size}`);
  });

  test('a Response without content', async () => {
    assert.deepEqual((await streamed(new Response(null))).report, await added(new Uint8Array()));
  });
});

test('long text and long bytes are read whole, and no character is torn', async () => {
  for (const lead of ['', 'x', 'xx', 'xxx']) {
    const text = `{"${lead}${'\u{1f600}€ä'.repeat(200_000)}":1,${JSZ.trim().slice(1)}`;
    const offsets = async (/** @type {unknown} */ body) => {
      const { errors, readings } = await added(body);
      assert.deepEqual(errors, []);
      return readings.map(({ bytes, offset, server }) => ({ bytes, offset, server }));
    };
    const bytes = new TextEncoder().encode(text);
    const [one] = await offsets(text);
    assert.equal(one.bytes, bytes.length);
    assert.deepEqual(await offsets(bytes), [one]);
    const { report } = await streamed(iterable([text]));
    assert.deepEqual(report.errors, []);
    assert.equal(report.readings[0].bytes, bytes.length);
  }
});

test('half a character stands for nothing, wherever it is', async () => {
  for (const text of [`"\ud83d" ${JSZ}`, `\ude00 ${JSZ}`, `${JSZ} \ud83d`]) {
    const whole = await added(text);
    assert.deepEqual((await streamed(iterable([text]))).report, whole);
    assert.deepEqual((await streamed(iterable(text.split('')))).report, whole);
  }
});

describe('gzip', () => {
  const text = `${JSZ}\n`.repeat(500);

  test('that is cut off: what could be unpacked is read, and it is said', async () => {
    const packed = gzipSync(text);
    const { problem, report } = await streamed(new Blob([packed.subarray(0, packed.length - 1000)]));
    assert.match(problem ?? '', /^a damaged gzip file, or one that was cut off: .* could be unpacked$/);
    assert.ok(report.readings.length > 100, `${report.readings.length} readings`);
    assert.ok(report.errors.some(({ what }) => what === problem));
  });

  test('that is damaged in its middle', async () => {
    const packed = Buffer.concat([gzipSync(text), gzipSync(text)]);
    packed.fill(0xff, packed.length * 0.75, packed.length * 0.75 + 100);
    const { problem, report } = await streamed(new Blob([packed]));
    assert.match(problem ?? '', /damaged gzip file/);
    assert.ok(report.readings.length >= 500);
  });

  test('with garbage behind it', async () => {
    const { report } = await streamed(new Blob([gzipSync(JSZ), 'garbage']));
    assert.ok(report.readings.length <= 1);
  });

  test('a bomb ends soon, and says so', async () => {
    // 4 GB of nothing in 4 MB.
    const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024), { finishFlush: 2 });
    const head = gzipSync('').subarray(0, 10);
    let read = 0;
    const stream = (function* bomb() {
      yield head;
      for (let n = 0; n < 64; n += 1) {
        read += 1;
        yield zeros;
      }
    })();
    const { problem, report } = await streamed(iterable(stream));
    assert.match(problem ?? '', /^a gzip bomb: .* unpack to .*$/);
    assert.ok(read <= 3, `${read} of 64 read`);
    assert.ok(report.errors.some(({ what }) => what === problem));
  });
});

describe('a reading that ends early keeps what was read', () => {
  test('by its signal', async () => {
    const stopper = new AbortController();
    const stream = (async function* endless() {
      yield JSZ;
      await Promise.resolve();
      stopper.abort();
      yield JSZ;
    })();
    const { bytes, problem, report } = await streamed(stream, { signal: stopper.signal, total: 100_000_000 });
    assert.equal(problem, `cancelled after ${BYTES.length} bytes of 100 MB`);
    assert.equal(bytes, BYTES.length);
    assert.equal(report.readings.length, 1);
    assert.ok(report.errors.some(({ source, what }) => source === 'n1' && what === problem));
  });

  test('by a signal that was given before', async () => {
    const { problem, report } = await streamed(new Blob([JSZ]), { signal: AbortSignal.abort() });
    assert.match(problem ?? '', /^cancelled after 0 bytes of /);
    assert.deepEqual(report.groups, []);
  });

  for (const [kind, never] of /** @type {[string, () => unknown][]} */ ([
    ['a stream', () => new ReadableStream()],
    ['a stream of bytes', () => new ReadableStream({ type: 'bytes' })],
    ['an iterable', () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) })],
  ])) {
    test(`by its signal, though ${kind} never answers`, async () => {
      const stopper = new AbortController();
      setTimeout(() => stopper.abort(), 20);
      const { problem } = await streamed(never(), { signal: stopper.signal });
      assert.equal(problem, 'cancelled after 0 bytes');
    });
  }

  test('by a failure', async () => {
    const stream = (async function* failing() {
      yield await Promise.resolve(JSZ);
      throw new Error('the network is gone');
    })();
    const { problem, report } = await streamed(stream);
    assert.match(problem ?? '', /^broke off after \d+ bytes: Error: the network is gone$/);
    assert.equal(report.readings.length, 1);
  });

  test('by a piece that is neither text nor bytes', async () => {
    const { problem } = await streamed(iterable([JSZ, 7]));
    assert.match(problem ?? '', /TypeError: a piece of a stream must be a Uint8Array or a string, got Number$/);
  });

  test('a file whose reader hangs is read on', async () => {
    const blob = new Blob([BYTES]);
    /** A Blob whose stream hangs after its first bytes, as a garbage collection can make it. */
    const hanging = {
      size: BYTES.length,
      slice: (/** @type {number} */ from) => blob.slice(from),
      stream: () => new ReadableStream({ type: 'bytes', start: (to) => to.enqueue(BYTES.slice(0, 100)) }),
    };
    const { problem, report } = await streamed(hanging);
    assert.equal(problem, undefined);
    assert.deepEqual(report, await added(JSZ));
  });
});

test('several at once, and what is removed meanwhile does not come back', async () => {
  const triage = await Triage.create();
  /** @type {(() => void)[]} */
  const gates = [];
  const read = (/** @type {string} */ source) => triage.addStream({
    source,
    server: source,
    stream: (async function* slow() {
      yield JSZ;
      await new Promise((resolve) => gates.push(() => resolve(undefined)));
      yield `\n${JSZ}`;
    })(),
  });
  const all = ['a', 'b', 'c'].map(read);
  while (gates.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  triage.remove('b');
  for (const open of gates) open();
  const outcomes = await Promise.all(all);
  assert.deepEqual(outcomes.map(({ problem }) => problem), [undefined, 'removed meanwhile', undefined]);
  const sources = () => triage.report().readings.map(({ source }) => source);
  assert.deepEqual(sources(), ['a', 'a', 'c', 'c']);
  assert.deepEqual(triage.report().errors, []);

  const last = read('d');
  while (gates.length < 4) await new Promise((resolve) => setTimeout(resolve, 1));
  triage.clear();
  triage.add({ source: 'e', body: JSZ });
  await last;
  assert.deepEqual(sources(), ['e']);
  assert.deepEqual(triage.report().errors, []);
});

test('progress: what came, as it came, and the end of it', async () => {
  const packed = gzipSync(JSZ);
  /** @type {import('../../dist/quorate.js').Progress[]} */
  const told = [];
  const stream = (async function* slow() {
    for (const part of parts(packed, 50)) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      yield part;
    }
  })();
  await streamed(stream, { total: packed.length, onProgress: (progress) => told.push(progress) });
  assert.ok(told.length > 1 && told.length <= packed.length / 50 / 3 + 2, `told ${told.length} times`);
  assert.deepEqual({ ...told.at(-1), rate: 0 }, { bytes: packed.length, total: packed.length, rate: 0 });
  assert.ok(told.every(({ bytes, rate }, n) => rate > 0 && bytes >= (told[n - 1]?.bytes ?? 0)));
});

test('others have their turn while much is read', async () => {
  const triage = await Triage.create();
  let turns = 0;
  const timer = setInterval(() => { turns += 1; }, 1);
  await triage.addStream({ source: 'a', stream: iterable(Array.from({ length: 100 }, () => new Uint8Array(1e6))) });
  clearInterval(timer);
  assert.ok(turns > 0);
});

for (const [input, message] of /** @type {[any, RegExp][]} */ ([
  [undefined, /^input must be an object, got Undefined$/],
  [{ stream: new Blob() }, /^source is missing$/],
  [{ source: 'a' }, /^stream must be a ReadableStream, a Blob, .*, got Undefined$/],
  [{ source: 'a', stream: 'text' }, /^stream must be .*, got String$/],
  [{ source: 'a', stream: [JSZ] }, /^stream must be .*, got Array$/],
  [{ source: 'a', stream: new Blob(), status: 'ok' }, /^status must be a whole number/],
  [{ source: 'a', stream: new Blob(), body: '' }, /^body is not a known field$/],
])) {
  test(`a wrong call is refused: ${message}`, async () => {
    const triage = await Triage.create();
    await assert.rejects(triage.addStream(input), { name: 'TypeError', message });
    assert.deepEqual(triage.report().errors, []);
  });
}

test('a stream that somebody else reads is refused', async () => {
  const stream = new Blob([JSZ]).stream();
  stream.getReader();
  await assert.rejects(streamed(stream), { name: 'TypeError', message: /^stream is locked/ });
});

test('the servers that should be there may be named later', async () => {
  const triage = await Triage.create();
  for (const input of answers) triage.add(input);
  triage.expect(['n9']);
  assert.ok(triage.report().groups[0].peers.some(({ name }) => name === 'n9'));
  assert.throws(() => triage.expect(/** @type {any} */ ('n9')), { message: /^expected must be an array of strings/ });
});
