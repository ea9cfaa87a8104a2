// Realistic answers of a cluster's servers to /jsz?streams=true&consumers=true&config=true, of any size, from a seed.
//
// Field for field as nats-server 2.15 prints them; tests/live/dump.live.test.js compares them with a real server's.

import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

import { Cluster } from './cluster.js';
import * as printed from './printed.js';

/** @import { Shape, Stream } from './cluster.js' */

const CHUNK = 256 * 1024;
const SAMPLE = 400;

/**
 * A cluster in which each server's answer has about so many bytes, or of so many streams.
 * @param {Shape & { bytes?: number }} shape
 */
export function clusterOf({ bytes, ...shape }) {
  const cluster = new Cluster(shape);
  if (!bytes) return cluster;
  let sample = 0;
  for (const stream of cluster.some(0, SAMPLE)) {
    if (stream.replicas.includes('n1')) sample += Buffer.byteLength(streamText(cluster, stream, 'n1'));
  }
  return new Cluster({ ...shape, streams: Math.ceil((bytes * SAMPLE) / sample) });
}

/**
 * A server's whole answer, in pieces.
 * @param {Cluster} cluster
 * @param {string} server
 * @returns {Generator<Uint8Array>}
 */
export function* jsz(cluster, server) {
  let text = '';
  for (const piece of texts(cluster, server)) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/**
 * Its plain /jsz, without accounts.
 * @param {Cluster} cluster
 * @param {string} server
 */
export function plain(cluster, server) {
  const accounts = cluster.accounts(server);
  return indented({ ...printed.head(cluster, server, accounts), total: accounts.length });
}

/**
 * Its /varz.
 * @param {string} server
 */
export function varz(server) {
  return indented(printed.varz(server));
}

/** @param {Cluster} cluster @param {string} server */
function* texts(cluster, server) {
  const accounts = cluster.accounts(server);
  const whole = { ...printed.head(cluster, server, accounts), account_details: [], total: accounts.length };
  const [head, tail] = indented(whole).split('"account_details": []');
  yield `${head}"account_details": [`;
  for (const [place, account] of accounts.entries()) {
    const text = indented(printed.accountDetail(account)).replaceAll('"all"', '18446744073709551615');
    const [before, after] = text.split('"stream_detail": []');
    yield `${place ? ',' : ''}\n    ${shifted(before, 4)}"stream_detail": [`;
    let first = true;
    for (const stream of cluster.some(account.from, account.to)) {
      if (!stream.replicas.includes(server)) continue;
      yield `${first ? '' : ','}\n        ${streamText(cluster, stream, server)}`;
      first = false;
    }
    yield `\n      ]${shifted(after, 4)}`;
  }
  yield `${accounts.length ? '\n  ' : ''}]${tail}`;
}

/** @param {Cluster} cluster @param {Stream} stream @param {string} server */
function streamText(cluster, stream, server) {
  return shifted(escaped(indented(printed.streamDetail(cluster, stream, server))), 8);
}

/** @param {object} value */
function indented(value) {
  return JSON.stringify(value, null, 2);
}

/** @param {string} text @param {number} by */
function shifted(text, by) {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`);
}

/** As Go writes strings. @param {string} text */
function escaped(text) {
  return text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}

// `node benches/dump.js jsz '{"bytes":10000000}' n1`: what one server prints, for whoever is not JavaScript.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , kind, shape, server] = process.argv;
  const cluster = clusterOf(JSON.parse(shape));
  const small = () => [kind === 'varz' ? varz(server) : plain(cluster, server)];
  const pieces = kind === 'jsz' ? jsz(cluster, server) : small();
  for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
}
