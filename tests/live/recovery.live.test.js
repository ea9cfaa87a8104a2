// The way out of a killed majority, done exactly as the report gives it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NEW, OLD } from '../../www/build/nats-server.js';
import { perform } from './acts.js';
import { clusterInUse } from './stage.js';

/**
 * @import { TestContext } from 'node:test'
 * @import { Report, Step } from '../../dist/quorate.js'
 * @import { Application } from './client.js'
 * @import { Watch } from './watch.js'
 */

const MESSAGES = 20;
const RESCUE = '$JS.API.META.RESCUE';

describe('the way out of a killed majority', { concurrency: true }, () => {
  for (const version of [OLD, NEW]) {
    test(`of ${version}, whose disks are there, gives the group back, and what it held`, async (t) => {
      const { cluster, watch, application, steps } = await lose(t, version);
      // What is for some cases only is not for this one.
      for (const step of steps.filter(({ only_if: condition }) => !condition)) await perform(cluster, step);
      await watch.untilVerdict('held');
      await allIsThere(watch, application);
      assert.equal(cluster.running.length, 2, 'the fewest servers that restore the majority were started');
    });
  }

  test(`of ${NEW}, whose disks are gone, is the rescue, and then new servers`, async (t) => {
    const { cluster, watch, application, victims, steps } = await lose(t, NEW);
    cluster.loseDisks(...victims);
    const rescue = steps.find(({ actions }) => actions.some((action) => subjectOf(action) === RESCUE));
    assert.ok(rescue, steps.map(({ says }) => says).join('\n'));
    const [backUp] = steps;
    assert.deepEqual([...new Set(backUp.actions.map((action) => action.do))], ['copy'], backUp.says);
    await perform(cluster, backUp);
    await perform(cluster, rescue);
    await watch.until(() => 'a rescue is active', ({ groups: [group] }) => group.rescue && group.verdict === 'held');

    // The same case goes on: the dead are removed.
    const then = steps.slice(steps.indexOf(rescue) + 1);
    for (const step of then.filter((other) => other.only_if === rescue.only_if)) await perform(cluster, step);
    const isOver = (/** @type {Report} */ { groups: [group] }) => !group.rescue && group.verdict === 'held';
    await watch.until(() => 'held, without a rescue', isOver);
    await allIsThere(watch, application);

    for (const name of ['n4', 'n5']) await cluster.add(name);
    await watch.until(() => 'three peers', ({ groups: [group] }) => group.size === 3 && group.tolerance === 1);
    await allIsThere(watch, application);
  });
});

/**
 * A cluster of three that held messages, until two of the servers were killed; and what the report says then.
 * @param {TestContext} t
 * @param {string} version
 */
async function lose(t, version) {
  const { cluster, watch, application } = await clusterInUse(t, version);
  for (let n = 0; n < MESSAGES; n += 1) await application.publish('ORDERS');
  await watch.untilAllHold('ORDERS', MESSAGES);

  const [, ...victims] = cluster.names;
  await cluster.kill(...victims);
  const lost = await watch.untilVerdict('lost');
  return { cluster, watch, application, victims, steps: stepsOf(lost) };
}

/**
 * @param {Report} report
 * @returns {Step[]}
 */
function stepsOf({ groups: [{ recovery }] }) {
  assert.ok(recovery, 'there is a way out');
  return recovery.steps;
}

/** @param {Step['actions'][number]} action */
function subjectOf(action) {
  return action.do === 'request' ? action.subject : undefined;
}

/**
 * Every server that runs holds every message itself, and one more is taken.
 * @param {Watch} watch
 * @param {Application} application
 */
async function allIsThere(watch, application) {
  await watch.untilAllHold('ORDERS', application.acknowledged);
  await application.publish('ORDERS');
}
