// Every state a panel can be in, by what real servers answered, and what it must then say.

import { recorded } from '../www/recorded.js';
import { example, frameOf, timeOf } from './answers.js';

/**
 * @typedef {object} State
 * @property {Record<string, unknown>} shown
 * @property {RegExp} says
 * @property {string} [verdict] None, and it would be wrong to see one.
 */

/** @param {string} id */
function moment(id) {
  const answers = recorded(id);
  return answered(answers, timeOf(answers));
}

/**
 * @param {import('./answers.js').Answer[]} answers
 * @param {number} at
 */
function answered(answers, at) {
  return { frames: [frameOf(answers)], errors: null, state: 'Done', clock: at + 2_000, fieldConfig: null };
}

const held = example('held');
const crash = example('crash');
const { clock } = answered(held.answers, held.at);

/** @type {Record<string, State>} */
export const STATES = {
  held: { shown: answered(held.answers, held.at), says: /held/, verdict: 'held' },
  'lost, assuming': { shown: answered(crash.answers, crash.at), says: /lost.*assuming/, verdict: 'lost' },
  lost: { shown: moment('12_mixed_js/2.15.1/05-js-follower-dead-t6s'), says: /lost/, verdict: 'lost' },
  leaderless: {
    shown: moment('04_lost_leader_survives_kill/2.15.1/09-restarted-t0.5s'),
    says: /leaderless/,
    verdict: 'leaderless',
  },
  undecided: { shown: moment('03_leader_killed/2.12.8/02-leader-killed-t1s'), says: /undecided/, verdict: 'undecided' },
  rescue: { shown: moment('R4_rescue/2.15.1/04-rescue-active'), says: /held.*rescue/, verdict: 'held' },
  seven: { shown: moment('01_healthy.n7/2.15.1/02-healthy'), says: /held.*7 of 7/, verdict: 'held' },
  clusters: { shown: moment('14_supercluster.n6/2.12.8/01-healthy'), says: /held/, verdict: 'held' },
  stale: { shown: { ...answered(held.answers, held.at), clock: held.at + 180_000 }, says: /stale/, verdict: 'held' },
  partial: {
    shown: {
      ...answered(held.answers.filter(({ server }) => server !== 'n3'), held.at),
      errors: [{ refId: 'n3', message: 'dial tcp 10.0.0.3:8222: connect: connection refused' }],
    },
    says: /held/,
    verdict: 'held',
  },
  loading: { shown: { frames: [], errors: null, state: 'Loading', clock }, says: /loading/ },
  'no data': { shown: { frames: [], errors: null, state: 'Done', clock }, says: /no data.*\/jsz/ },
  'wrong frames': {
    shown: {
      ...answered([], held.at),
      frames: [{ refId: 'A', fields: [{ name: 'cpu', type: 'number', values: [1, 2] }] }],
    },
    says: /no readings.*“cpu”.*wanted.*\/jsz/,
  },
  error: {
    shown: {
      frames: [],
      state: 'Error',
      errors: [{ refId: 'A', message: 'Datasource prometheus was not found' }],
      clock,
    },
    says: /no readings.*prometheus was not found/,
  },
};
