// A rolling restart that waits for the report's word, and one that does not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NEW, OLD } from '../../www/build/nats-server.js';
import { clusterInUse, wholeAgain } from './stage.js';

/** @import { Report } from '../../dist/quorate.js' */

// The API works as long as whatever a client asks for, trying again as clients do, is done within this time: an
// election takes up to some 10 s.
const WORKS_MS = 15_000;
// How long the rash operator leaves two servers down.
const DOWN_MS = 20_000;

describe('a rolling restart', { concurrency: true }, () => {
  for (const version of [OLD, NEW]) {
    test(`of ${version} that waits for “yes” before each server leaves the API working`, async (t) => {
      const { cluster, watch, application } = await clusterInUse(t, version);
      application.begin('ORDERS');
      for (const name of cluster.names) {
        await watch.until(() => `${name} may be restarted`, (report) => mayRestart(report, name) === 'yes', 60);
        const restart = async () => {
          await cluster.stop(name);
          await watch.look();
          await cluster.start(name);
          await wholeAgain(cluster, watch);
          await watch.until(() => `${name} is back`, (report) => hasRejoined(report, name) === 'yes', 60);
        };
        await restart().catch(async (error) => {
          // 2.10 sometimes hears a server that it heard before only when that is started once more.
          if (version !== OLD) throw error;
          t.diagnostic(`${name} is started once more: ${String(error).split('\n')[0]}`);
          await restart();
        });
      }

      const longest = await application.rest();
      t.diagnostic(`the longest that a client waited: ${(longest / 1000).toFixed(1)} s`);
      assert.ok(longest < WORKS_MS, `a client waited ${longest} ms`);
      // A server too busy to answer in time may make it lost under an assumption, and never without.
      assert.ok(!watch.verdicts.includes('lost'), watch.verdicts.join());
      await watch.untilAllHold('ORDERS', application.acknowledged);
    });

    test(`of ${version} that does not wait stops the API, against the report's “no”`, async (t) => {
      const { cluster, watch, application } = await clusterInUse(t, version);
      application.begin('ORDERS');
      const [first, second] = cluster.names;
      await watch.until(() => `${first} may be restarted`, (report) => mayRestart(report, first) === 'yes', 60);
      await cluster.stop(first);
      await watch.until(() => `${second} may not be restarted`, (report) => mayRestart(report, second) === 'no');
      await cluster.stop(second);
      const stopped = performance.now();
      await watch.untilVerdict('lost');
      await sleep(Math.max(0, DOWN_MS - (performance.now() - stopped)));
      await Promise.all([cluster.start(first), cluster.start(second)]);
      await wholeAgain(cluster, watch);

      const longest = await application.rest();
      t.diagnostic(`the longest that a client waited: ${(longest / 1000).toFixed(1)} s`);
      assert.ok(longest > WORKS_MS, `no client waited longer than ${longest} ms`);
      // Messages that were sent again and again while nobody could take them may be lost in 2.10, although the last was
      // acknowledged: but then on all servers alike.
      await watch.untilAllHold('ORDERS');
    });
  }
});

/**
 * @param {Report} report
 * @param {string} name
 */
function mayRestart({ outlook: [outlook] }, name) {
  return outlook?.restart.find(({ server }) => server === name)?.safe;
}

/**
 * @param {Report} report
 * @param {string} name
 */
function hasRejoined({ groups: [group] }, name) {
  return group?.rejoined.find(({ server }) => server === name)?.rejoined;
}
