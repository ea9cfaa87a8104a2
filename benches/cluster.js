// A cluster of servers with its streams and consumers, made up from a seed: who holds what, and what there is to find.

import { randomOf } from './random.js';

/** @import { Summary } from './candidates.js' */

/**
 * @typedef {object} Shape
 * @property {number} [seed]
 * @property {number} [servers] how many, called n1, n2, ...; n1 leads the meta group
 * @property {number} [down] how many of these, the last ones, have been down for minutes
 * @property {number} [streams] how many streams
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

const ACCOUNTS = 20;
const WORDS = ['orders', 'payments', 'telemetry', 'audit', 'inventory', 'sessions', 'shipping', 'pricing'];
const FOREIGN = ['заказы', 'платежи', '遥测数据', 'аудит', '库存管理', 'сеансы', '物流跟踪', 'цены'];
const USUAL = {
  seed: 1,
  servers: 9,
  down: 2,
  streams: 0,
  sizes: [1, 3, 3, 3, 3, 3, 3, 3, 3, 5],
  consumers: 4,
  lostEvery: 25,
  latin: true,
};

export class Cluster {
  shape;
  servers;
  /** Those that answer. */
  up;
  /** Those that do not. */
  down;

  /** @param {Shape} shape */
  constructor(shape) {
    this.shape = { ...USUAL, ...shape };
    const { servers, down } = this.shape;
    this.servers = Array.from({ length: servers }, (_, n) => `n${n + 1}`);
    this.up = this.servers.slice(0, servers - down);
    this.down = this.servers.slice(servers - down);
  }

  /**
   * What there is to find in the answers of these servers.
   * @param {string[]} servers
   * @returns {Summary}
   */
  summary(servers) {
    const summary = { streams: 0, consumers: 0, lost: 0, placed: Object.fromEntries(this.servers.map((s) => [s, 0])) };
    /** @param {string[]} replicas @param {string} [leader] */
    const count = (replicas, leader) => {
      if (!leader) summary.lost += 1;
      for (const server of replicas) summary.placed[server] += 1;
    };
    for (const stream of this.some(0, this.shape.streams)) {
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
   * The streams from one number to below another.
   * @param {number} from
   * @param {number} to
   */
  *some(from, to) {
    for (let n = from; n < to; n += 1) yield this.#stream(n);
  }

  /** @param {number} n @returns {Stream} */
  #stream(n) {
    const { seed, sizes, lostEvery, latin, consumers } = this.shape;
    const random = randomOf(seed, n);
    const size = random.of(sizes);
    const lost = lostEvery > 0 && n % lostEvery === lostEvery - 1 && this.down.length > 1;
    const [replicated, away] = lost ? [3, 2] : [size, size > 2 && random.once(5) ? 1 : 0];
    const replicas = this.#somewhere(replicated, away, random);
    const messages = random.once(8) ? 0 : random.below(10 ** (2 + random.below(7)));
    const lead = (/** @type {string[]} */ among) =>
      lost && among.length > 1 ? undefined : random.of(among.filter((server) => this.up.includes(server)));
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
        const on = follows ? replicas : [random.of(replicas.filter((server) => this.up.includes(server)))];
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
    const off = Math.min(down, this.down.length);
    return [...random.some(this.up, size - off), ...random.some(this.down, off)];
  }

  /**
   * What a server holds, by account.
   * @param {string} server
   * @returns {Account[]}
   */
  accounts(server) {
    const { streams } = this.shape;
    const accounts = Array.from({ length: ACCOUNTS }, (_, a) => {
      const [from, to] = [a, a + 1].map((part) => Math.floor((part * streams) / ACCOUNTS));
      const name = `ACCOUNT_${a + 1}`;
      const account = { name, from, to, streams: 0, consumers: 0, replicated: 0, messages: 0, bytes: 0 };
      for (const stream of this.some(from, to)) {
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
}
