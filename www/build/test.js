// `npm test`: everything there is to check and to test; nothing is skipped.

import { readdirSync } from 'node:fs';

import { build } from './build.js';
import { CHECKS } from './check.js';
import { installChromium } from './chromium.js';
import { run, takeSteps } from './run.js';
import { setUp } from './set-up.js';

await takeSteps([
  ['set-up', setUp],
  ['Chromium', installChromium],
  ['build', build],
  ...CHECKS,
  // With what passing tests print: the corpus table is part of the result.
  ['tests in Rust', () => run('cargo', ['test', '--locked', '--', '--show-output'])],
  ['tests in Node', () => test((name) => !name.endsWith('.browser.test.js'))],
  ['tests in a browser', () => test((name) => name.endsWith('.browser.test.js'))],
]);

/** @param {(name: string) => boolean} wanted */
function test(wanted) {
  const names = readdirSync('tests/www').filter((name) => name.endsWith('.test.js') && wanted(name));
  if (names.length === 0) throw new Error('there is no such test in tests/www');
  run('node', ['--test', '--test-reporter', 'spec', ...names.map((name) => `tests/www/${name}`)]);
}
