// What can be set: defaults that need no touching, saved ones that are not lost, and when the panel is suggested.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { resultOf } from './infinity.js';
import { VERSIONS } from './packages.js';
import { source } from './sources.js';

const { askOptions, DEFAULTS } = await source('options.ts');
const { migrated } = await source('migration.ts');
const { suggestions } = await source('suggestions.ts');

test('each option has an editor, and the editor the default', () => {
  for (const { PanelOptionsEditorBuilder, standardEditorsRegistry, version } of VERSIONS) {
    // What Grafana registers when it starts.
    standardEditorsRegistry.setInit(() =>
      ['text', 'strings', 'number', 'multi-select'].map((id) => ({ id, name: id, editor: () => null })),
    );
    const builder = new PanelOptionsEditorBuilder();
    askOptions(builder);
    const asked = builder.getItems().map((/** @type {any} */ { path, defaultValue }) => [path, defaultValue]);
    assert.deepEqual(Object.fromEntries(asked), DEFAULTS, version);
  }
});

/** @type {[lesson: string, saved: any, now: any][]} */
const SAVED = [
  ['nothing was saved', undefined, DEFAULTS],
  ['', {}, DEFAULTS],
  ['', null, DEFAULTS],
  ['', { expected: null, fresh: null }, DEFAULTS],
  [
    'all was',
    { expected: ['n1'], bodyField: 'line', fresh: 90, show: ['peers'] },
    { expected: ['n1'], bodyField: 'line', fresh: 90, show: ['peers'] },
  ],
  ['a part was', { fresh: 30 }, { ...DEFAULTS, fresh: 30 }],
  ['nothing but the verdict is shown', { show: [] }, { ...DEFAULTS, show: [] }],
  ['names as one text', { expected: 'n1, n2 n3;n2' }, { ...DEFAULTS, expected: ['n1', 'n2', 'n3'] }],
  ['names by another name', { expectedServers: ['n1', ' ', 'n1 '] }, { ...DEFAULTS, expected: ['n1'] }],
  ['seconds as text', { freshSeconds: '2m' }, { ...DEFAULTS, fresh: 120 }],
  [
    'switches in place of a list',
    { show: { verdict: true, peers: false } },
    { ...DEFAULTS, show: ['findings', 'recovery'] },
  ],
  ['odd values', { expected: 7, bodyField: {}, fresh: -1, show: 'x' }, DEFAULTS],
  [
    'what a newer version put there is kept',
    { fresh: 30, zoom: { level: 2 } },
    { ...DEFAULTS, fresh: 30, zoom: { level: 2 } },
  ],
  [
    'the panel was another one before',
    { reduceOptions: { calcs: ['last'] } },
    { ...DEFAULTS, reduceOptions: { calcs: ['last'] } },
  ],
];
for (const [lesson, saved, now] of SAVED) {
  test(`saved options: ${lesson || JSON.stringify(saved)}`, () => {
    const before = structuredClone(saved);
    assert.deepEqual(migrated({ options: saved }), now);
    assert.deepEqual(saved, before, 'the saved ones are left alone');
    assert.deepEqual(migrated({ options: now }), now, 'a second time changes nothing');
    assert.notEqual(migrated({ options: saved }).show, DEFAULTS.show, 'nobody can change the defaults');
  });
}

test('the panel is suggested for answers of NATS servers, and for nothing else', () => {
  const [{ body }] = JSON.parse(readFileSync('www/examples/held.json', 'utf8'));
  const frames = (/** @type {any} */ { series }) => series.map(VERSIONS[0].toDataFrame);
  const suits = frames(resultOf({ refId: 'A', url: 'http://n1:8222/jsz' }, { body }));
  const summary = (/** @type {any[]} */ rawFrames) => VERSIONS[0].getPanelDataSummary(rawFrames);
  assert.deepEqual(
    suggestions(summary(suits)).map((/** @type {any} */ { score }) => score),
    [VERSIONS[0].VisualizationSuggestionScore.Best],
  );
  assert.equal(suggestions(summary(frames({ series: [{ fields: [{ name: 'cpu', values: [1] }] }] }))), undefined);
  assert.equal(suggestions(summary([])), undefined);
  // 11.6 has no such summary, and asks no plugin.
  assert.equal(suggestions(undefined), undefined);
});
