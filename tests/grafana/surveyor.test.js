// nats-surveyor's vectors, as Prometheus gives them back: series and tables, of one instant and of many.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { recorded } from '../www/recorded.js';
import { asRawTable, asVectors } from './frames.js';
import { VERSIONS } from './packages.js';
import { readingsOf } from './sources.js';

/** @import { Recorded } from './frames.js' */

const triage = await Triage.create();
const HELD = /** @type {Recorded[]} */ (JSON.parse(readFileSync('www/examples/held.json', 'utf8')));
const SPLIT = recorded('08_full_split/2.15.1/05-isolated-t30s');
const NOW = 1_764_000_000_000;
const PREFIX = 'nats_core_jetstream_cluster_raft_group_';

/** @param {any[]} series */
function told(series) {
  const [first, second] = VERSIONS.map(({ toDataFrame }) => readingsOf({ series: series.map(toDataFrame) }));
  assert.deepEqual(first, second, 'both versions of Grafana');
  triage.clear();
  for (const reading of first.readings) triage.add(reading);
  const { groups, errors } = triage.report();
  assert.deepEqual(errors, []);
  return { ...first, groups, verdict: groups.map(({ verdict }) => verdict).join() || 'nothing' };
}

/** @param {Recorded[]} readings */
const vectors = (readings, at = NOW) => asVectors(readings, at).series;
/** Those of some metrics only. @param {any[]} series @param {RegExp} metric */
const only = (series, metric) => series.filter(({ name }) => metric.test(name));

/** As the format “Table” gives them: one frame, a column for each label. @param {any[]} series */
function asTable(series) {
  const samples = series.map(({ fields: [time, value] }) => ({
    at: time.values[0],
    value: value.values[0],
    ...value.labels,
  }));
  const labels = [...new Set(samples.flatMap((sample) => Object.keys(sample)))].filter(
    (name) => !['at', 'value'].includes(name),
  );
  const column = (/** @type {string} */ name, /** @type {string} */ of, /** @type {string} */ type) => ({
    name,
    type,
    values: samples.map((sample) => sample[of] ?? ''),
  });
  return [
    {
      refId: 'A',
      fields: [
        column('Time', 'at', 'time'),
        ...labels.map((name) => column(name, name, 'string')),
        column('Value', 'value', 'number'),
      ],
    },
  ];
}

/** The same series with more samples before. @param {any[]} series @param {any[]} earlier */
const after = (series, earlier) => [...series, ...earlier];

test('the leader’s list, put together again from one number for each peer', () => {
  const {
    readings,
    groups: [group],
    verdict,
  } = told(vectors(HELD));
  assert.equal(verdict, 'held');
  assert.deepEqual(
    readings.map(({ server }) => server),
    ['n1', 'n2', 'n3'],
  );
  assert.equal(group?.leader, 'n2');
  assert.equal(group?.tolerance, 1);
  assert.equal(group?.as_of, new Date(NOW).toISOString());
});

test('as a table', () => assert.deepEqual(told(asTable(vectors(HELD))).groups, told(vectors(HELD)).groups));

test('the collector may be told another prefix', () => {
  const text = JSON.stringify(vectors(HELD)).replaceAll(PREFIX, 'our_jetstream_cluster_raft_group_');
  assert.equal(told(JSON.parse(text)).verdict, 'held');
});

test('of a series over time only its newest sample is of now: a server without one is not there any more', () => {
  const followers = HELD.filter(({ server }) => server !== 'n2');
  assert.equal(told(after(vectors(followers), vectors(HELD, NOW - 60_000))).verdict, 'undecided');
  assert.equal(told(after(vectors(HELD), vectors(SPLIT, NOW - 60_000))).verdict, 'held');
});

test('nobody has a leader', () => assert.equal(told(vectors(SPLIT)).verdict, 'leaderless'));

test('a server of which two leaders are told at once is not believed', () => {
  const [info] = only(vectors(HELD), /info$/);
  const other = structuredClone(info);
  other.fields[1].labels.leader = 'n9';
  assert.deepEqual(
    told([...vectors(HELD), other]).readings.map(({ server }) => server),
    ['n2', 'n3'],
  );
});

test('without the vector that tells who said goodbye nobody counts as heard', () => {
  const {
    verdict,
    groups: [group],
  } = told(vectors(HELD).filter(({ name }) => !name.endsWith('_offline')));
  assert.equal(verdict, 'undecided');
  assert.equal(group?.size, 3);
});

test('a loss that the leader shows assumes that no rescue is active, which no vector tells', () => {
  const {
    verdict,
    groups: [group],
  } = told(vectors(recorded('04g_lost_leader_survives_term/2.12.8/04-lost-t12s')));
  assert.equal(verdict, 'lost');
  assert.deepEqual(group?.assumes, ['no rescue is active on n1']);
});

test('a server without a meta group says nothing of it', () => {
  const series = vectors(HELD.filter(({ server }) => server === 'n1'));
  for (const { fields } of only(series, /info$/)) fields[1].values = [0];
  assert.equal(told(series).verdict, 'nothing');
});

test('too few of the vectors: which more it takes', () => {
  const { readings, refused } = told(only(vectors(HELD), /(size|leader)$/));
  assert.deepEqual(readings, []);
  assert.equal(refused.length, 1);
  assert.match(
    refused[0] ?? '',
    /has nats-surveyor’s “size” and “leader” of the Raft group: “info” and “size” are needed/,
  );
});

test('beside the servers’ own answers they are not used: these are newer', () => {
  const stale = vectors(HELD);
  const { verdict, refused } = told([...asRawTable(SPLIT).series, ...stale]);
  assert.equal(verdict, 'leaderless');
  assert.deepEqual(refused.length, 1);
  assert.match(
    refused[0] ?? '',
    /vectors: beside the servers’ own answers, which are newer and say more, they are not used\.$/,
  );
});
