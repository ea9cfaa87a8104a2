// Does exactly what a step of the way out says, from its values, and nothing else.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { systemRequest } from './client.js';

/**
 * @import { Action, Step } from '../../dist/quorate.js'
 * @import { Cluster } from './cluster.js'
 */

// An election lies between a rescue and the first request to the leader that comes of it.
const REQUEST_WITHIN_MS = 30_000;

/**
 * @param {Cluster} cluster
 * @param {Step} step
 */
export async function perform(cluster, { actions }) {
  for (const action of actions) {
    saysTheSame(action);
    await act(cluster, action);
  }
}

/**
 * The command for people has the values for programs in it.
 * @param {Action} action
 */
function saysTheSame(action) {
  if (action.do === 'mend') return;
  const values = Object.entries(action).flatMap(([key, value]) =>
    key !== 'do' && key !== 'command' && typeof value === 'string' ? [value] : [],
  );
  for (const value of values) {
    assert.ok(action.command?.includes(value), `\`${action.command}\` does not have ${value} (${action.do})`);
  }
}

/**
 * @param {Cluster} cluster
 * @param {Action} action
 */
async function act(cluster, action) {
  switch (action.do) {
    case 'copy':
      // Where the servers say they keep it, the report says the same.
      if (action.from) assert.ok(action.from.startsWith(cluster.server(action.server).store), action.from);
      return cluster.copy(action.server, action.to);
    case 'start':
      return cluster.start(action.server, { ownDisk: action.own_disk });
    case 'stop':
      return cluster.stop(action.server);
    case 'request':
      return request(cluster, action.subject, action.payload);
    case 'ask':
      return assert.equal((await cluster.ask(action.server, action.path)).error, undefined, JSON.stringify(action));
    default:
      return assert.fail(`no program can do this: ${JSON.stringify(action)}`);
  }
}

/**
 * Sent again until one server says that it has done it.
 * @param {Cluster} cluster
 * @param {string} subject
 * @param {string} payload
 */
async function request(cluster, subject, payload) {
  const patience = AbortSignal.timeout(REQUEST_WITHIN_MS);
  for (;;) {
    const replies = await systemRequest(cluster, subject, payload).catch((error) => [{ error: error.message }]);
    if (replies.some(({ error }) => !error)) return;
    if (patience.aborted) assert.fail(`${subject} ${payload}: ${JSON.stringify(replies)}`);
    await sleep(500);
  }
}
