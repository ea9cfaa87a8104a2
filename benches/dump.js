// Realistic answers of a cluster's servers to /jsz?streams=true&consumers=true&config=true, of any size, from a seed.
//
// Field for field as nats-server 2.15 prints them; tests/live/dump.live.test.js compares them with a real server's.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

import { randomOf } from './random.js';

/** @import { Summary } from './candidates.js' */

/**
 * @typedef {object} Shape
 * @property {number} [seed]
 * @property {number} [servers] how many, called n1, n2, ...; n1 leads the meta group
 * @property {number} [down] how many of these, the last ones, have been down for minutes
 * @property {number} [streams] how many streams
 * @property {number} [bytes] instead of `streams`: about so many bytes in each server's answer
 * @property {number[]} [sizes] how many replicas streams have, one of these each
 * @property {number} [consumers] at most so many of each stream
 * @property {number} [lostEvery] one in so many streams has its majority on servers that are down
 * @property {boolean} [latin] Latin names, or Cyrillic and Chinese ones
 */

/**
 * @typedef {object} Stream one stream of the cluster, whichever server tells of it
 * @property {number} n
 * @property {string} name
 * @property {string[]} replicas the servers that hold it
 * @property {string} [leader] none without a majority
 * @property {number} messages
 * @property {number} bytes
 * @property {Consumer[]} consumers
 */

/**
 * @typedef {object} Consumer
 * @property {string} name
 * @property {string[]} replicas
 * @property {string} [leader]
 * @property {boolean} follows its stream's number of replicas, and does not have its own
 */

const CLUSTER = 'C1';
const NOW = Date.parse('2026-03-14T15:09:26.535Z');
const ACCOUNTS = 20;
const SECOND = 1_000_000_000;
const CHUNK = 256 * 1024;
const SAMPLE = 400;

const WORDS = ['orders', 'payments', 'telemetry', 'audit', 'inventory', 'sessions', 'shipping', 'pricing'];
const FOREIGN = ['заказы', 'платежи', '遥测数据', 'аудит', '库存管理', 'сеансы', '物流跟踪', 'цены'];

/** A cluster, and what each of its servers prints. */
export class Cluster {
  #shape;
  #servers;
  #up;
  #down;

  /** @param {Shape} shape */
  constructor(shape) {
    const usual = { seed: 1, servers: 9, down: 2, streams: 0, consumers: 4, lostEvery: 25, latin: true };
    this.#shape = { ...usual, bytes: 0, sizes: [1, 3, 3, 3, 3, 3, 3, 3, 3, 5], ...shape };
    const { servers, down, bytes } = this.#shape;
    this.#servers = Array.from({ length: servers }, (_, n) => `n${n + 1}`);
    this.#up = this.#servers.slice(0, servers - down);
    this.#down = this.#servers.slice(servers - down);
    if (bytes) this.#shape.streams = Math.ceil(bytes / this.#bytesOfStream());
  }

  /** The servers that answer. */
  get up() {
    return this.#up;
  }

  get streams() {
    return this.#shape.streams;
  }

  /**
   * What there is to find in the answers of these servers.
   * @param {string[]} servers
   * @returns {Summary}
   */
  summary(servers) {
    const summary = { streams: 0, consumers: 0, lost: 0, placed: Object.fromEntries(this.#servers.map((s) => [s, 0])) };
    /** @param {string[]} replicas @param {string} [leader] */
    const count = (replicas, leader) => {
      if (!leader) summary.lost += 1;
      for (const server of replicas) summary.placed[server] += 1;
    };
    for (const stream of this.#all()) {
      if (!servers.some((server) => stream.replicas.includes(server))) continue;
      summary.streams += 1;
      count(stream.replicas, stream.leader);
      for (const { replicas, leader } of stream.consumers) {
        if (!servers.some((server) => replicas.includes(server))) continue;
        summary.consumers += 1;
        count(replicas, leader);
      }
    }
    return summary;
  }

  /**
   * A server's whole answer, in pieces.
   * @param {string} server
   * @returns {Generator<Uint8Array>}
   */
  *jsz(server) {
    let text = '';
    for (const piece of this.#texts(server)) {
      text += piece;
      if (text.length < CHUNK) continue;
      yield Buffer.from(text);
      text = '';
    }
    yield Buffer.from(text);
  }

  /**
   * Its /varz, as far as it says who it is.
   * @param {string} server
   */
  varz(server) {
    const cluster = { name: CLUSTER };
    return indented({ server_id: publicKey(server), server_name: server, version: '2.15.1', cluster, now: time(NOW) });
  }

  /**
   * Its plain /jsz, without accounts.
   * @param {string} server
   */
  plain(server) {
    const accounts = this.#accounts(server);
    return indented({ ...this.#head(server, accounts), total: accounts.length });
  }

  /** @param {string} server */
  *#texts(server) {
    const accounts = this.#accounts(server);
    const [head, tail] = indented({ ...this.#head(server, accounts), account_details: [], total: accounts.length })
      .split('"account_details": []');
    yield `${head}"account_details": [`;
    for (const [place, account] of accounts.entries()) {
      const [before, after] = indented(accountDetail(account)).replaceAll('"all"', '18446744073709551615')
        .split('"stream_detail": []');
      yield `${place ? ',' : ''}\n    ${shifted(before, 4)}"stream_detail": [`;
      let first = true;
      for (const stream of this.#some(account.from, account.to)) {
        if (!stream.replicas.includes(server)) continue;
        yield `${first ? '' : ','}\n        ${shifted(escaped(indented(this.#detail(stream, server))), 8)}`;
        first = false;
      }
      yield `\n      ]${shifted(after, 4)}`;
    }
    yield `${accounts.length ? '\n  ' : ''}]${tail}`;
  }

  /** Bytes that one stream, of those that may be on it or not, adds to a server's answer. */
  #bytesOfStream() {
    let bytes = 0;
    for (const stream of this.#some(0, SAMPLE)) {
      if (!stream.replicas.includes('n1')) continue;
      bytes += Buffer.byteLength(shifted(indented(this.#detail(stream, 'n1')), 8)) + 10;
    }
    return bytes / SAMPLE;
  }

  #all() {
    return this.#some(0, this.#shape.streams);
  }

  /** @param {number} from @param {number} to */
  *#some(from, to) {
    for (let n = from; n < to; n += 1) yield this.#stream(n);
  }

  /** @param {number} n @returns {Stream} */
  #stream(n) {
    const { seed, sizes, lostEvery, latin, consumers } = this.#shape;
    const random = randomOf(seed, n);
    const size = random.of(sizes);
    const lost = lostEvery > 0 && n % lostEvery === lostEvery - 1 && this.#down.length > 1;
    const [replicated, away] = lost ? [3, 2] : [size, size > 2 && random.once(5) ? 1 : 0];
    const replicas = this.#somewhere(replicated, away, random);
    const messages = random.once(8) ? 0 : random.below(10 ** (2 + random.below(7)));
    const lead = (/** @type {string[]} */ among) =>
      lost && among.length > 1 ? undefined : random.of(among.filter((server) => this.#up.includes(server)));
    const word = random.of(latin ? WORDS : FOREIGN);
    return {
      n,
      name: `${word}-${n}`,
      replicas,
      leader: lead(replicas),
      messages,
      bytes: messages * (40 + random.below(900)),
      consumers: Array.from({ length: random.below(consumers + 1) }, (_, c) => {
        const follows = !random.once(6);
        const on = follows ? replicas : [random.of(replicas.filter((server) => this.#up.includes(server)))];
        return { name: `${latin ? 'worker' : 'обработчик'}-${c}`, replicas: on, leader: lead(on), follows };
      }),
    };
  }

  /**
   * Servers for so many replicas.
   * @param {number} size
   * @param {number} down how many of these are down
   * @param {ReturnType<typeof randomOf>} random
   */
  #somewhere(size, down, random) {
    const off = Math.min(down, this.#down.length);
    return [...random.some(this.#up, size - off), ...random.some(this.#down, off)];
  }

  /**
   * What a server holds, by account.
   * @param {string} server
   * @returns {Account[]}
   */
  #accounts(server) {
    const { streams } = this.#shape;
    const accounts = Array.from({ length: ACCOUNTS }, (_, a) => {
      const [from, to] = [a, a + 1].map((part) => Math.floor((part * streams) / ACCOUNTS));
      const name = `ACCOUNT_${a + 1}`;
      const account = { name, from, to, streams: 0, consumers: 0, replicated: 0, messages: 0, bytes: 0 };
      for (const stream of this.#some(from, to)) {
        if (!stream.replicas.includes(server)) continue;
        const held = stream.consumers.filter(({ replicas }) => replicas.includes(server));
        account.streams += 1;
        account.consumers += held.length;
        account.replicated += [stream, ...held].filter(({ replicas }) => replicas.length > 1).length;
        account.messages += stream.messages;
        account.bytes += stream.bytes;
      }
      return account;
    });
    return accounts.filter((account) => account.streams > 0);
  }

  /** @param {string} server @param {Account[]} accounts */
  #head(server, accounts) {
    const sum = (/** @type {'streams' | 'consumers' | 'replicated' | 'messages' | 'bytes'} */ field) =>
      accounts.reduce((total, account) => total + account[field], 0);
    const random = randomOf(this.#shape.seed, this.#servers.indexOf(server), -1);
    const leads = server === 'n1';
    const others = this.#servers.filter((other) => other !== server);
    return {
      memory: 0,
      storage: sum('bytes'),
      reserved_memory: 0,
      reserved_storage: 0,
      accounts: accounts.length,
      ha_assets: sum('replicated') + 1,
      api: { level: 5, total: random.below(1e6), errors: random.below(100) },
      server_id: publicKey(server),
      now: time(NOW, random),
      config: {
        max_memory: 64 * 2 ** 30,
        max_storage: 4 * 2 ** 40,
        store_dir: '/var/lib/nats/jetstream',
        sync_interval: 120 * SECOND,
        compress_ok: true,
        strict: true,
      },
      limits: { default_max_consumers: 1_000 },
      streams: sum('streams'),
      consumers: sum('consumers'),
      messages: sum('messages'),
      bytes: sum('bytes'),
      meta_cluster: {
        name: CLUSTER,
        leader: 'n1',
        peer: peerId('n1'),
        replicas: others.map((other) => this.#row(other, leads, other === 'n1', random)),
        cluster_size: this.#servers.length,
        quorum_needed: Math.floor(this.#servers.length / 2) + 1,
        pending: 0,
        pending_requests: 0,
        pending_infos: 0,
        snapshot: {
          pending_entries: random.below(1_000),
          pending_size: random.below(1e6),
          last_time: time(NOW - random.below(120_000), random),
          last_duration: random.below(20e6),
        },
      },
    };
  }

  /**
   * A peer as the server describes it: only a leader hears all others, a follower hears its leader.
   * @param {string} peer
   * @param {boolean} leads
   * @param {boolean} isLeader
   * @param {ReturnType<typeof randomOf>} random
   */
  #row(peer, leads, isLeader, random) {
    if (this.#down.includes(peer)) {
      const [active, lag] = leads ? [300 * SECOND + random.below(SECOND), 1 + random.below(5_000)] : [0];
      return { name: peer, current: false, offline: true, active, lag, peer: peerId(peer) };
    }
    const heard = leads || isLeader;
    return { name: peer, current: heard, active: heard ? random.below(SECOND) : 0, peer: peerId(peer) };
  }

  /**
   * `cluster` of a stream or consumer. Who knows no leader lists itself as well.
   * @param {'S' | 'C'} kind
   * @param {{ replicas: string[], leader?: string }} group
   * @param {string} server
   * @param {ReturnType<typeof randomOf>} random the server's own
   * @param {string} id
   */
  #group(kind, { replicas, leader }, server, random, id) {
    if (replicas.length === 1) return { name: CLUSTER, leader };
    const leads = leader === server;
    const rows = replicas.filter((peer) => !leader || peer !== server);
    return {
      name: CLUSTER,
      raft_group: `${kind}-R${replicas.length}F-${id}`,
      leader,
      leader_since: leads ? time(NOW - 60_000 - random.below(1e9), random) : undefined,
      system_account: true,
      traffic_account: 'SYS',
      replicas: rows.map((peer) => this.#row(peer, leads, peer === leader, random)),
    };
  }

  /** @param {Stream} stream @param {string} server */
  #detail(stream, server) {
    const { seed, latin } = this.#shape;
    // Every server prints the same of its configuration and its creation, and its own of the rest.
    const shared = randomOf(seed, stream.n, -2);
    const own = randomOf(seed, stream.n, this.#servers.indexOf(server), -3);
    const created = NOW - 86_400_000 - shared.below(1e10);
    const held = stream.consumers.filter(({ replicas }) => replicas.includes(server));
    const last = stream.messages ? time(NOW - shared.below(1e7), shared) : NEVER;
    const limited = shared.once(2);
    const config = {
      name: stream.name,
      description: shared.once(3) ? description(latin, stream.name) : undefined,
      subjects: shared.once(3) ? [`${stream.name}.new`, `${stream.name}.changed.*`] : [`${stream.name}.>`],
      retention: 'limits',
      max_consumers: -1,
      max_msgs: -1,
      max_bytes: limited ? 10_737_418_240 : -1,
      max_age: limited ? 7 * 86_400 * SECOND : 0,
      max_msgs_per_subject: -1,
      max_msg_size: -1,
      discard: 'old',
      storage: 'file',
      num_replicas: stream.replicas.length,
      duplicate_window: 120 * SECOND,
      compression: shared.once(4) ? 's2' : 'none',
      allow_direct: !shared.once(4),
      mirror_direct: false,
      sealed: false,
      deny_delete: false,
      deny_purge: false,
      allow_rollup_hdrs: false,
      consumer_limits: {},
      allow_msg_ttl: false,
      metadata: {
        '_nats.req.level': '0',
        ...(shared.once(3) ? { owner: description(latin, 'owner'), team: `team-${shared.below(30)}` } : {}),
      },
    };
    return {
      name: stream.name,
      created: time(created, shared),
      cluster: this.#group('S', stream, server, own, shared.letters(8)),
      config,
      state: {
        messages: stream.messages,
        bytes: stream.bytes,
        first_seq: stream.messages ? 1 : 0,
        first_ts: stream.messages ? time(created + 60_000, shared) : NEVER,
        last_seq: stream.messages,
        last_ts: last,
        num_subjects: stream.messages ? 1 + shared.below(50) : undefined,
        consumer_count: held.length,
      },
      consumer_detail: held.length ? held.map((one, c) => this.#consumer(stream, one, c, server)) : undefined,
    };
  }

  /** @param {Stream} stream @param {Consumer} consumer @param {number} c @param {string} server */
  #consumer(stream, consumer, c, server) {
    const { seed } = this.#shape;
    const number = Number(consumer.name.split('-').at(-1));
    const shared = randomOf(seed, stream.n, number, -4);
    const own = randomOf(seed, stream.n, number, this.#servers.indexOf(server), -5);
    const delivered = shared.below(stream.messages + 1);
    const acknowledged = Math.max(0, delivered - shared.below(100));
    const push = shared.once(4);
    const backs = shared.once(8);
    const active = delivered ? time(NOW - shared.below(1e6), shared) : undefined;
    return {
      stream_name: stream.name,
      name: consumer.name,
      created: time(NOW - 80_000_000 - shared.below(1e9), shared),
      config: {
        durable_name: consumer.name,
        name: consumer.name,
        deliver_policy: shared.once(5) ? 'new' : 'all',
        ack_policy: 'explicit',
        ack_wait: 30 * SECOND,
        max_deliver: shared.once(3) || backs ? 5 : -1,
        backoff: backs ? [SECOND, 5 * SECOND, 30 * SECOND] : undefined,
        filter_subject: shared.once(2) ? `${stream.name}.new` : undefined,
        replay_policy: 'instant',
        max_waiting: push ? undefined : 512,
        max_ack_pending: 1_000,
        deliver_subject: push ? `deliver.${stream.name}.${c}` : undefined,
        deliver_group: push ? 'workers' : undefined,
        num_replicas: consumer.follows ? 0 : 1,
        metadata: { '_nats.req.level': '0' },
      },
      delivered: { consumer_seq: delivered, stream_seq: delivered, last_active: active },
      ack_floor: {
        consumer_seq: acknowledged,
        stream_seq: acknowledged,
        last_active: acknowledged ? active : undefined,
      },
      num_ack_pending: delivered - acknowledged,
      num_redelivered: shared.below(3),
      num_waiting: push ? 0 : own.below(4),
      num_pending: stream.messages - delivered,
      cluster: this.#group('C', consumer, server, own, shared.letters(8)),
      push_bound: push || undefined,
      ts: time(NOW, own),
    };
  }
}

/**
 * @typedef {object} Account what one server holds of it
 * @property {string} name
 * @property {number} from its first stream
 * @property {number} to behind its last
 * @property {number} streams
 * @property {number} consumers
 * @property {number} replicated how many streams and consumers have several replicas
 * @property {number} messages
 * @property {number} bytes
 */

/** @param {Account} account */
function accountDetail({ name, bytes }) {
  return {
    name,
    id: name,
    memory: 0,
    storage: 3 * bytes,
    // Without limits the server prints the highest number there is, which JavaScript cannot hold.
    reserved_memory: 'all',
    reserved_storage: 'all',
    accounts: 0,
    ha_assets: 0,
    api: { level: 0, total: 0, errors: 0 },
    stream_detail: [],
  };
}

const NEVER = '0001-01-01T00:00:00Z';

/**
 * RFC 3339 with nanoseconds, without the zeros at their end.
 * @param {number} milliseconds
 * @param {ReturnType<typeof randomOf>} [random] for what comes below milliseconds
 */
function time(milliseconds, random) {
  const below = random ? `${random.below(1_000_000)}`.padStart(6, '0') : '';
  return `${`${new Date(milliseconds).toISOString().slice(0, -1)}${below}`.replace(/\.?0+$/, '')}Z`;
}

/** @param {boolean} latin @param {string} what */
function description(latin, what) {
  return latin ? `Everything about ${what} & its <partners>` : `Всё о ${what}: 由区域团队管理`;
}

/** @param {string} name @returns {string} see src/peer_id.rs */
function peerId(name) {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const known = peerIds.get(name) ?? [...createHash('sha256').update(name).digest().subarray(0, 8)]
    .map((byte) => alphabet[byte % 62]).join('');
  peerIds.set(name, known);
  return known;
}
/** @type {Map<string, string>} */
const peerIds = new Map();

/** @param {string} name as long as a server's public key, and of its letters */
function publicKey(name) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = [...createHash('sha512').update(name).digest()];
  return `N${bytes.slice(0, 55).map((byte) => letters[byte % 32]).join('')}`;
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
  const cluster = new Cluster(JSON.parse(shape));
  const small = () => [kind === 'varz' ? cluster.varz(server) : cluster.plain(server)];
  const pieces = kind === 'jsz' ? cluster.jsz(server) : small();
  for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
}
