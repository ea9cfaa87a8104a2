// How the build's scripts run what they need. Before set-up nothing but Node is there: only its own modules are used.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// All paths here are from the root of the repository, wherever the script was called from.
process.chdir(fileURLToPath(new URL('../../', import.meta.url)));

/**
 * Runs a command in sight of the user; throws when it fails.
 * @param {string} command
 * @param {string[]} parameters
 * @param {Record<string, string>} [env]
 */
export function run(command, parameters, env) {
  spawn(command, parameters, { stdio: 'inherit', env: { ...process.env, ...env } });
}

/**
 * What a command prints; throws when it fails.
 * @param {string} command
 * @param {string[]} parameters
 * @returns {string}
 */
export function ask(command, parameters) {
  return spawn(command, parameters, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: Infinity,
  }).stdout.toString();
}

/**
 * @param {string} command
 * @param {string[]} parameters
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
function spawn(command, parameters, options) {
  const { error, status, signal, ...rest } = spawnSync(command, parameters, options);
  const line = [command, ...parameters].join(' ');
  if (error) throw new Error(`\`${line}\` could not be started: ${error.message}`, { cause: error });
  if (status !== 0) throw new Error(`\`${line}\` ended with ${signal ?? status}`);
  return rest;
}

/**
 * Does a script's work; a failure ends it with one line, not with a stack.
 * @param {() => void | Promise<void>} work
 */
export async function script(work) {
  try {
    await work();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

/**
 * Takes every step, whatever became of those before it, and closes with what became of each.
 * @param {[name: string, work: () => void | Promise<void>][]} steps
 */
export async function takeSteps(steps) {
  const lines = [];
  let failed = 0;
  for (const [name, work] of steps) {
    console.log(`\n=== ${name}`);
    const start = performance.now();
    let outcome = 'ok';
    let why = '';
    try {
      await work();
    } catch (error) {
      outcome = 'FAILED';
      why = `: ${error instanceof Error ? error.message : error}`;
      failed += 1;
      console.error(why.slice(2));
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    lines.push(`${outcome.padEnd(6)} ${seconds.padStart(6)} s  ${name}${why}`);
  }
  console.log(`\n${lines.join('\n')}\nsteps: ${steps.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
