// `npm test`: everything there is to check and to test; nothing is skipped.

import { readdirSync } from 'node:fs';

import { bundleHosts } from '../../tests/grafana/bundle.js';
import { installOldGrafana } from '../../tests/grafana/install.js';
import { build } from './build.js';
import { CHECKS } from './check.js';
import { installChromium } from './chromium.js';
import { installFirefox } from './firefox.js';
import { buildGrafana, installGrafana } from './grafana.js';
import { installServers } from './nats-server.js';
import { run, takeSteps } from './run.js';
import { setUp } from './set-up.js';

await takeSteps([
  ['set-up', setUp],
  ['Chromium', installChromium],
  ['Firefox', installFirefox],
  ['NATS servers', installServers],
  ['Grafana’s packages', installGrafana],
  ['Grafana’s packages, the oldest', installOldGrafana],
  ['build', build],
  ['build for Grafana', buildGrafana],
  ...CHECKS,
  // With what passing tests print: the corpus table is part of the result.
  ['tests in Rust', () => run('cargo', ['test', '--locked', '--', '--show-output'])],
  ['tests in Node', () => test('tests/www', (name) => !isInBrowser(name))],
  // Much of it is waiting for a browser.
  ['tests in a browser', () => test('tests/www', isInBrowser, ['--test-concurrency=2'])],
  ['Grafana panel, built again', () => test('tests/grafana', (name) => name === 'build.test.js')],
  ['Grafana’s page', bundleHosts],
  ['Grafana panel', () => test('tests/grafana', (name) => name !== 'build.test.js', ['--test-concurrency=3'])],
  // The clusters mostly wait, so all run at once.
  ['tests on real servers', () => test('tests/live', () => true, ['--test-concurrency=8', '--test-timeout=300000'])],
]);

/** @param {string} name */
function isInBrowser(name) {
  return name.endsWith('.browser.test.js');
}

/**
 * @param {string} folder
 * @param {(name: string) => boolean} wanted
 * @param {string[]} [options]
 */
function test(folder, wanted, options = []) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.js') && wanted(name));
  if (names.length === 0) throw new Error(`there is no such test in ${folder}`);
  run('node', ['--test', '--test-reporter', 'spec', ...options, ...names.map((name) => `${folder}/${name}`)]);
}
