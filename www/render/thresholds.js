/**
 * From where on a check fires.
 *
 * @typedef {import('../types/report.js').Report} Report
 */

import { el } from './dom.js';

/** @param {Report} report */
export function thresholds({ thresholds: from }) {
  const count = (/** @type {number} */ number) => number.toLocaleString('en');
  /** @type {[string, string][]} */
  const all = [
    ['META_003', `more than ${count(from.leader_changes)} changes of leader within ${count(from.leader_changes_within_s)} s`],
    ['META_004', `${count(from.snapshot_warning_s)} s for a snapshot are an early sign, ${count(from.snapshot_critical_s)} s fail`],
    ['META_005', `more than ${count(from.state_replicas)} replicas of streams and consumers`],
    ['META_008', `more than ${count(from.pending_requests)} API requests in the queue`],
    ['Restart', `one leader for at least ${count(from.leader_settled_s)} s`],
  ];
  return el('details', { class: 'more thresholds' },
    el('summary', {}, 'Thresholds these checks used'),
    el('dl', {}, ...all.flatMap(([code, words]) => [el('dt', {}, el('code', {}, code)), el('dd', {}, words)])));
}
