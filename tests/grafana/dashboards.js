// The dashboards under www/grafana/provisioning/, made of what real servers answered.
//
//     node tests/grafana/dashboards.js    writes them anew

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { recorded } from '../www/recorded.js';
import { asInfinity, asReplicaRows, asVectors } from './frames.js';

/** @import { Recorded } from './frames.js' */

const PROVISIONING = new URL('../../www/grafana/provisioning/dashboards/', import.meta.url);
export const PANEL = 'quorate-metaquorum-panel';
const TESTDATA = { type: 'grafana-testdata-datasource', uid: 'quorate-testdata' };
const INFINITY = { type: 'yesoreyeram-infinity-datasource', uid: 'quorate-infinity' };
/** What was captured once is not to look stale, but where that is what is shown. */
const A_CENTURY = 100 * 365 * 24 * 3600;

/** @param {string} name @returns {Recorded[]} */
const example = (name) =>
  JSON.parse(readFileSync(new URL(`../../www/examples/${name}.json`, import.meta.url), 'utf8'));
/** @param {Recorded[]} readings */
const asked = (readings, paths = ['/jsz', '/healthz']) =>
  readings.filter(({ path }) => paths.includes(String(path)));
const HELD = asked(example('held'));

/** As a query of TestData gives them: `toDataFrame` of each of these. @param {object[]} frames */
const raw = (frames) => ({ scenarioId: 'raw_frame', rawFrameContent: JSON.stringify(frames) });
/** @param {Recorded[]} readings */
const table = (readings) => {
  const column = (/** @type {string} */ name, /** @type {string} */ type, /** @type {keyof Recorded} */ of) => ({
    name,
    type,
    values: readings.map((reading) => reading[of] ?? null),
  });
  return raw([
    {
      fields: [
        column('server', 'string', 'server'),
        column('endpoint', 'string', 'path'),
        column('status', 'number', 'status'),
        column('error', 'string', 'error'),
        column('body', 'string', 'body'),
      ],
    },
  ]);
};
const frames = (/** @type {{ series: object[] }} */ { series }) => raw(series);

/** @type {{ title: string, says: string, targets: object[], options?: object, w?: number, h?: number }[]} */
const STATES = [
  {
    title: 'Held',
    says: 'All three servers answer, and their leader has just heard the others.',
    targets: [table(HELD)],
  },
  {
    title: 'Held, with no further loss survived',
    says: 'A follower was killed six seconds ago.',
    targets: [table(recorded('02_follower_killed/2.15.1/03-follower-killed-t6s'))],
  },
  {
    title: 'Lost, assuming that the silent servers are down',
    says: 'Three of five were killed half a minute ago. No leader is ' + 'left that could mark anybody as offline.',
    targets: [table(asked(example('crash')))],
  },
  {
    title: 'Lost',
    says: 'Two of three were stopped, and said goodbye: the leader knows.',
    targets: [table(recorded('04g_lost_leader_survives_term/2.12.8/04-lost-t12s'))],
  },
  {
    title: 'Leaderless',
    says: 'Every server answers, and none of them has a leader.',
    targets: [table(recorded('08_full_split/2.15.1/05-isolated-t30s'))],
  },
  {
    title: 'Undecided',
    says: 'The leader was killed a second ago. The next refresh tells.',
    targets: [table(recorded('03_leader_killed/2.12.8/02-leader-killed-t1s'))],
  },
  {
    title: 'Undecided: only a follower was asked',
    says: 'What a follower says proves nothing. The panel says whom to ask.',
    targets: [table(HELD.filter(({ server }) => server === 'n1'))],
  },
  {
    title: 'Held by a rescue',
    says: 'One of three has the quorum, because somebody lowered it on purpose, for five minutes.',
    targets: [table(recorded('R4_rescue/2.15.1/04-rescue-active'))],
  },
  {
    title: 'Held then, and stale now',
    says: 'The capture is old, and the option “Fresh for” as it comes: 60 s.',
    targets: [table(HELD)],
    options: {},
  },
  {
    title: 'Held, by the frames of the Infinity data source',
    says: 'An answer’s fields as columns, a query for each question.',
    targets: [frames(asInfinity(HELD))],
  },
  {
    title: 'Held, by rows of peers',
    says: 'One row for each peer in a server’s list.',
    targets: [frames(asReplicaRows(HELD))],
  },
  {
    title: 'Held, by nats-surveyor’s vectors',
    says: 'As Prometheus gives them back.',
    targets: [frames(asVectors(HELD))],
  },
  {
    title: 'Held, while another query fails',
    says: 'Frames are used, and the failure is told.',
    targets: [table(HELD), { scenarioId: 'server_error_500' }],
  },
  {
    title: 'Loading',
    says: 'A query that takes a minute.',
    targets: [{ scenarioId: 'slow_query', stringInput: '60s' }],
  },
  { title: 'No data', says: 'Never green without evidence.', targets: [{ scenarioId: 'no_data_points' }] },
  {
    title: 'No readings: numbers of something else',
    says: 'The panel says what it got, and what it wants.',
    targets: [
      raw([
        {
          fields: [
            { name: 'time', type: 'time', values: [1_764_000_000_000] },
            { name: 'cpu', type: 'number', values: [0.42] },
          ],
        },
      ]),
    ],
  },
  { title: 'Held, small', says: 'One word, one number, one icon.', targets: [table(HELD)], w: 4, h: 4 },
  { title: 'Lost, small', says: 'The same.', targets: [table(asked(example('crash')))], w: 4, h: 4 },
];

/** @param {string} uid @param {string} title @param {string} description @param {object[]} panels */
const dashboard = (uid, title, description, panels) => ({
  uid,
  title,
  description,
  tags: ['nats', 'jetstream', 'quorum'],
  schemaVersion: 41,
  version: 1,
  editable: true,
  timezone: 'browser',
  time: { from: 'now-15m', to: 'now' },
  refresh: '',
  templating: { list: [] },
  annotations: { list: [] },
  panels,
});

/** Two in a row, small ones beside each other. */
function states() {
  let [x, y, tallest] = [0, 0, 0];
  const panels = STATES.map(({ title, says, targets, options = { fresh: A_CENTURY }, w = 12, h = 12 }, n) => {
    if (x + w > 24) [x, y, tallest] = [0, y + tallest, 0];
    const gridPos = { x, y, w, h };
    [x, tallest] = [x + w, Math.max(tallest, h)];
    return {
      id: n + 1,
      type: PANEL,
      title,
      description: says,
      gridPos,
      datasource: TESTDATA,
      options,
      fieldConfig: { defaults: {}, overrides: [] },
      targets: targets.map((target, letter) => ({ refId: 'ABC'[letter], datasource: TESTDATA, ...target })),
    };
  });
  return dashboard(
    'quorate-states',
    'Quorate: every state',
    'What the panel can look like, with Grafana’s own TestData ' +
      'alone. The answers are real ones, captured from NATS clusters while servers were stopped and killed.',
    panels,
  );
}

const ADVICE = `One query for each question: \`/jsz\` and \`/healthz\` of every server, type JSON, parser **Backend**.

- **Allowed hosts** of the data source must list every server.
- Switch on **Ignore status code check** in the data source: a server in trouble answers \`/healthz\` with 503,
  and says why in the body.
- Ask without \`accounts\` and \`streams\`: the panel needs neither, and they may be large.
- Query with the servers’ own names where they resolve. A query that fails is evidence too: leave it in.
- Set **Expected servers** to the names of all servers the group should have.`;

function servers() {
  const names = ['n1', 'n2', 'n3'];
  const target = (/** @type {string} */ server, /** @type {string} */ endpoint) => ({
    refId: `${server} ${endpoint}`,
    datasource: INFINITY,
    type: 'json',
    source: 'url',
    parser: 'backend',
    format: 'table',
    url: `http://${server}:8222/${endpoint}`,
    url_options: { method: 'GET', data: '' },
    root_selector: '',
    columns: [],
    filters: [],
  });
  const targets = names.flatMap((server) => ['jsz', 'healthz'].map((endpoint) => target(server, endpoint)));
  const board = dashboard(
    'quorate-servers',
    'Quorate: three servers',
    'The meta group of n1, n2 and n3, asked through the ' + 'Infinity data source.',
    [
      {
        id: 1,
        type: PANEL,
        title: 'JetStream meta group',
        gridPos: { x: 0, y: 0, w: 24, h: 18 },
        datasource: INFINITY,
        options: { expected: names },
        fieldConfig: { defaults: {}, overrides: [] },
        targets,
      },
      {
        id: 2,
        type: 'text',
        title: 'How it is asked',
        gridPos: { x: 0, y: 18, w: 24, h: 8 },
        options: { mode: 'markdown', content: ADVICE },
      },
    ],
  );
  return { ...board, refresh: '10s' };
}

/** By the name of the file. */
export const DASHBOARDS = { 'states.json': states(), 'servers.json': servers() };

/** @param {object} board */
export const written = (board) => `${JSON.stringify(board, undefined, 1)}\n`;

/** @param {string} name */
export const committed = (name) => readFileSync(new URL(name, PROVISIONING), 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, board] of Object.entries(DASHBOARDS))
    writeFileSync(new URL(name, PROVISIONING), written(board));
}
