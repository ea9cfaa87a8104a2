// What every test begins with; it is cleared away when the test ends, however it ends.

import { Application } from './client.js';
import { Cluster } from './cluster.js';
import { Watch } from './watch.js';

/** @import { TestContext } from 'node:test' */

const ATTEMPTS = 4;

/**
 * Three servers of one version, with nobody missing, and who watches them.
 * @param {TestContext} t
 * @param {string} version
 */
export async function wholeCluster(t, version) {
  // Up to 2.10 the first two of a new cluster sometimes begin without the third, and stay so: then another one.
  for (let attempt = 1; ; attempt += 1) {
    const cluster = await Cluster.start(version);
    t.after(() => cluster.end());
    const watch = await Watch.of(cluster);
    try {
      const { groups } = await watch.untilWhole(attempt < ATTEMPTS ? 15 : undefined);
      return { cluster, watch, leader: groups[0].leader };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await cluster.end();
    }
  }
}

/**
 * The same with an application, and its stream ORDERS on all three.
 * @param {TestContext} t
 * @param {string} version
 */
export async function clusterInUse(t, version) {
  const { cluster, watch } = await wholeCluster(t, version);
  const application = await Application.of(cluster);
  t.after(() => application.end());
  await application.create('ORDERS', 3);
  return { cluster, watch, application };
}

/**
 * After servers were started: until nobody is missing. Up to 2.10 the leader sometimes does not hear one that came
 * back, until that one is started once more.
 * @param {Cluster} cluster
 * @param {Watch} watch
 */
export async function wholeAgain(cluster, watch) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await watch.untilWhole(attempt < ATTEMPTS ? 25 : undefined);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      const { groups } = await watch.look();
      const unheard = groups.flatMap(({ peers }) => peers.filter(({ vote }) => vote !== 'able'));
      for (const { name } of unheard) {
        if (name === undefined) continue;
        await cluster.stop(name);
        await cluster.start(name);
      }
    }
  }
}
