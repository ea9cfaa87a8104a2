// All that an operator can ask of a cluster, round after round, and what Quorate says to it.

import { setTimeout as sleep } from 'node:timers/promises';

import { Triage } from '../../dist/quorate.js';

/**
 * @import { Report } from '../../dist/quorate.js'
 * @import { Cluster } from './cluster.js'
 */

const PATHS = ['/jsz?accounts=true&streams=true&consumers=true&config=true', '/healthz', '/varz', '/routez', '/raftz'];

// Enough for what takes several moments to see, without judging the whole test again every second.
const KEPT_ROUNDS = 20;
const PAUSE_MS = 1_000;

export class Watch {
  /** The verdict of every round, oldest first, with what it assumes. @type {string[]} */
  verdicts = [];
  /** @type {string[][]} */
  #rounds = [];
  #cluster;
  #triage;

  /** @param {Cluster} cluster */
  static async of(cluster) {
    return new Watch(cluster, await Triage.create());
  }

  /**
   * @private
   * @param {Cluster} cluster
   * @param {Triage} triage
   */
  constructor(cluster, triage) {
    this.#cluster = cluster;
    this.#triage = triage;
  }

  /**
   * One round: every server is asked everything, at once.
   * @returns {Promise<Report>}
   */
  async look() {
    const moment = Date.now() / 1000;
    const questions = this.#cluster.names.flatMap((server) => PATHS.map((path) => ({ server, path })));
    const inputs = await Promise.all(
      questions.map(async ({ server, path }) => {
        const source = `${moment} ${server}${path}`;
        return { source, server, path, moment, ...(await this.#cluster.ask(server, path)) };
      }),
    );
    for (const input of inputs) this.#triage.add(input);
    this.#rounds.push(inputs.map(({ source }) => source));
    if (this.#rounds.length > KEPT_ROUNDS) {
      for (const source of this.#rounds.shift() ?? []) this.#triage.remove(source);
    }
    const report = this.#triage.report();
    for (const { verdict, assumes } of report.groups) {
      this.verdicts.push(assumes.length > 0 ? `${verdict}, assuming ${assumes.join('; ')}` : verdict);
    }
    return report;
  }

  /**
   * Looks until the report is as wanted.
   * @param {() => string} what as it stands then
   * @param {(report: Report) => unknown} isSo a promise is waited for
   * @param {number} [withinS]
   * @returns {Promise<Report>}
   */
  async until(what, isSo, withinS = 45) {
    const patience = AbortSignal.timeout(withinS * 1000);
    for (;;) {
      const report = await this.look();
      if (await isSo(report)) return report;
      if (patience.aborted) throw new Error(`not within ${withinS} s: ${what()}\n${inShort(report)}`);
      await sleep(PAUSE_MS);
    }
  }

  /**
   * Looks until the verdict is this one.
   * @param {string} verdict
   * @param {number} [withinS]
   */
  untilVerdict(verdict, withinS) {
    return this.until(() => verdict, ({ groups }) => groups.length === 1 && groups[0].verdict === verdict, withinS);
  }

  /**
   * Looks until the group is held by all servers that run.
   * @param {number} [withinS]
   */
  untilWhole(withinS) {
    const size = this.#cluster.running.length;
    return this.until(() => 'held by all', ({ groups: [group] }) => {
      return group?.verdict === 'held' && group.size === size && group.tolerance === size - (group.needed ?? 0);
    }, withinS);
  }

  /**
   * Looks until every running server itself holds this many messages of a stream: the API's word is the leader's.
   * @param {string} stream
   * @param {number} [count] else any, the same on all
   */
  async untilAllHold(stream, count) {
    /** @type {(number | undefined)[]} */
    let counts = [];
    const isSo = async () => {
      counts = await Promise.all(this.#cluster.running.map((name) => this.#messagesOn(name, stream)));
      return counts.every((held) => held !== undefined && held === (count ?? counts[0]));
    };
    const wanted = count ?? 'equally many';
    const what = () => `${wanted} messages of ${stream} on every server, which hold ${counts.join(', ')}`;
    await this.until(what, isSo);
  }

  /**
   * @param {string} name
   * @param {string} stream
   * @returns {Promise<number | undefined>}
   */
  async #messagesOn(name, stream) {
    const { body } = await this.#cluster.ask(name, '/jsz?accounts=true&streams=true');
    const accounts = JSON.parse(body ?? '{}').account_details ?? [];
    /** @type {{ name: string, state: { messages: number } }[]} */
    const streams = accounts.flatMap((/** @type {any} */ account) => account.stream_detail ?? []);
    return streams.find((detail) => detail.name === stream)?.state.messages;
  }
}

/** @param {Report} report */
export function inShort({ groups, outlook, findings, readings, moments }) {
  const newest = moments.length - 1;
  return JSON.stringify(
    {
      groups: groups.map(({ verdict, says, assumes, leader }) => ({ verdict, says, assumes, leader })),
      restart: outlook.flatMap(({ restart }) => restart),
      findings: findings.map(({ code, outcome, says }) => `${code} ${outcome}: ${says}`),
      readings: readings
        .filter(({ moment }) => moment === newest)
        .map(({ label, endpoint, says }) => `${label} ${endpoint}: ${says}`),
    },
    null,
    2,
  );
}
