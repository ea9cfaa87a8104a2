// Installs what a fresh clone lacks. The binding generator is left to the build: Cargo makes it where it is missing.

import { unlessCurrent } from './current.js';
import { ask, run } from './run.js';

export function setUp() {
  rust();
  unlessCurrent('node_modules', ['package-lock.json'], () => run('npm', ['ci', '--no-audit', '--no-fund']));
}

function rust() {
  let targets;
  let components;
  try {
    targets = ask('rustup', ['target', 'list', '--installed']);
    components = ask('rustup', ['component', 'list', '--installed']);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`Rust is needed, installed by rustup (https://rustup.rs): ${message}`, { cause: error });
  }
  if (!targets.includes('wasm32-unknown-unknown')) run('rustup', ['target', 'add', 'wasm32-unknown-unknown']);
  for (const component of ['rustfmt', 'clippy']) {
    if (!components.includes(component)) run('rustup', ['component', 'add', component]);
  }
}
