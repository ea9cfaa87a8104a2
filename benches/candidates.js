// What is measured, as it runs in Chromium and in Node alike: ours, and what a JavaScript tool would do.

import { Triage } from '../dist/quorate.js';
import { cut } from '../dist/pieces.js';
import * as bindings from '../dist/wasm/quorate.js';

/** @import { Input, Report } from '../dist/quorate.js' */

/**
 * @typedef {object} Summary what every candidate must find, and the generator knows
 * @property {number} streams
 * @property {number} consumers
 * @property {number} lost how many of these have no quorum
 * @property {Record<string, number>} placed how many of their replicas are on each server
 */

/**
 * @typedef {object} Given
 * @property {string[]} servers
 * @property {string[]} varz theirs, which say who they are
 * @property {Blob[]} files their /jsz
 * @property {Uint8Array[]} bytes the same in memory
 * @property {string[]} texts the same as strings
 * @property {(Input & { body?: string })[]} inputs small answers
 */

/** @typedef {{ summary?: Summary, reading?: number, kept?: number }} Found
 * and how long the reading alone took, and by how much the wasm's memory grew for it
 */

/** One and the same for all rounds, as on the page. */
const triage = await Triage.create();
// Asked again, the bindings give what they have.
const core = new bindings.Triage({});
const encoder = new TextEncoder();
const { memory } = await /** @type {() => Promise<bindings.InitOutput>} */ (bindings.default)();

/** Reports of small answers, as text. @type {WeakMap<Given['inputs'], string>} */
const reported = new WeakMap();

/** How large the wasm's memory is, in bytes. */
export function wasmBytes() {
  return memory.buffer.byteLength;
}

/**
 * Milliseconds; a page's clock counts in tenths, and what takes less takes one of them.
 *
 * @param {number} start
 */
export function since(start) {
  return Math.max(performance.now() - start, 0.1);
}

/** @type {Record<string, (given: Given) => Found | Promise<Found>>} */
export const CANDIDATES = {
  /** Files, all at once. */
  async addStream({ servers, varz, files }) {
    begin(servers, varz);
    const idle = wasmBytes();
    const start = performance.now();
    const read = await Promise.all(files.map((stream, i) => {
      const server = servers[i];
      return triage.addStream({ source: `${server}/jsz`, server, path: '/jsz', stream });
    }));
    for (const { problem } of read) if (problem) throw new Error(problem);
    const reading = since(start);
    const kept = wasmBytes() - idle;
    return { summary: summaryOf(triage.report()), reading, kept };
  },

  async 'JSON.parse of files'({ servers, files }) {
    const walk = new Walk();
    await Promise.all(files.map(async (file, i) => walk.add(servers[i], JSON.parse(await file.text()))));
    return { summary: walk.summary };
  },

  async 'only reading, BYOB'({ files }) {
    await Promise.all(files.map(readByob));
    return {};
  },

  async 'only reading, default'({ files }) {
    await Promise.all(files.map(readByDefault));
    return {};
  },

  'add of bytes'({ servers, varz, bytes }) {
    return ours(servers, varz, bytes);
  },

  'JSON.parse of bytes'({ servers, bytes }) {
    const walk = new Walk();
    for (const [i, one] of bytes.entries()) walk.add(servers[i], JSON.parse(new TextDecoder().decode(one)));
    return { summary: walk.summary };
  },

  'add of strings'({ servers, varz, texts }) {
    return ours(servers, varz, texts);
  },

  'JSON.parse of strings'({ servers, texts }) {
    const walk = new Walk();
    for (const [i, text] of texts.entries()) walk.add(servers[i], JSON.parse(text));
    return { summary: walk.summary };
  },

  'add and report, small'({ inputs }) {
    triage.clear();
    for (const input of inputs) triage.add(input);
    triage.report();
    return {};
  },

  'add, small'({ inputs }) {
    triage.clear();
    for (const input of inputs) triage.add(input);
    return {};
  },

  /** The scanner's ceiling: the bytes copied into the wasm, the bitmaps made, and nothing else. */
  'copy and bitmaps'({ bytes }) {
    for (const one of bytes) laid(one, (length) => core.bitmaps(length));
    return {};
  },

  /** The scanner by itself: what it finds is counted and dropped. */
  'copy and scan'({ bytes }) {
    for (const one of bytes) {
      laid(one, (length) => core.scan(length));
      core.scan(0);
    }
    return {};
  },

  /** What no reader of strings can do without: their text, as bytes, in the wasm. */
  'copy of strings'({ texts }) {
    const [at, size] = [core.landing(), core.landing_size()];
    const landing = new Uint8Array(memory.buffer, at, size);
    for (const text of texts) for (const piece of cut(text, size)) encoder.encodeInto(piece, landing);
    return {};
  },

  'JSON.parse, small'({ inputs }) {
    const current = [];
    for (const { body } of inputs) {
      const { meta_cluster: group } = JSON.parse(body ?? '{}');
      for (const peer of group?.replicas ?? []) current.push(peer.current);
    }
    return { kept: current.length };
  },

  /** What comes out, as JavaScript has to take it. */
  'JSON.parse of the report, small'({ inputs }) {
    if (!reported.has(inputs)) {
      triage.clear();
      for (const input of inputs) triage.add(input);
      reported.set(inputs, JSON.stringify(triage.report()));
    }
    return { kept: Object.keys(JSON.parse(reported.get(inputs) ?? '')).length };
  },
};

/** Copied into the wasm piece by piece. @param {Uint8Array} bytes @param {(length: number) => void} then */
function laid(bytes, then) {
  const [at, size] = [core.landing(), core.landing_size()];
  for (let from = 0; from < bytes.length; from += size) {
    const piece = bytes.subarray(from, from + size);
    new Uint8Array(memory.buffer, at, size).set(piece);
    then(piece.length);
  }
}

/** @param {string[]} servers @param {string[]} varz */
function begin(servers, varz) {
  triage.clear();
  for (const [i, server] of servers.entries()) {
    triage.add({ source: `${server}/varz`, server, path: '/varz', body: varz[i] });
  }
}

/** @param {string[]} servers @param {string[]} varz @param {(string | Uint8Array)[]} bodies @returns {Found} */
function ours(servers, varz, bodies) {
  begin(servers, varz);
  const start = performance.now();
  for (const [i, body] of bodies.entries()) {
    triage.add({ source: `${servers[i]}/jsz`, server: servers[i], path: '/jsz', body });
  }
  const reading = since(start);
  return { summary: summaryOf(triage.report()), reading };
}

/** @param {Report} report @returns {Summary} */
function summaryOf({ groups, errors }) {
  const [group] = groups;
  if (errors.length || !group?.assets) throw new Error(errors[0]?.says ?? 'there is nothing of streams in the report');
  const { streams, consumers, lost, placements, not_placed: lonely } = group.assets;
  if (lonely) throw new Error(`${lonely} groups are in no place of the report`);
  /** @type {Record<string, number>} */
  const placed = {};
  for (const place of placements) {
    for (const server of place.servers) placed[server] = (placed[server] ?? 0) + place.streams + place.consumers;
  }
  return { streams, consumers, lost, placed };
}

/** What a tool in JavaScript would do for the same summary. */
class Walk {
  /** @type {Set<string>} */
  #seen = new Set();
  /** @type {Summary} */
  summary = { streams: 0, consumers: 0, lost: 0, placed: {} };

  /** @param {string} server @param {any} jsz */
  add(server, jsz) {
    for (const account of jsz.account_details) {
      for (const stream of account.stream_detail) {
        const name = `${account.name}\n${stream.name}`;
        const size = stream.config.num_replicas;
        if (this.#group(server, name, stream.cluster, size)) this.summary.streams += 1;
        for (const consumer of stream.consumer_detail ?? []) {
          const own = consumer.config.num_replicas || size;
          if (this.#group(server, `${name}\n${consumer.name}`, consumer.cluster, own)) this.summary.consumers += 1;
        }
      }
    }
  }

  /** @param {string} server @param {string} name @param {any} cluster @param {number} size */
  #group(server, name, { replicas = [] }, size) {
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    const { placed } = this.summary;
    let away = 0;
    let listed = false;
    for (const peer of replicas) {
      placed[peer.name] = (placed[peer.name] ?? 0) + 1;
      if (peer.offline) away += 1;
      if (peer.name === server) listed = true;
    }
    // Who knows a leader does not list itself.
    if (!listed) placed[server] = (placed[server] ?? 0) + 1;
    if (size - away <= size / 2) this.summary.lost += 1;
    return true;
  }
}

const BUFFER = 1024 * 1024;

/** Held here: a browser may let go of what only local variables hold. @type {Set<unknown>} */
const held = new Set();

/** @param {Blob} file */
async function readByob(file) {
  const reader = file.stream().getReader({ mode: 'byob' });
  held.add(reader);
  let buffer = new ArrayBuffer(BUFFER);
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer));
    if (done || !value) break;
    buffer = value.buffer;
  }
  held.delete(reader);
}

/** @param {Blob} file */
async function readByDefault(file) {
  const reader = file.stream().getReader();
  held.add(reader);
  while (!(await reader.read()).done);
  held.delete(reader);
}
