// The verdict and the early warning, while servers die, freeze and come back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NEW, OLD } from '../../www/build/nats-server.js';
import { wholeAgain, wholeCluster } from './stage.js';
import { inShort } from './watch.js';

/** @import { Report } from '../../dist/quorate.js' */

describe('the verdict', { concurrency: true }, () => {
  for (const version of [OLD, NEW]) {
    test(`of ${version} is held through a lost follower, and META_001 warns at once`, async (t) => {
      const { cluster, watch, leader } = await wholeCluster(t, version);
      assert.deepEqual(offline(await watch.look()), []);

      const follower = cluster.names.find((name) => name !== leader) ?? '';
      await cluster.kill(follower);
      const reports = [];
      for (let reading = 0; reading < 2; reading += 1) {
        await sleep(3_000);
        reports.push(await watch.look());
      }
      const warned = reports.find((report) => offline(report).length > 0) ?? assert.fail(inShort(reports[1]));
      assert.match(offline(warned)[0], new RegExp(`\\b${follower}\\b`));
      assert.deepEqual([warned.groups[0].verdict, warned.groups[0].tolerance], ['held', 0]);

      await cluster.start(follower);
      assert.deepEqual(offline(await wholeAgain(cluster, watch)), []);
    });

    test(`of ${version} is lost while a majority is frozen, as it seems, and held when it thaws`, async (t) => {
      const { cluster, watch, leader } = await wholeCluster(t, version);
      const majority = cluster.names.filter((name) => name !== leader);
      cluster.freeze(...majority);
      const lost = await watch.untilVerdict('lost');
      // A frozen server and one that is only not exposed look the same: it is said that this is an assumption.
      for (const name of majority) assert.match(lost.groups[0].assumes.join(), new RegExp(`\\b${name}\\b`));
      cluster.thaw(...majority);
      await wholeAgain(cluster, watch);
    });
  }
});

/**
 * What META_001 says.
 * @param {Report} report
 */
function offline({ findings }) {
  return findings.filter(({ code }) => code === 'META_001').map(({ says }) => says);
}
