// Shape 4: one row for each peer in a server's list, with what the server says of the group in every row.
//
// A frame shows what was selected, and not what was left out. So it must have every column without which a peer that is
// gone could look as if it were there: without `offline`, one that said goodbye. Without `leader`, every group would
// look as if it had none.

import type { DataFrame } from '@grafana/data';

import { askedOf } from './asked';
import { type Column, cell, column, flag, number, rowsRead, text, time, timeColumn } from './cells';
import { called, list, type Reading } from './shape';

/** Below this a number of nanoseconds is more likely one of seconds or milliseconds. */
const LEAST_NS = 100_000;
const UNITS: Record<string, number> = { ns: 1, µs: 1e3, us: 1e3, ms: 1e6, s: 1e9 };

export function replicas(frame: DataFrame): Reading[] {
  const of = columnsOf(frame);
  if (lacking(frame).length > 0) return [];
  const views = new Map<string, Reading & { body: { meta_cluster: { replicas: object[] } } }>();
  for (const row of rowsRead(frame)) {
    const [size, leader] = [number(cell(of.size, row)), text(cell(of.leader, row))];
    const asked = askedOf(frame, row);
    const at = time(cell(of.at, row));
    const id = text(cell(of.id, row));
    const key = JSON.stringify([asked.server, id, at, leader, size]);
    if (!views.has(key)) {
      // Null: nobody wrote it down. Whose view it is the core takes from the label then; a rescue it asks about.
      const rescue = flag(cell(of.rescue, row)) ?? null;
      const needed = number(cell(of.needed, row));
      const meta = { leader, cluster_size: size, quorum_needed: needed, rescue, replicas: [] };
      const body = { server_id: id ?? null, meta_cluster: meta };
      views.set(key, { source: '', ...asked, path: '/jsz', body, at });
    }
    const peer = peerOf(of, row);
    if (peer) views.get(key)?.body.meta_cluster.replicas.push(peer);
  }
  return [...views.values()];
}

/** Why rows of peers cannot be used, where they are such. */
export function replicasRefused(frame: DataFrame): string | undefined {
  const missing = lacking(frame);
  const isOne = column(frame, 'active') && column(frame, 'current', 'offline') && missing.length > 0;
  if (!isOne) return undefined;
  return (
    `${called(frame)} has a row for each peer, but not ${list(missing)}: without that, a peer that is gone could look ` +
    'as if it were there.'
  );
}

function columnsOf(frame: DataFrame): Record<string, Column> {
  return {
    at: timeColumn(frame),
    id: column(frame, 'server_id'),
    leader: column(frame, 'leader', 'meta_cluster.leader'),
    size: column(frame, 'cluster_size', 'size', 'meta_cluster.cluster_size'),
    name: column(frame, 'name', 'peer'),
    peer: column(frame, 'name') && column(frame, 'peer'),
    needed: column(frame, 'quorum_needed'),
    rescue: column(frame, 'rescue'),
    current: column(frame, 'current'),
    offline: column(frame, 'offline'),
    active: column(frame, 'active'),
    lag: column(frame, 'lag'),
  };
}

function lacking(frame: DataFrame): string[] {
  const of = columnsOf(frame);
  return Object.entries({
    leader: of.leader,
    cluster_size: of.size,
    name: of.name,
    offline: of.offline,
    active: of.active,
  })
    .filter(([, field]) => !field)
    .map(([name]) => name);
}

function peerOf(of: Record<string, Column>, row: number): object | undefined {
  const name = text(cell(of.name, row));
  if (name === undefined) return undefined;
  return {
    name,
    peer: text(cell(of.peer, row)),
    current: flag(cell(of.current, row)),
    offline: flag(cell(of.offline, row)) ? true : undefined,
    active: nanoseconds(of.active, row),
    lag: number(cell(of.lag, row)),
  };
}

/** As /jsz prints it, unless the column's unit says something else. */
function nanoseconds(active: Column, row: number): number | undefined {
  const value = number(cell(active, row));
  const unit = UNITS[active?.config?.unit ?? ''];
  if (value === undefined || value < 0) return undefined;
  if (unit !== undefined) return Math.round(value * unit);
  return value === 0 || value >= LEAST_NS ? Math.round(value) : undefined;
}
