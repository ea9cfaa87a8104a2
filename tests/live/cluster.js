// A cluster of real servers on this machine: killed, frozen, and started again on the disk they had, or on none.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { serverProgram } from '../../www/build/nats-server.js';
import { ask } from './ask.js';

/** @import { ChildProcess } from 'node:child_process' */

const HOST = '127.0.0.1';
const ENDS_WITHIN_MS = 20_000;
const ANSWERS_WITHIN_MS = 30_000;

/** The users of the system account, and of the account that has the streams. */
export const SYSTEM = { user: 'sys', pass: 'sys' };
export const APP = { user: 'app', pass: 'app' };

// Whatever ends this process, and however, takes its servers along: those, and no others.
/** @type {Set<ChildProcess>} */
const running = new Set();
/** @type {Set<string>} */
const folders = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  // Their last writes may come in between.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
// Every time, and not only the first: a second signal must not end it before it has done that.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/**
 * @typedef {object} Server
 * @property {string} name
 * @property {number} client the port clients connect to
 * @property {number} monitor the port of /jsz and the others
 * @property {number} route
 * @property {string} store its store directory
 * @property {string} jetstream the folder in it that holds everything
 * @property {ChildProcess} [child] the running process
 */

export class Cluster {
  /** @type {Map<string, Server>} */
  #servers = new Map();
  #folder = mkdtempSync(join(tmpdir(), 'quorate-live-'));
  #version;

  /**
   * Servers n1, n2, ... of one version, started.
   * @param {string} version
   * @param {number} [size]
   */
  static async start(version, size = 3) {
    const cluster = new Cluster(version);
    for (let n = 1; n <= size; n += 1) await cluster.#place(`n${n}`);
    try {
      await Promise.all(cluster.names.map((name) => cluster.start(name)));
    } catch (error) {
      await cluster.end();
      throw error;
    }
    return cluster;
  }

  /**
   * @private
   * @param {string} version
   */
  constructor(version) {
    this.#version = version;
    folders.add(this.#folder);
  }

  get names() {
    return [...this.#servers.keys()];
  }

  /** Names of the servers whose process runs, frozen or not. */
  get running() {
    return this.names.filter((name) => this.server(name).child);
  }

  /** @param {string} name */
  server(name) {
    const server = this.#servers.get(name);
    if (!server) throw new Error(`there is no server ${name}, only ${this.names.join(', ')}`);
    return server;
  }

  /**
   * Where clients connect.
   * @param {string[]} [names]
   */
  addresses(names = this.names) {
    return names.map((name) => `${HOST}:${this.server(name).client}`);
  }

  /** @param {string} name */
  async #place(name) {
    const [client, monitor, route] = await freePorts(3);
    const store = join(this.#folder, name, 'store');
    this.#servers.set(name, { name, client, monitor, route, store, jetstream: join(store, 'jetstream') });
  }

  /**
   * Starts a server that was not there before.
   * @param {string} name
   */
  async add(name) {
    await this.#place(name);
    await this.start(name);
  }

  /**
   * Starts a server and waits until it answers.
   * @param {string} name
   * @param {{ ownDisk?: boolean }} [options] without its own disk it has an empty one
   */
  async start(name, { ownDisk = true } = {}) {
    const server = this.server(name);
    if (server.child) throw new Error(`${name} runs already`);
    if (!ownDisk) rmSync(server.store, { recursive: true, force: true });
    mkdirSync(server.store, { recursive: true });
    const configuration = join(this.#folder, name, 'server.conf');
    writeFileSync(configuration, this.#configuration(server));
    const log = openSync(this.#log(name), 'a');
    const child = spawn(serverProgram(this.#version), ['-c', configuration], { stdio: ['ignore', log, log] });
    closeSync(log);
    running.add(child);
    server.child = child;
    child.once('exit', () => {
      running.delete(child);
      server.child = undefined;
    });
    await once(child, 'spawn');
    const patience = AbortSignal.timeout(ANSWERS_WITHIN_MS);
    while ((await ask(HOST, server.monitor, '/varz')).error) {
      if (patience.aborted || !server.child) throw new Error(`${name} does not answer:\n${this.lastWords(name)}`);
      await sleep(100);
    }
  }

  /** @param {string[]} names */
  async kill(...names) {
    await this.#end(names, 'SIGKILL');
  }

  /** @param {string[]} names */
  async stop(...names) {
    await this.#end(names, 'SIGTERM');
  }

  /**
   * @param {string[]} names
   * @param {NodeJS.Signals} signal
   */
  async #end(names, signal) {
    await Promise.all(
      names.map(async (name) => {
        const { child } = this.server(name);
        if (!child) throw new Error(`${name} does not run`);
        const ended = once(child, 'exit', { signal: AbortSignal.timeout(ENDS_WITHIN_MS) });
        child.kill(signal);
        await ended;
      }),
    );
  }

  /** @param {string[]} names */
  freeze(...names) {
    for (const name of names) this.server(name).child?.kill('SIGSTOP');
  }

  /** @param {string[]} names */
  thaw(...names) {
    for (const name of names) this.server(name).child?.kill('SIGCONT');
  }

  /**
   * The servers' disks are gone for good.
   * @param {string[]} names
   */
  loseDisks(...names) {
    for (const name of names) rmSync(this.server(name).store, { recursive: true });
  }

  /** @param {string} name */
  hasDisk(name) {
    return existsSync(this.server(name).jetstream);
  }

  /**
   * Copies what a server has stored: for another server, in place of what that one has, or as a backup.
   * @param {string} name
   * @param {string} [to]
   */
  copy(name, to) {
    const target = to ? this.server(to).jetstream : join(this.#folder, 'backup', name);
    rmSync(target, { recursive: true, force: true });
    // A snapshot: nothing is written meanwhile.
    this.freeze(name);
    cpSync(this.server(name).jetstream, target, { recursive: true });
    this.thaw(name);
  }

  /**
   * What one server answers, or that it does not.
   * @param {string} name
   * @param {string} path
   */
  ask(name, path) {
    return ask(HOST, this.server(name).monitor, path);
  }

  /**
   * The end of a server's log.
   * @param {string} name
   */
  lastWords(name) {
    return readFileSync(this.#log(name), 'utf8').trim().split('\n').slice(-15).join('\n');
  }

  /** Kills what still runs and removes all that was written. */
  async end() {
    await this.kill(...this.running);
    rmSync(this.#folder, { recursive: true, force: true });
    folders.delete(this.#folder);
  }

  /** @param {string} name */
  #log(name) {
    return join(this.#folder, name, 'server.log');
  }

  /** @param {Server} server */
  #configuration({ name, client, monitor, route, store }) {
    const others = this.names.filter((other) => other !== name);
    // One route to each, not a pool of several: with a pool 2.10.26 may, some few times in a hundred, not hear a server
    // that came back (its leader's `active` grows for ever, every /healthz is 200).
    return `
      server_name: ${name}
      listen: "${HOST}:${client}"
      http: "${HOST}:${monitor}"
      jetstream { store_dir: "${store}", max_memory_store: 64MB, max_file_store: 256MB }
      cluster {
        name: C1
        pool_size: -1
        listen: "${HOST}:${route}"
        routes: [${others.map((other) => `"nats://${HOST}:${this.server(other).route}"`).join(', ')}]
      }
      accounts {
        SYS: { users: [{ user: ${SYSTEM.user}, password: ${SYSTEM.pass} }] }
        APP: { jetstream: enabled, users: [{ user: ${APP.user}, password: ${APP.pass} }] }
      }
      system_account: SYS
    `;
  }
}

// Below the ports that the system gives to outgoing connections, so that a server that was down for a while finds its
// own free again; and a range for each of the processes that run side by side.
const RANGE = 100;
let port = 20_000 + (process.pid % 120) * RANGE;

/** @param {number} count */
async function freePorts(count) {
  const ports = [];
  while (ports.length < count) {
    port += 1;
    // Others go on counting meanwhile.
    const candidate = port;
    if (await isFree(candidate)) ports.push(candidate);
  }
  return ports;
}

/** @param {number} candidate */
function isFree(candidate) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(candidate, HOST, () => server.close(() => resolve(true)));
  });
}
