// `npm run check`: all that can be said of the code without running it.

import { pathToFileURL } from 'node:url';

import { build } from './build.js';
import { installGrafana } from './grafana.js';
import { run, takeSteps } from './run.js';
import { setUp } from './set-up.js';

const WASM_TARGET = ['--target', 'wasm32-unknown-unknown'];

/** @type {Parameters<typeof takeSteps>[0]} */
export const CHECKS = [
  ['rustfmt', () => run('cargo', ['fmt', '--check'])],
  ['clippy', () => run('cargo', ['clippy', '--locked', '--all-targets', '--all-features', '--', '-D', 'warnings'])],
  ['clippy, wasm', () => run('cargo', ['clippy', '--locked', '--lib', ...WASM_TARGET, '--', '-D', 'warnings'])],
  [
    'rustdoc',
    () => run('cargo', ['doc', '--locked', '--no-deps', '--document-private-items'], { RUSTDOCFLAGS: '-D warnings' }),
  ],
  ['generated types', () => run('node', ['www/build/types.js', '--check'])],
  ['eslint', () => run('node_modules/.bin/eslint', ['--max-warnings', '0', '.'])],
  ['tsc', () => run('node_modules/.bin/tsc', [])],
  ['tsc, Grafana panel', () => run('npm', ['--prefix', 'www/grafana', 'run', '--silent', 'typecheck'])],
];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  // The build, because www/core.js is checked against the types of its bindings.
  await takeSteps([['set-up', setUp], ['Grafana’s packages', installGrafana], ['build', build], ...CHECKS]);
}
