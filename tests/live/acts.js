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
export async function perform(cluster, { says, actions }) {
  for (const action of actions) {
    saysTheSame(action, says);
    await act(cluster, action);
  }
}

/**
 * What people read has the values for programs in it: the command, or where it is everybody's own, the step's sentence.
 * @param {Action} action
 * @param {string} sentence
 */
function saysTheSame({ do: kind, command, ...values }, sentence) {
  const isTheirOwn = kind === 'start' || kind === 'stop';
  const read = isTheirOwn ? `${sentence} ${command ?? ''}` : command;
  for (const value of Object.values(values)) {
    if (typeof value === 'string') assert.ok(read?.includes(value), `${kind}: “${read}” does not have ${value}`);
  }
}

/**
 * @param {Cluster} cluster
 * @param {Action} action
 */
async function act(cluster, action) {
  switch (action.do) {
    case 'copy':
      if (action.from) assert.equal(action.from, cluster.server(action.server).jetstream);
      // As the step says: where the disk can be reached.
      if (cluster.hasDisk(action.server)) cluster.copy(action.server, action.to);
      return undefined;
    case 'start':
      return cluster.start(action.server, { ownDisk: action.own_disk });
    case 'stop':
      return cluster.stop(action.server);
    case 'request':
      return request(cluster, action.subject, action.payload);
    case 'ask':
      // No answer is one too.
      return assert.notEqual((await cluster.ask(action.server, action.path)).status, 404, action.path);
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
