// What a server prints of its cluster, as objects whose fields are in nats-server's order.

import { createHash } from 'node:crypto';

import { randomOf } from './random.js';

/** @import { Account, Cluster, Consumer, Stream } from './cluster.js' */

const CLUSTER = 'C1';
const NOW = Date.parse('2026-03-14T15:09:26.535Z');
const SECOND = 1_000_000_000;
const NEVER = '0001-01-01T00:00:00Z';

/**
 * /varz, as far as it says who it is.
 * @param {string} server
 */
export function varz(server) {
  const cluster = { name: CLUSTER };
  return { server_id: publicKey(server), server_name: server, version: '2.15.1', cluster, now: time(NOW) };
}

/**
 * All but the accounts.
 * @param {Cluster} cluster
 * @param {string} server
 * @param {Account[]} accounts
 */
export function head(cluster, server, accounts) {
  const sum = (/** @type {'streams' | 'consumers' | 'replicated' | 'messages' | 'bytes'} */ field) =>
    accounts.reduce((total, account) => total + account[field], 0);
  const random = randomOf(cluster.shape.seed, cluster.servers.indexOf(server), -1);
  const leads = server === 'n1';
  const others = cluster.servers.filter((other) => other !== server);
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
      replicas: others.map((other) => row(cluster, other, leads, other === 'n1', random)),
      cluster_size: cluster.servers.length,
      quorum_needed: Math.floor(cluster.servers.length / 2) + 1,
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
 * @param {Cluster} cluster
 * @param {string} peer
 * @param {boolean} leads
 * @param {boolean} isLeader
 * @param {ReturnType<typeof randomOf>} random
 */
function row(cluster, peer, leads, isLeader, random) {
  if (cluster.down.includes(peer)) {
    const [active, lag] = leads ? [300 * SECOND + random.below(SECOND), 1 + random.below(5_000)] : [0];
    return { name: peer, current: false, offline: true, active, lag, peer: peerId(peer) };
  }
  const heard = leads || isLeader;
  return { name: peer, current: heard, active: heard ? random.below(SECOND) : 0, peer: peerId(peer) };
}

/**
 * `cluster` of a stream or consumer. Who knows no leader lists itself as well.
 * @param {Cluster} cluster
 * @param {'S' | 'C'} kind
 * @param {{ replicas: string[], leader?: string }} group
 * @param {string} server
 * @param {ReturnType<typeof randomOf>} random the server's own
 * @param {string} id
 */
function group(cluster, kind, { replicas, leader }, server, random, id) {
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
    replicas: rows.map((peer) => row(cluster, peer, leads, peer === leader, random)),
  };
}

/**
 * A stream, as a server that holds it prints it.
 * @param {Cluster} cluster
 * @param {Stream} stream
 * @param {string} server
 */
export function streamDetail(cluster, stream, server) {
  const { seed, latin } = cluster.shape;
  // Every server prints the same of its configuration and its creation, and its own of the rest.
  const shared = randomOf(seed, stream.n, -2);
  const own = randomOf(seed, stream.n, cluster.servers.indexOf(server), -3);
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
    cluster: group(cluster, 'S', stream, server, own, shared.letters(8)),
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
    consumer_detail: held.length ? held.map((one, c) => consumerDetail(cluster, stream, one, c, server)) : undefined,
  };
}

/**
 * @param {Cluster} cluster
 * @param {Stream} stream
 * @param {Consumer} one
 * @param {number} c
 * @param {string} server
 */
function consumerDetail(cluster, stream, one, c, server) {
  const { seed } = cluster.shape;
  const number = Number(one.name.split('-').at(-1));
  const shared = randomOf(seed, stream.n, number, -4);
  const own = randomOf(seed, stream.n, number, cluster.servers.indexOf(server), -5);
  const delivered = shared.below(stream.messages + 1);
  const acknowledged = Math.max(0, delivered - shared.below(100));
  const push = shared.once(4);
  const backs = shared.once(8);
  const active = delivered ? time(NOW - shared.below(1e6), shared) : undefined;
  return {
    stream_name: stream.name,
    name: one.name,
    created: time(NOW - 80_000_000 - shared.below(1e9), shared),
    config: {
      durable_name: one.name,
      name: one.name,
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
      num_replicas: one.follows ? 0 : 1,
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
    cluster: group(cluster, 'C', one, server, own, shared.letters(8)),
    push_bound: push || undefined,
    ts: time(NOW, own),
  };
}

/**
 * An account, without its streams.
 * @param {Account} account
 */
export function accountDetail({ name, bytes }) {
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
