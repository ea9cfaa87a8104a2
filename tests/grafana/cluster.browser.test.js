// The panel and the truth: a real cluster, asked every five seconds as the Infinity data source asks, while its servers
// are killed and come back.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NEW } from '../../www/build/nats-server.js';
import { Cluster } from '../live/cluster.js';
import { open } from '../www/browser.js';
import { GRAFANA } from './bundle.js';
import { visit } from './dashboard.js';
import { ask } from './infinity.js';

const EVERY_MS = 5_000;

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
});
after(() => house.close());

describe('beside a real cluster', { concurrency: true }, () => {
  for (const version of /** @type {(keyof typeof GRAFANA)[]} */ (Object.keys(GRAFANA))) {
    test(`in Grafana ${version} the verdict follows the truth`, async (t) => {
      const cluster = await Cluster.start(NEW);
      t.after(() => cluster.end());
      const leader = await elected(cluster);
      const [first, second] = cluster.names.filter((name) => name !== leader);
      const { page, show, says, troubles } = await visit(t, house.browser, version);
      await show({ width: 800, height: 300 });
      const targets = cluster.names.flatMap((name) => ['jsz', 'healthz'].map((path) => ({
        refId: `${name} ${path}`,
        url: `http://127.0.0.1:${cluster.server(name).monitor}/${path}`,
        ignoreStatusCode: true,
        datasource: { type: 'yesoreyeram-infinity-datasource' },
      })));

      const refresh = async () => {
        await show({ state: 'Loading' });
        const answers = await Promise.all(targets.map(ask));
        const errors = answers.flatMap((answer) => answer.errors);
        await show({
          frames: answers.flatMap(({ series }) => series),
          errors: errors.length > 0 ? errors : null,
          state: errors.length > 0 ? 'Error' : 'Done',
          targets,
          at: Date.now(),
        });
        await says(/as of/);
      };
      /** Asks until it says so, at most so often. @param {RegExp} what @param {number} times */
      const within = async (what, times) => {
        for (let n = 1; ; n += 1) {
          await refresh();
          const words = await page.evaluate(() => window.grafana.text());
          if (what.test(words)) return t.diagnostic(`${what}: with refresh ${n}`);
          if (n === times) assert.fail(`after ${n} refreshes not ${what} but: ${words}`);
          await sleep(EVERY_MS);
        }
      };

      await within(/\bheld\b[\s\S]*\b3 of 3\b/i, 2);
      await cluster.kill(first);
      await within(/\bheld\b[\s\S]*\b2 of 3\b/i, 2);
      await cluster.kill(second);
      await within(/^lost$/im, 2);
      await cluster.start(first);
      await elected(cluster);
      await within(/^held$/im, 2);
      await cluster.kill(leader);
      await within(/^lost$/im, 2);
      await Promise.all([cluster.start(leader), cluster.start(second)]);
      await elected(cluster);
      await within(/^held$/im, 2);
      const strip = await page.$$eval('#panel ol li', (items) => items.map((item) => item.getAttribute('data-said')));
      t.diagnostic(`the strip: ${strip.join(', ')}`);
      assert.deepEqual(strip.filter((said) => said === 'held' || said === 'lost').join(), 'held,lost,held,lost,held');
      assert.deepEqual(troubles, []);
    });
  }
});

/** Until one server says that it leads a majority that it hears. @param {Cluster} cluster */
async function elected(cluster) {
  const patience = AbortSignal.timeout(60_000);
  for (;;) {
    for (const name of cluster.running) {
      const { body } = await cluster.ask(name, '/jsz');
      const meta = JSON.parse(body || '{}').meta_cluster;
      const heard = (meta?.replicas ?? []).filter((/** @type {{ offline?: boolean, current?: boolean }} */ replica) =>
        replica.current && !replica.offline);
      if (meta?.leader === name && heard.length >= 1) return name;
    }
    if (patience.aborted) throw new Error('no leader within a minute');
    await sleep(200);
  }
}
