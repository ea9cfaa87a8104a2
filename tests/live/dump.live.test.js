// The bench's generated dumps beside a real server's: a real cluster that holds what was generated prints the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { clusterOf, jsz } from '../../benches/dump.js';
import { NEW } from '../../www/build/nats-server.js';
import { Application } from './client.js';
import { wholeCluster } from './stage.js';

/** @import { Cluster } from './cluster.js' */

const DUMP = '/jsz?streams=true&consumers=true&config=true';
const PATIENCE_MS = 30_000;

/** What a server prints once it has taken a snapshot, minutes after it was started. */
const LATER = /"last_duration"/;

test('generated dumps are those of a real server', async (t) => {
  const generated = clusterOf({ servers: 3, down: 0, sizes: [1, 3, 3], streams: 24, seed: 7 });
  const wanted = generated.up.map((server) => Buffer.concat([...jsz(generated, server)]).toString());

  const { cluster } = await wholeCluster(t, NEW);
  const application = await Application.of(cluster);
  t.after(() => application.end());
  await hold(application, wanted);
  const printed = await dumps(cluster, generated.summary(generated.up).streams);

  const [ours, theirs] = [lines(wanted), lines(printed)];
  const onlyOurs = ours.filter((line) => !theirs.includes(line) && !LATER.test(line));
  assert.deepEqual(onlyOurs, [], 'only the generated dumps have these');
  assert.deepEqual(theirs.filter((line) => !ours.includes(line)), [], 'only the real ones have these');
  assert.deepEqual(misplaced(wanted, printed), []);
  const ratio = wanted.join('').length / printed.join('').length;
  // A little longer: they have more messages, and so longer numbers.
  assert.ok(ratio > 0.9 && ratio < 1.15, `generated dumps are ${ratio.toFixed(3)} times as long as real ones`);
});

/**
 * Creates every stream and consumer, publishes, and delivers.
 * @param {Application} application
 * @param {string[]} texts
 */
async function hold(application, texts) {
  application.listen('deliver.>', 'workers');
  /** @type {Map<string, any>} */
  const streams = new Map();
  /** @type {Map<string, any>} */
  const consumers = new Map();
  for (const { stream_detail } of texts.flatMap((text) => JSON.parse(text).account_details)) {
    for (const stream of stream_detail) {
      streams.set(stream.name, stream);
      for (const one of stream.consumer_detail ?? []) consumers.set(`${stream.name} ${one.name}`, one);
    }
  }
  for (const { name, config, state } of streams.values()) {
    const max_bytes = Math.min(config.max_bytes, 1_000_000);
    await application.ask(`$JS.API.STREAM.CREATE.${name}`, { ...config, max_bytes });
    if (state.messages) await application.ask(config.subjects[0].replace('>', 'new'), { text: 'a message' });
  }
  for (const { stream_name: stream, name, config } of consumers.values()) {
    await application.ask(`$JS.API.CONSUMER.CREATE.${stream}.${name}`, { stream_name: stream, config });
    if (!config.deliver_subject && config.deliver_policy === 'all') await application.take(stream, name);
  }
}

/**
 * What the servers print once they hold everything.
 * @param {Cluster} cluster
 * @param {number} count of streams
 * @returns {Promise<string[]>}
 */
async function dumps(cluster, count) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    const answers = await Promise.all(cluster.names.map((name) => cluster.ask(name, DUMP)));
    const texts = answers.map(({ body = '{}' }) => body);
    const names = texts.flatMap((text) =>
      (JSON.parse(text).account_details ?? []).flatMap((/** @type {any} */ account) =>
        (account.stream_detail ?? []).map((/** @type {any} */ { name }) => name)));
    if (new Set(names).size === count || patience.aborted) return texts;
    await sleep(500);
  }
}

/**
 * Every kind of line that occurs: its indentation, its name, and how its value is written.
 * @param {string[]} texts
 */
function lines(texts) {
  const kinds = texts.join('\n').split('\n').map((line) =>
    line
      .replace(/,$/, '')
      .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z"/, 'a time')
      .replace(/: "[^"]*"$/, ': a text')
      .replace(/^( +)"[^"]*"$/, '$1a text')
      .replace(/: 18446744073709551615$/, ': the highest')
      .replace(/-?\b\d+$/, 'a number')
      .replace(/(true|false)$/, 'a boolean'));
  return [...new Set(kinds)];
}

/**
 * Names that follow each other in a generated object, and the other way round in a real one.
 * @param {string[]} generated
 * @param {string[]} real
 */
function misplaced(generated, real) {
  const orders = new Set(real.flatMap((text) => [...pairs(JSON.parse(text), '')]));
  return [...new Set(generated.flatMap((text) => [...pairs(JSON.parse(text), '')]))].filter((pair) => {
    const [path, first, second] = pair.split('\t');
    return orders.has([path, second, first].join('\t'));
  });
}

/**
 * @param {unknown} value
 * @param {string} path with all of an array's rows in one
 * @returns {Generator<string>}
 */
function* pairs(value, path) {
  if (Array.isArray(value)) {
    for (const row of value) yield* pairs(row, `${path}[]`);
  } else if (value && typeof value === 'object') {
    const names = Object.keys(value);
    for (const [place, first] of names.entries()) {
      for (const second of names.slice(place + 1)) yield [path, first, second].join('\t');
      yield* pairs(/** @type {any} */ (value)[first], `${path}/${first}`);
    }
  }
}
