// The built panel: one release is one file, whoever builds it and when.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';

import { PANEL, buildGrafana, zipped } from '../../www/build/grafana.js';

const { version } = JSON.parse(readFileSync('www/grafana/package.json', 'utf8'));
const ZIP = `${PANEL}-${version}.zip`;

test('two builds are the same bytes, whatever the clock of the second says', async () => {
  const first = readFileSync(ZIP);
  process.env.TZ = 'Pacific/Auckland';
  await buildGrafana();
  assert.ok(readFileSync(ZIP).equals(first));
  assert.deepEqual(Buffer.from(await zipped(PANEL)), first);
});

test('the zip holds what a plugin needs, and nothing that only the build knows', async () => {
  const entries = await new ZipReader(new BlobReader(new Blob([readFileSync(ZIP)]))).getEntries();
  const names = entries.map(({ filename }) => filename.replace('quorate-metaquorum-panel/', ''));
  for (const name of ['module.js', 'module.js.map', 'plugin.json', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
    assert.ok(names.includes(name), name);
  }
  assert.deepEqual(names.filter((name) => /\.(ts|tsx|wasm)$/.test(name)), []);
  for (const entry of entries.filter(({ filename }) => /\.(js|json|md)$/.test(filename))) {
    const text = await /** @type {import('@zip.js/zip.js').FileEntry} */ (entry).getData(new TextWriter());
    assert.doesNotMatch(text, /%(VERSION|TODAY|PLUGIN_ID)%/, entry.filename);
    assert.ok(!text.includes(process.cwd()), `${entry.filename} names this folder`);
  }
});

test('what the panel loads is module.js alone, of sources that are the project’s or a dependency’s', () => {
  assert.deepEqual(readdirSync(PANEL).filter((name) => name.endsWith('.js')), ['module.js']);
  /** @type {{ sources: string[] }} */
  const { sources } = JSON.parse(readFileSync(`${PANEL}/module.js.map`, 'utf8'));
  const others = /^(external |webpack\/|\.\.\/node_modules\/|\.\/node_modules\/)/;
  const ours = sources
    .map((source) => source.replace('webpack://quorate-metaquorum-panel/', ''))
    .filter((source) => !others.test(source));
  assert.ok(ours.length > 5);
  for (const source of ours) readFileSync(`www/grafana/src/${source}`);
});
