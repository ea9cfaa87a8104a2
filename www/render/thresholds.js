/**
 * From where on a check fires.
 *
 * @typedef {import('../types/report.js').Report} Report
 */

import { el } from './dom.js';
import { counted, number as n } from './words.js';

/** @param {Report} report */
export function thresholds({ thresholds: from }) {
  /** @type {[string, string][]} */
  const all = [
    ['META_003', `more than ${counted(from.leader_changes, 'new leader')} in ${n(from.leader_changes_within_s)} s`],
    ['META_004', `a snapshot of ${n(from.snapshot_warning_s)} s warns, one of ${n(from.snapshot_critical_s)} s fails`],
    ['META_005', `more than ${n(from.state_replicas)} replicas of streams and consumers`],
    ['META_008', `more than ${n(from.pending_requests)} API requests in the queue`],
    ['Restart', `one leader for at least ${n(from.leader_settled_s)} s`],
  ];
  return el('details', { class: 'more thresholds' },
    el('summary', {}, 'Thresholds these checks used'),
    el('dl', {}, ...all.flatMap(([code, words]) => [el('dt', {}, el('code', {}, code)), el('dd', {}, words)])));
}
