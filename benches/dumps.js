// Generated answers as files on the disk, each written once and shared by all who read it.

import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { clusterOf, jsz, varz } from './dump.js';

/**
 * @import { Summary } from './candidates.js'
 * @import { Shape } from './cluster.js'
 */

/**
 * @typedef {object} Dump what one or several servers of a cluster print
 * @property {string[]} servers
 * @property {string[]} varz
 * @property {string[]} paths of their /jsz
 * @property {number} bytes of all these
 * @property {number} groups how many streams and consumers are in them
 * @property {Summary} summary
 */

const folder = mkdtempSync(join(tmpdir(), 'quorate-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** @type {Map<string, Promise<Dump>>} */
const written = new Map();

/**
 * The answers of a cluster's first servers.
 * @param {Shape & { bytes?: number }} shape
 * @param {number} [count] of servers
 * @returns {Promise<Dump>}
 */
export function dumps(shape, count = 1) {
  const key = JSON.stringify([shape, count]);
  const dump = written.get(key) ?? write(shape, count, join(folder, `${written.size}`));
  written.set(key, dump);
  return dump;
}

/** @param {Shape & { bytes?: number }} shape @param {number} count @param {string} name @returns {Promise<Dump>} */
async function write(shape, count, name) {
  const cluster = clusterOf(shape);
  const servers = cluster.up.slice(0, count);
  const paths = [];
  let bytes = 0;
  for (const server of servers) {
    const path = `${name}-${server}-jsz.json`;
    await pipeline(Readable.from(counted(jsz(cluster, server))), createWriteStream(path));
    paths.push(path);
  }
  /** @param {Iterable<Uint8Array>} pieces */
  function* counted(pieces) {
    for (const piece of pieces) {
      bytes += piece.length;
      yield piece;
    }
  }
  const summary = cluster.summary(servers);
  const groups = summary.streams + summary.consumers;
  return { servers, varz: servers.map((server) => varz(server)), paths, bytes, groups, summary };
}

/** A small text as a file. @param {string} name @param {string} text */
export function textFile(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
