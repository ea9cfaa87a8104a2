// What every test begins with; it is cleared away when the test ends, however it ends.

import { Application } from './client.js';
import { Cluster } from './cluster.js';
import { Watch } from './watch.js';

/** @import { TestContext } from 'node:test' */

/**
 * Three servers of one version, with nobody missing, and who watches them.
 * @param {TestContext} t
 * @param {string} version
 */
export async function wholeCluster(t, version) {
  const cluster = await Cluster.start(version);
  t.after(() => cluster.end());
  const watch = await Watch.of(cluster);
  const { groups } = await watch.untilWhole();
  return { cluster, watch, leader: groups[0].leader };
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
