// `npm run build:grafana`: the panel for Grafana, as a folder and as the zip that its catalogue takes.

import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.js';
import { unlessCurrent } from './current.js';
import { run, script } from './run.js';
import { setUp } from './set-up.js';

const PROJECT = 'www/grafana';
const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];

/** Where the built panel is, which Grafana takes as it is. */
export const PANEL = 'dist/quorate-metaquorum-panel';

/** What the panel is built with, and the newest Grafana it is tested in. */
export function installGrafana() {
  unlessCurrent(`${PROJECT}/node_modules`, [`${PROJECT}/package-lock.json`], () =>
    run('npm', ['--prefix', PROJECT, 'ci', ...QUIET]));
}

/** The page's build has to be there: the panel has the same core and draws with the same modules. */
export async function buildGrafana() {
  run('npm', ['--prefix', PROJECT, 'run', '--silent', 'build']);
  rmSync(PANEL, { recursive: true, force: true });
  cpSync(`${PROJECT}/dist`, PANEL, { recursive: true });
  const { version } = JSON.parse(readFileSync(`${PROJECT}/package.json`, 'utf8'));
  const zip = `${PANEL}-${version}.zip`;
  writeFileSync(zip, await zipped(PANEL));
  console.log(`${zip}: ${(readFileSync(zip).length / 1000).toFixed(1)} kB`);
}

/**
 * The folder in a zip; the same files give the same bytes, whoever makes it and when.
 *
 * @param {string} folder
 */
export async function zipped(folder) {
  // Before set-up it is not there.
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, configure } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const { info } = JSON.parse(readFileSync(`${folder}/plugin.json`, 'utf8'));
  const [year, month, day] = info.updated.split('-').map(Number);
  // A zip has times without a zone: it takes the figures that this place's clock would show.
  const lastModDate = new Date(year, month - 1, day);
  const writer = new ZipWriter(new Uint8ArrayWriter(), { level: 9, lastModDate, extendedTimestamp: false });
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  for (const name of names) {
    await writer.add(`quorate-metaquorum-panel/${name}`, new Uint8ArrayReader(readFileSync(`${folder}/${name}`)));
  }
  return writer.close();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await script(async () => {
    setUp();
    build();
    installGrafana();
    await buildGrafana();
  });
}
