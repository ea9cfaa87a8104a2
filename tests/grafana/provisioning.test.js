// The provisioned dashboards show what their titles say.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { committed, DASHBOARDS, PANEL, written } from './dashboards.js';
import { VERSIONS } from './packages.js';
import { readingsOf, source } from './sources.js';

const { migrated } = await source('migration.ts');
const provisioned = (/** @type {string} */ path) => readFileSync(`www/grafana/provisioning/${path}`, 'utf8');
const triage = await Triage.create();
const states = JSON.parse(committed('states.json'));
const servers = JSON.parse(committed('servers.json'));

/** What a title promises, by its first word. */
const PROMISED = new Map([
  ['Held', 'held'],
  ['Lost', 'lost'],
  ['Leaderless', 'leaderless'],
  ['Undecided', 'undecided'],
  ['No', 'nothing'],
  ['Loading', 'nothing'],
]);

test('the dashboards are those that node tests/grafana/dashboards.js writes', () => {
  for (const [name, board] of Object.entries(DASHBOARDS)) assert.equal(committed(name), written(board), name);
});

for (const panel of states.panels) {
  test(`TestData shows: ${panel.title}`, () => {
    assert.equal(panel.type, PANEL);
    const promised = PROMISED.get(panel.title.split(/[ ,:]/)[0]);
    assert.ok(promised, 'the title promises something');
    for (const { toDataFrame, version } of VERSIONS) {
      // As TestData does it.
      const series = panel.targets.flatMap((/** @type {any} */ { rawFrameContent = '[]', refId }) =>
        JSON.parse(rawFrameContent).map((/** @type {any} */ frame) => Object.assign(toDataFrame(frame), { refId })),
      );
      const { readings, refused } = readingsOf({ series, targets: panel.targets }, panel.options);
      triage.clear();
      for (const reading of readings) triage.add(reading);
      const { groups, errors } = triage.report();
      assert.equal(groups.map(({ verdict }) => verdict).join() || 'nothing', promised, version);
      assert.deepEqual(errors, []);
      assert.equal(refused.length, panel.title.startsWith('No readings') ? 1 : 0, refused.join(' '));
      if (panel.title.includes('assuming')) assert.ok(groups[0]?.assumes.length);
      if (panel.title.includes('rescue')) assert.ok(groups[0]?.rescue);
      if (panel.title === 'Lost') assert.deepEqual(groups[0]?.assumes, []);
    }
  });
}

test('every verdict is shown, and every query is TestData’s', () => {
  const first = new Set(states.panels.map((/** @type {any} */ { title }) => title.split(/[ ,:]/)[0]));
  assert.deepEqual(
    [...PROMISED.keys()].filter((word) => !first.has(word)),
    [],
  );
  const uids = states.panels.flatMap((/** @type {any} */ { targets }) =>
    targets.map((/** @type {any} */ query) => query.datasource.uid),
  );
  assert.deepEqual([...new Set(uids)], ['quorate-testdata']);
  assert.match(
    provisioned('datasources/testdata.yaml'),
    /uid: quorate-testdata\n\s+type: grafana-testdata-datasource/,
  );
});

test('the other asks /jsz and /healthz of three servers, all of them allowed, whatever their status', () => {
  const [panel, advice] = servers.panels;
  const settings = provisioned('datasources/infinity.yaml');
  assert.equal(panel.type, PANEL);
  assert.match(settings, /uid: quorate-infinity\n\s+type: yesoreyeram-infinity-datasource/);
  assert.match(settings, /ignoreStatusCodeCheck: true/);
  const allowed = [...settings.matchAll(/- (http:\S+)/g)].map(([, host]) => String(host));
  const urls = panel.targets.map((/** @type {any} */ { url }) => url);
  assert.deepEqual(
    urls,
    allowed.flatMap((host) => [`${host}/jsz`, `${host}/healthz`]),
  );
  for (const { datasource, parser, type } of panel.targets) {
    assert.deepEqual([datasource.uid, parser, type], ['quorate-infinity', 'backend', 'json']);
  }
  assert.deepEqual(
    panel.options.expected,
    allowed.map((host) => new URL(host).hostname),
  );
  for (const words of ['Ignore status code check', 'Allowed hosts', 'accounts'])
    assert.ok(advice.options.content.includes(words));
});

test('options in the dashboards are complete, or the defaults', () => {
  for (const { options } of [...states.panels, servers.panels[0]]) {
    assert.deepEqual(migrated({ options: migrated({ options }) }), migrated({ options }));
    for (const [name, value] of Object.entries(options)) assert.deepEqual(migrated({ options })[name], value);
  }
});
