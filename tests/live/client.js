// What clients do: requests on the system account, and the JetStream API as applications use it.

import { connect, headers } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';

import { APP, SYSTEM } from './cluster.js';

/**
 * @import { NatsConnection, RequestOptions } from '@nats-io/transport-node'
 * @import { Cluster } from './cluster.js'
 */

const REQUEST_MS = 2_000;
const PAUSE_MS = 250;
const NOT_FOUND = 10_059;

/**
 * @param {Cluster} cluster
 * @param {{ user: string, pass: string }} account
 * @returns {Promise<NatsConnection>}
 */
function connectTo(cluster, account) {
  return connect({
    ...account,
    servers: cluster.addresses(),
    maxReconnectAttempts: -1,
    reconnectTimeWait: PAUSE_MS,
    // A frozen server keeps its connections.
    pingInterval: REQUEST_MS,
    maxPingOut: 2,
  });
}

/**
 * A request on the system account, to which every server may answer.
 * @param {Cluster} cluster
 * @param {string} subject
 * @param {string} payload
 * @returns {Promise<any[]>} the replies
 */
export async function systemRequest(cluster, subject, payload) {
  const connection = await connectTo(cluster, SYSTEM);
  try {
    const replies = [];
    const options = /** @type {const} */ ({ strategy: 'stall', maxWait: 2 * REQUEST_MS, stall: 1_000 });
    for await (const reply of await connection.requestMany(subject, payload, options)) replies.push(reply.json());
    return replies;
  } finally {
    await connection.close();
  }
}

/** An application: it uses the API through whichever server it is connected to, and tries again when that fails. */
export class Application {
  /** How long everything took that succeeded, tries included, in milliseconds. @type {number[]} */
  took = [];
  /** How many messages the stream acknowledged that it publishes to. */
  acknowledged = 0;
  #busy = false;
  /** @type {Promise<unknown>} */
  #work = Promise.resolve();
  #connection;

  /** @param {Cluster} cluster */
  static async of(cluster) {
    return new Application(await connectTo(cluster, APP));
  }

  /**
   * @private
   * @param {NatsConnection} connection
   */
  constructor(connection) {
    this.#connection = connection;
  }

  /**
   * @param {string} name
   * @param {number} replicas
   */
  create(name, replicas) {
    const configuration = { name, subjects: [`${name}.*`], num_replicas: replicas, storage: 'file' };
    return this.#insist(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify(configuration));
  }

  /**
   * Any request, until it succeeds.
   * @param {string} subject
   * @param {object} payload
   */
  ask(subject, payload) {
    return this.#insist(subject, JSON.stringify(payload));
  }

  /**
   * Takes a consumer's next message, if there is one, and acknowledges it.
   * @param {string} stream
   * @param {string} consumer
   */
  async take(stream, consumer) {
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`;
    for (let tries = 0; tries < 10; tries += 1) {
      try {
        // Nobody answers while it has no leader yet.
        const message = await this.#connection.request(subject, '{"batch":1,"no_wait":true}', { timeout: PAUSE_MS });
        message.respond('+ACK');
        return;
      } catch {
        await sleep(PAUSE_MS);
      }
    }
  }

  /**
   * Takes what consumers deliver by themselves.
   * @param {string} subject
   * @param {string} queue
   */
  listen(subject, queue) {
    this.#connection.subscribe(subject, { queue, callback: (_, message) => void message.respond('+ACK') });
  }

  /** @param {string} name */
  remove(name) {
    // The try before this one may have done it, and only its answer was lost.
    return this.#insist(`$JS.API.STREAM.DELETE.${name}`, '', {}, NOT_FOUND);
  }

  /** @param {string} name of a stream, always the same */
  async publish(name) {
    const count = this.acknowledged + 1;
    // Sent again under its id, a message whose acknowledgement was lost is not kept twice.
    const once = headers();
    once.set('Nats-Msg-Id', `${count}`);
    await this.#insist(`${name}.new`, `message ${count}`, { headers: once });
    this.acknowledged = count;
  }

  /**
   * Creates and deletes a stream and publishes to another, over and over, until `rest`.
   * @param {string} name the stream to publish to
   */
  begin(name) {
    this.#busy = true;
    this.took = [];
    this.#work = Promise.all([
      this.#repeat(async () => {
        await this.create('PASSING', 1);
        await this.remove('PASSING');
      }),
      this.#repeat(() => this.publish(name)),
    ]);
  }

  /** @returns {Promise<number>} the longest that anything took, in milliseconds */
  async rest() {
    this.#busy = false;
    await this.#work;
    return Math.max(...this.took);
  }

  async end() {
    this.#busy = false;
    const work = this.#work.catch(() => {});
    await this.#connection.close();
    await work;
  }

  /** @param {() => Promise<unknown>} work */
  async #repeat(work) {
    while (this.#busy) {
      await work();
      await sleep(PAUSE_MS);
    }
  }

  /**
   * Asks until there is an answer without an error.
   * @param {string} subject
   * @param {string} payload
   * @param {Partial<RequestOptions>} [options]
   * @param {number} [asGood] an error that is as good as none
   * @returns {Promise<any>}
   */
  async #insist(subject, payload, options, asGood) {
    const start = performance.now();
    for (;;) {
      const answer = await this.#try(subject, payload, options);
      if (answer && (!answer.error || answer.error.err_code === asGood)) {
        this.took.push(performance.now() - start);
        return answer;
      }
      if (this.#connection.isClosed()) throw new Error(`${subject}: the connection was closed`);
      await sleep(PAUSE_MS);
    }
  }

  /**
   * @param {string} subject
   * @param {string} payload
   * @param {Partial<RequestOptions>} [options]
   * @returns {Promise<any>} nothing where nobody answered
   */
  async #try(subject, payload, options) {
    try {
      return (await this.#connection.request(subject, payload, { timeout: REQUEST_MS, ...options })).json();
    } catch {
      return undefined;
    }
  }
}
