// Short labels for the names of a group: what they share goes first, what tells them apart stays.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { labelsOf, shortNames } from '../../www/render/short-names.js';

/** @import { Report } from '../../www/types/report.js' */

/**
 * @param {string[]} names
 * @param {number} [most]
 */
function labels(names, most = 16) {
  const all = shortNames(names, most);
  const shown = names.map((name) => all.get(name) ?? '');
  for (const label of shown) assert.ok(label && [...label].length <= most, `${label} has at most ${most} characters`);
  assert.equal(new Set(shown).size, new Set(names).size, `${shown.join(', ')} are told apart`);
  return shown;
}

/**
 * @param {number} count
 * @param {(n: number) => string} name
 */
function many(count, name) {
  return Array.from({ length: count }, (_, n) => name(n));
}

describe('what all share is dropped', () => {
  test('the domain of Kubernetes, and as much of the beginning as has no room', () => {
    assert.deepEqual(labels(many(3, (n) => `nats-jetstream-prod-${n}.nats.svc.cluster.local`)),
      ['…prod-0…', '…prod-1…', '…prod-2…']);
    assert.deepEqual(labels(many(3, (n) => `nats-${n}.nats-headless.messaging.svc.cluster.local`)),
      ['nats-0…', 'nats-1…', 'nats-2…']);
  });

  test('host names of AWS', () => {
    assert.deepEqual(labels(many(3, (n) => `eu-west-1-messaging-nats-${n}.internal.example.net`)),
      ['…nats-0…', '…nats-1…', '…nats-2…']);
    assert.deepEqual(labels([17, 5, 130].map((n) => `ip-10-0-${n}-17.eu-central-1.compute.internal`)),
      ['ip-10-0-17…', 'ip-10-0-5…', 'ip-10-0-130…']);
  });

  test('never in the middle of a number or a word', () => {
    assert.deepEqual(labels(['messaging-production-110.example.net', 'messaging-production-120.example.net']),
      ['…production-110…', '…production-120…']);
    assert.deepEqual(labels(['messaging-production-west.example.net', 'messaging-production-east.example.net']),
      ['…west…', '…east…']);
  });

  test('a hundred', () => {
    const zoned = (/** @type {number} */ n) => `${'abc'[n % 3]}-${String(n).padStart(3, '0')}`;
    const names = many(100, (n) => `nats-prod-eu-central-1${zoned(n)}.example.internal`);
    assert.deepEqual(labels(names).slice(0, 2), ['…central-1a-000…', '…central-1b-001…']);
    assert.deepEqual(labels(many(100, (n) => `nats-messaging-${n}`)).slice(8, 11),
      ['…messaging-8', '…messaging-9', '…messaging-10']);
  });

  test('addresses and ports', () => {
    assert.deepEqual(labels(['192.168.100.171:8222', '192.168.100.172:8222']),
      ['192.168.100.171…', '192.168.100.172…']);
    assert.deepEqual(labels(['http://10.0.0.1:8222', 'http://10.0.0.2:8222']),
      ['http://10.0.0.1…', 'http://10.0.0.2…']);
  });
});

describe('what is short enough stays whole', () => {
  test('all of them', () => {
    assert.deepEqual(labels(['n1', 'n2', 'n10']), ['n1', 'n2', 'n10']);
    assert.deepEqual(labels(many(10, (n) => `c1-nats-prod-${n}`)), many(10, (n) => `c1-nats-prod-${n}`));
  });

  test('beside long ones that are unlike it', () => {
    assert.deepEqual(
      labels(['n1', ...many(2, (n) => `nats-jetstream-prod-${n}.nats.svc.cluster.local`), 'yrzKKRBu']),
      ['n1', '…prod-0…', '…prod-1…', 'yrzKKRBu']);
    assert.deepEqual(labels(['nats-1', 'nats-messaging-eu-west-production-2'])[0], 'nats-1');
  });
});

describe('families that share nothing with each other', () => {
  test('are shortened each by itself', () => {
    const pods = many(2, (n) => `nats-jetstream-prod-${n}.nats.svc.cluster.local`);
    assert.deepEqual(labels([...pods, 'ip-10-0-1-17.eu-central-1.compute.internal']),
      ['…prod-0…', '…prod-1…', 'ip-10-0-1-1…rnal']);
    const sides = ['east', 'west'].flatMap((side) =>
      many(3, (n) => `nats-jetstream-${side}-${n}.nats-${side}.svc.cluster.local`));
    assert.deepEqual(labels(sides), ['…east-0…', '…east-1…', '…east-2…', '…west-0…', '…west-1…', '…west-2…']);
  });

  test('unless their labels would be the same', () => {
    const regions = ['ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1'];
    labels(regions.flatMap((region) => many(3, (n) => `nats-jetstream-${n}.${region}.prod.example.internal`)));
  });
});

describe('what is too long even so', () => {
  test('one name is the beginning of another', () => {
    assert.deepEqual(labels(['nats-production-eu-west-1', 'nats-production-eu-west-1-standby']),
      ['…west-1', '…west-1-standby']);
    labels(['nats-production-eu-west-1', 'nats-production-eu-west-1-standby-of-the-other-site']);
    labels(['', '-', '--', 'x'].map((end) => `nats-production-eu-west${end}`));
  });

  test('no joints at all', () => {
    assert.deepEqual(labels(['natsjetstreamproduction01', 'natsjetstreamproduction02']),
      ['natsjetstre…on01', 'natsjetstre…on02']);
    labels(many(100, (n) => `${'a'.repeat(30)}${n}${'b'.repeat(30)}`));
  });

  test('different at several places far apart', () => {
    labels(many(8, (n) => `${'ab'[n & 1]}-messaging-production-${'ab'[(n >> 1) & 1]}-europe-central-region-${n >> 2}`));
    const deep = (/** @type {number} */ n) => `${'x'.repeat(20)}${n & 1}${'y'.repeat(20)}${n >> 1}${'z'.repeat(20)}`;
    labels(many(40, deep));
  });
});

describe('odd names', () => {
  test('one alone keeps its two ends, and says that it was cut', () => {
    assert.deepEqual(labels(['n1']), ['n1']);
    assert.deepEqual(labels(['nats-jetstream-prod-0.nats.svc.cluster.local']), ['nats-jetstr…ocal']);
    assert.equal(shortNames([]).size, 0);
  });

  test('two that are the same have the same label', () => {
    const name = 'nats-jetstream-prod-0.nats.svc.cluster.local';
    assert.deepEqual(labels([name, name]), ['nats-jetstr…ocal', 'nats-jetstr…ocal']);
  });

  test('no character is cut in two, and what shows nothing is shown', () => {
    const [first] = labels(many(2, (n) => `${'🛰️'.repeat(20)}${n}${'🚀'.repeat(20)}`));
    assert.ok(!first.includes('\ufffd') && encodeURIComponent(first));
    labels(['nats\u202e-production-messaging-0', 'nats-production-messaging-0', 'nats-production-messaging-0 ']);
    labels(['‹U+202E›', '\u202e']);
    labels(['', '-', '--', '.'.repeat(30), '-'.repeat(30), '…', '…prod-0…', 'x-y-z-production-prod-0-a-b-c-d-e-f']);
  });

  test('in any order the same', () => {
    const names = many(30, (n) => `${'x'.repeat(20)}${n % 3}${'y'.repeat(20)}${n}${'z'.repeat(9)}`);
    const turned = shortNames([...names].reverse());
    for (const [name, label] of shortNames(names)) assert.equal(turned.get(name), label);
  });
});

test('of a report: for all moments the same, each group by itself', () => {
  const name = (/** @type {number} */ n) => `nats-jetstream-prod-${n}.nats.svc.cluster.local`;
  const votes = (/** @type {string[]} */ able) => ({ able, unable: [], silent: [], unknown: [] });
  const report = /** @type {Report} */ (/** @type {unknown} */ ({
    moments: [
      { groups: [{ leader: name(2), votes: votes([name(0), name(1)]) }] },
      { groups: [{ domain: 'edge', votes: votes(['a']) }] },
    ],
    groups: [{ peers: [{ name: name(1), leader: name(3) }] }, { domain: 'edge', peers: [{ name: 'a' }] }],
  }));
  const label = labelsOf(report, undefined);
  assert.deepEqual([0, 1, 2, 3].map((n) => label(name(n))), ['…prod-0…', '…prod-1…', '…prod-2…', '…prod-3…']);
  assert.equal(labelsOf(report, undefined), label, 'made once');
  assert.equal(labelsOf(report, 'edge')('a'), 'a');
  assert.equal(label('a name that nobody has told of before'), 'a name that…fore');
});
