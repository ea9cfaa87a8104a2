// Each shape of frames, and what is read of it. Frames are what the data sources return, through Grafana's own
// `toDataFrame`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { asInfinity, asRawFrames, asRawTable, asResponses } from './frames.js';
import { resultOf } from './infinity.js';
import { VERSIONS } from './packages.js';
import { readingsOf } from './sources.js';

/** @import { Input } from '../../dist/quorate.js' */

const triage = await Triage.create();

/** What one server answered when all was well, and two of five when three had been killed. */
const example = (/** @type {string} */ name) => JSON.parse(readFileSync(`www/examples/${name}.json`, 'utf8'));
const held = example('held');
const of = (/** @type {any[]} */ readings, /** @type {string} */ name) =>
  readings.find((reading) => reading.source === name);
const JSZ = of(held, 'n2/jsz').body;
const NO_CONTACT = of(example('crash'), 'n4/healthz').body;

/** A column, of the type TestData's raw frames and toDataFrame make out. */
const column = (/** @type {string} */ name, /** @type {unknown[]} */ ...values) => ({ name, values });

/**
 * `n1 /jsz 200 meta_cluster`: whom, what, and what came.
 * @param {any} reading
 */
function brief({ server, path, status, error, body }) {
  const json = typeof body === 'string' && /^[[{]/.test(body) ? JSON.parse(body) : body;
  const payload = json?.data ?? json?.statsz?.jetstream ?? json;
  const is = ['meta_cluster', 'meta', 'status', 'max_payload', 'num_routes'].find(
    (key) => payload?.[key] !== undefined,
  );
  return [server, path, status, error, is ?? body].filter((part) => part !== undefined && part !== null).join(' ');
}

/** @param {any} given @param {any} [wanted] */
function read({ series = [], errors, targets }, wanted) {
  const all = VERSIONS.map(({ toDataFrame }) =>
    readingsOf({ series: series.map(toDataFrame), errors, targets }, wanted),
  );
  assert.deepEqual(all[0], all[1], 'both versions of Grafana');
  return all[0];
}

/** @param {Input[]} readings */
function verdictOf(readings) {
  triage.clear();
  for (const reading of readings) triage.add(reading);
  const { groups } = triage.report();
  return groups.map(({ verdict }) => verdict).join(', ') || 'no group';
}

/** @type {[lesson: string, given: any, readings: string[], verdict: string, wanted?: any][]} */
const SHAPES = [
  [
    '1: an answer a row, as text',
    { series: [{ refId: 'A', fields: [column('server', 'n2'), column('body', JSZ)] }] },
    ['n2 meta_cluster'],
    'held',
  ],
  [
    '1: what was asked, with which status, at which time, and who did not answer',
    {
      series: [
        {
          refId: 'A',
          fields: [
            { name: 'time', type: 'time', values: [1_764_000_000_000, 1_764_000_000_100, 1_764_000_000_200] },
            column('server', 'n2', 'n1', 'n3'),
            column('endpoint', '/jsz', '/healthz', '/jsz'),
            column('status', 200, 503, null),
            column('body', JSZ, NO_CONTACT, null),
            column('error', null, null, 'connection refused'),
          ],
        },
      ],
    },
    ['n2 /jsz 200 meta_cluster', 'n1 /healthz 503 status', 'n3 /jsz connection refused'],
    'held',
  ],
  [
    '1: nobody answers, so no row has a body',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('server', 'n1', 'n2'),
            column('body', null, null),
            column('error', 'connection refused', 'timeout'),
          ],
        },
      ],
    },
    ['n1 connection refused', 'n2 timeout'],
    'no group',
  ],
  [
    '1: the first of body, json, value and data that holds an answer',
    { series: [{ refId: 'A', fields: [column('value', 3), column('data', JSZ), column('server', 'n2')] }] },
    ['n2 meta_cluster'],
    'held',
  ],
  [
    '1: the column the option names, and no other',
    { series: [{ refId: 'A', fields: [column('body', NO_CONTACT), column('line', JSZ)] }] },
    ['A meta_cluster'],
    'held',
    { bodyField: 'line' },
  ],
  [
    '1: words that are no JSON are an answer where others of the column are',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('server', 'n2', 'n1'),
            column('path', '/jsz', '/jsz?leader-only=true'),
            column('status', 200, 400),
            column('body', JSZ, 'filtered response: not leader'),
          ],
        },
      ],
    },
    ['n2 /jsz 200 meta_cluster', 'n1 /jsz?leader-only=true 400 filtered response: not leader'],
    'held',
  ],
  [
    '1: an object that the data source has parsed',
    { series: [{ refId: 'A', fields: [column('json', JSON.parse(JSZ))] }] },
    ['A meta_cluster'],
    'held',
  ],
  [
    '1: a status without a body is an answer',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('server', 'n2', 'n1'),
            column('path', '/jsz', '/healthz'),
            column('status', 200, 503),
            column('body', JSZ, null),
          ],
        },
      ],
    },
    ['n2 /jsz 200 meta_cluster', 'n1 /healthz 503'],
    'held',
  ],
  [
    '2: the Infinity data source: an answer’s own fields, objects as JSON',
    resultOf({ refId: 'A', url: 'http://n2:8222/jsz' }, { body: JSZ }),
    ['n2 /jsz 200 meta_cluster'],
    'held',
  ],
  [
    '2: /healthz with “Ignore status code check” keeps its words',
    resultOf(
      { refId: 'A', url: 'http://n4:8222/healthz', ignoreStatusCode: true },
      { status: 503, body: NO_CONTACT },
    ),
    ['n4 /healthz 503 status'],
    'no group',
  ],
  [
    '2: without it, only the status is left',
    resultOf({ refId: 'A', url: 'http://n4:8222/healthz' }, { status: 503, body: NO_CONTACT }),
    ['n4 /healthz 503'],
    'no group',
  ],
  [
    '2: a query that failed is a server that did not answer',
    resultOf({ refId: 'A', url: 'http://n4:8222/jsz' }, { error: 'connection refused' }),
    [
      'n4 /jsz error getting response from url http://n4:8222/jsz. no response received. Error: ' +
        'Get "http://n4:8222/jsz": ' +
        'dial tcp n4:8222: connect: connection refused',
    ],
    'no group',
  ],
  [
    '2: two columns of it are enough',
    {
      series: [
        {
          name: 'n2',
          fields: [
            column('server_id', JSON.parse(JSZ).server_id),
            column('meta_cluster', JSON.stringify(JSON.parse(JSZ).meta_cluster)),
          ],
        },
      ],
    },
    ['n2 meta_cluster'],
    'held',
  ],
  [
    '3: with a root selector, the whole response beside the frame',
    resultOf({ refId: 'A', url: 'http://n2:8222/jsz', rootSelector: 'meta_cluster.replicas' }, { body: JSZ }),
    ['n2 /jsz 200 meta_cluster'],
    'held',
  ],
  [
    '4: a row for each peer, with what the server says of the group',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('server', 'n2', 'n2'),
            column('leader', 'n2', 'n2'),
            column('cluster_size', 3, 3),
            column('name', 'n1', 'n3'),
            column('current', true, true),
            column('offline', null, null),
            column('active', 412_345_678, 501_234_567),
            column('lag', null, null),
          ],
        },
      ],
    },
    ['n2 /jsz meta_cluster'],
    'held',
  ],
  [
    '4: as text, and with numbers for yes and no',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('Leader', 'n2', 'n2'),
            column('size', '3', '3'),
            column('peer', 'n1', 'n3'),
            column('offline', 0, 1),
            column('active', '412345678', '501234567'),
          ],
        },
      ],
    },
    ['A /jsz meta_cluster'],
    'undecided',
  ],
  [
    '4: seconds are no nanoseconds: 90 s of silence must not look like 90 ns',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('leader', 'n2', 'n2'),
            column('cluster_size', 3, 3),
            column('name', 'n1', 'n3'),
            column('offline', false, false),
            column('active', 90, 90),
          ],
        },
      ],
    },
    ['A /jsz meta_cluster'],
    'undecided',
  ],
  [
    '4: unless the column says its unit',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('leader', 'n2', 'n2'),
            column('cluster_size', 3, 3),
            column('name', 'n1', 'n3'),
            column('offline', false, false),
            { ...column('active', 0.4, 0.5), config: { unit: 's' } },
          ],
        },
      ],
    },
    ['A /jsz meta_cluster'],
    'held',
  ],
  [
    '6: a reply over NATS, as text',
    { series: [{ refId: 'A', fields: [column('value', `{"server":{"name":"n2","id":"N2"},"data":${JSZ}}`)] }] },
    ['A meta_cluster'],
    'held',
  ],
  [
    '6: and in columns, as Infinity makes them',
    resultOf(
      { refId: 'A', url: 'http://bridge/sys' },
      { body: `{"server":{"name":"n2","id":"N2"},"data":${JSZ}}` },
    ),
    ['bridge 200 meta_cluster'],
    'held',
  ],
];

for (const [lesson, given, readings, verdict, wanted] of SHAPES) {
  test(lesson, () => {
    const found = read(given, wanted);
    assert.deepEqual(found.readings.map(brief), readings);
    assert.deepEqual(found.refused, []);
    assert.equal(verdictOf(found.readings), verdict);
  });
}

/** Who a frame is of, told less and less clearly. @type {[lesson: string, frame: any, server: string][]} */
const CALLED = [
  [
    'its column',
    {
      fields: [
        column('server', 'n1:8222'),
        column('url', 'http://n3:8222/jsz'),
        { ...column('body', JSZ), labels: { server: 'n2' } },
      ],
    },
    'n1',
  ],
  [
    'else a label',
    { fields: [{ ...column('body', JSZ), labels: { instance: 'n2:8222' } }, column('url', 'http://n3:8222/jsz')] },
    'n2',
  ],
  [
    'else the host asked',
    { name: 'x', fields: [column('body', JSZ), column('url', 'http://n3:8222/jsz?acc=A')] },
    'n3',
  ],
  [
    'of this machine with its port',
    { fields: [column('body', JSZ), column('url', 'http://localhost:8223/jsz')] },
    'localhost:8223',
  ],
  [
    'behind a proxy with its folder',
    { fields: [column('body', JSZ), column('url', 'https://proxy/n3/jsz')] },
    'proxy/n3',
  ],
  ['else the frame’s name', { name: 'n4', refId: 'A', fields: [column('body', JSZ)] }, 'n4'],
  ['else the query’s', { refId: 'n5', fields: [column('body', JSZ)] }, 'n5'],
  ['which may say what was asked as well', { refId: 'nats-0 jsz', fields: [column('body', JSZ)] }, 'nats-0'],
];
for (const [lesson, frame, server] of CALLED) {
  test(`a server is called by ${lesson}`, () => assert.equal(read({ series: [frame] }).readings[0].server, server));
}

test('rows of one round of asking are one moment, a round asked again is another', () => {
  const times = [1_764_000_000, 1_764_000_002, 1_764_000_005, 1_764_000_007];
  const fields = [column('body', JSZ, JSZ, JSZ, JSZ), column('server', 'n1', 'n2', 'n1', 'n2')];
  /** Time of any kind: seconds, milliseconds, nanoseconds, RFC 3339, a Date. */
  /** @type {((s: number) => any)[]} */
  const kinds = [
    (s) => s,
    (s) => s * 1000,
    (s) => s * 1e9,
    (s) => new Date(s * 1000).toISOString(),
    (s) => new Date(s * 1000),
  ];
  for (const kind of kinds) {
    const { readings } = read({
      series: [{ fields: [{ name: 'time', type: 'time', values: times.map(kind) }, ...fields] }],
    });
    assert.deepEqual(
      readings.map(({ moment }) => moment),
      [2, 2, 7, 7].map((s) => (1_764_000_000 + s) * 1000),
    );
    assert.equal(new Set(readings.map((reading) => reading.source)).size, 4);
  }
});

/** @type {[lesson: string, given: any, says: RegExp, readings?: number][]} */
const REFUSED = [
  [
    'numbers',
    { series: [{ refId: 'A', fields: [column('time', 1), column('cpu', 0.5)] }] },
    /^Query A has “time” and “cpu”: wanted are the answers of \/jsz and \/healthz/,
  ],
  [
    'JSON of somebody else',
    { series: [{ refId: 'A', fields: [column('body', '{"hello":"world"}')] }] },
    /^Query A has “body”:/,
  ],
  [
    'a column that is not there',
    { series: [{ refId: 'A', fields: [column('line', JSZ)] }], wanted: { bodyField: 'body' } },
    /^Query A has no column “body”, which the option Body field names; it has “line”\.$/,
  ],
  [
    'a meta_cluster of nobody',
    { series: [{ name: 'n1', fields: [column('meta_cluster', '{}')] }] },
    /^Frame “n1” has “meta_cluster” without “server_id” or “now”/,
  ],
  [
    'a meta_cluster cut off',
    { series: [{ name: 'n1', fields: [column('meta_cluster', '{"leader":"n')] }] },
    /cut off/,
  ],
  [
    'peers without what tells that they are gone',
    {
      series: [
        {
          refId: 'A',
          fields: [
            column('leader', 'n2'),
            column('cluster_size', 3),
            column('name', 'n1'),
            column('current', true),
            column('active', 4e8),
          ],
        },
      ],
    },
    /^Query A has a row for each peer, but not “offline”/,
  ],
  [
    'too many rows',
    { series: [{ refId: 'A', fields: [{ name: 'body', values: Array(2001).fill(JSZ) }] }] },
    /^Query A has 2001 rows: the newest 2000 were read\.$/,
    2000,
  ],
  [
    'a host that is not allowed',
    resultOf({ refId: 'A', url: 'http://n2:8222/jsz', allowedHosts: ['http://n1'] }, {}),
    /^Query A failed: requested URL is not allowed\. To allow this URL, .*Allowed Hosts section\.$/,
  ],
  [
    'a gateway’s word',
    {
      errors: [{ refId: 'A', message: 'unsuccessful HTTP response. 502 Bad Gateway' }],
      targets: [{ refId: 'A', url: 'http://n1:8222/jsz' }],
    },
    /^Query A failed: .*502 Bad Gateway\.$/,
  ],
  [
    'a Grafana that cannot be reached',
    { errors: [{ refId: 'A', message: 'Failed to fetch' }], targets: [{ refId: 'A', url: 'http://n1:8222/jsz' }] },
    /^Query A failed: Failed to fetch\.$/,
  ],
  [
    'a Prometheus that is down',
    {
      errors: [
        {
          refId: 'A',
          message:
            'Post "http://prometheus:9090/api/v1/query_range": dial tcp 10.0.0.9:9090: connect: connection refused',
        },
      ],
    },
    /^Query A failed: Post "http:\/\/prometheus/,
  ],
  [
    'another that is down and says not where',
    {
      errors: [{ refId: 'A', message: 'dial tcp: i/o timeout' }],
      targets: [{ refId: 'A', datasource: { type: 'prometheus' } }],
    },
    /^Query A failed: dial tcp/,
  ],
];
for (const [lesson, { wanted, ...given }, says, readings = 0] of REFUSED) {
  test(`not used, and said why: ${lesson}`, () => {
    const found = read(given, wanted);
    assert.equal(found.refused.length, 1);
    assert.match(found.refused[0], says);
    assert.equal(found.readings.length, readings);
  });
}

/** @type {[lesson: string, error: any, reading: string | undefined][]} */
const FAILED = [
  [
    'a status in any of the wordings',
    { refId: 'n1', message: 'error while performing the query. status code : 503' },
    'n1 503',
  ],
  ['', { refId: 'n1', message: 'unsuccessful HTTP response. 503 Service Unavailable' }, 'n1 503'],
  ['', { refId: 'n1', message: 'unsuccessful HTTP response\nHTTP status code: 503 Service Unavailable' }, 'n1 503'],
  [
    'words in the answer of Grafana',
    { refId: 'n1', data: { message: 'context deadline exceeded' } },
    'n1 context deadline exceeded',
  ],
  [
    'what was called off was not asked',
    { refId: 'n1', message: 'context deadline exceeded', cancelled: true },
    undefined,
  ],
  ['', { refId: 'n1', message: 'Get "http://n1:8222/jsz": context canceled' }, undefined],
];
for (const [lesson, error, reading] of FAILED) {
  test(`failed queries: ${lesson || error.message}`, () => {
    const found = read({ errors: [error, error] });
    assert.deepEqual([found.readings.map(brief), found.refused], [reading === undefined ? [] : [reading], []]);
  });
}

for (const name of ['held', 'crash', 'partition']) {
  test(`all that was asked in the example “${name}”: the same verdict in whatever frames it comes`, () => {
    const readings = example(name);
    const verdict = verdictOf(readings);
    for (const shape of [asRawTable, asRawFrames, asInfinity, asResponses]) {
      const found = read(shape(readings));
      assert.deepEqual(found.refused, [], shape.name);
      assert.equal(found.readings.length, readings.length, shape.name);
      assert.equal(verdictOf(found.readings), verdict, shape.name);
    }
  });
}

test('shapes are mixed and repeated', () => {
  const given = [SHAPES[0], SHAPES[8], SHAPES[11], SHAPES[14], SHAPES[18]].map(([, one]) => one);
  const found = read({
    series: [...given, ...given].flatMap(({ series }) => series),
    errors: given.flatMap(({ errors = [] }) => errors),
  });
  assert.equal(found.readings.length, 9);
  assert.equal(new Set(found.readings.map((reading) => reading.source)).size, 9);
  assert.deepEqual(found.refused, []);
});

test('whatever stands in a frame, nothing is thrown', () => {
  const odd = [
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e300,
    '',
    ' ',
    '{',
    '[',
    '[]',
    '{}',
    'null',
    '💥',
    true,
    new Date(Number.NaN),
    [],
    {},
    [[]],
    { server: {} },
    '{"server":{"id":1},"data":null}',
    Symbol.iterator,
    10n,
    () => 0,
    '{"a":{"b":{"state":1}}}',
    '[[[[[[[[[[]]]]]]]]]]',
  ];
  const names = [
    'body',
    'server',
    'status',
    'error',
    'endpoint',
    'url',
    'time',
    'server_id',
    'meta_cluster',
    'leader',
    'cluster_size',
    'name',
    'peer',
    'offline',
    'active',
    'current',
    'lag',
    '__name__',
    'Value',
    'now',
    'data',
    'rescue',
  ];
  const types = ['string', 'number', 'time', 'boolean', 'other', undefined];
  let seed = 7;
  const random = (/** @type {any[]} */ list) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return list[seed % list.length];
  };
  for (let n = 0; n < 3000; n += 1) {
    const fields = Array.from({ length: random([0, 1, 3, 8]) }, () => ({
      name: random([...names, ...odd]),
      type: random(types),
      config: random([{}, undefined, { unit: 's' }]),
      labels: random([undefined, null, { server: random(odd), __name__: random(odd) }]),
      values: random([[], undefined, Array.from({ length: random([1, 2, 5]) }, () => random(odd))]),
    }));
    const meta = random([
      undefined,
      null,
      { custom: random(odd) },
      {
        custom: { data: random(odd), query: random(odd), responseCodeFromServer: random(odd) },
        executedQueryString: random(odd),
      },
    ]);
    const frame = random([
      { name: random(odd), refId: random(odd), fields, meta, length: random(odd) },
      random(odd),
      { fields },
    ]);
    const errors = random([
      null,
      'none',
      undefined,
      [random(odd)],
      [{ refId: random(odd), message: random(odd), data: random(odd) }],
    ]);
    const { readings } = readingsOf({
      series: random([[frame, frame], frame]),
      errors,
      targets: random([undefined, [{}]]),
    });
    for (const reading of readings) triage.add(reading);
  }
  triage.clear();
});
