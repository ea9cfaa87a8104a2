// Recorded moments as each of the shapes: what a data source would have returned of them.

import { resultOf } from './infinity.js';

/** @import { Input } from '../../dist/quorate.js' */
/** @typedef {Input & { body?: string }} Recorded */
/** @typedef {{ series: any[], errors: any[], targets?: any[] }} Given */

/** @param {Recorded} reading */
const urlOf = ({ server, path }) => `http://${server}:8222${path}`;

/** Shape 1: one table, a row for each reading. @param {Recorded[]} readings @returns {Given} */
export function asRawTable(readings) {
  const of = (/** @type {keyof Recorded} */ name) => readings.map((reading) => reading[name] ?? null);
  return {
    series: [
      {
        refId: 'A',
        fields: [
          { name: 'server', type: 'string', values: of('server') },
          { name: 'endpoint', type: 'string', values: of('path') },
          { name: 'status', type: 'number', values: of('status') },
          { name: 'error', type: 'string', values: of('error') },
          { name: 'body', type: 'string', values: of('body') },
        ],
      },
    ],
    errors: [],
  };
}

/** Shape 1 again: a frame for each reading, its server in the labels. @param {Recorded[]} readings @returns {Given} */
export function asRawFrames(readings) {
  return {
    series: readings.map(({ server, path, status, error, body }, n) => ({
      refId: `Q${n}`,
      fields: [
        { name: 'body', type: 'string', labels: { server }, values: [body ?? null] },
        { name: 'status', type: 'number', values: [status ?? null] },
        { name: 'error', type: 'string', values: [error ?? null] },
        { name: 'path', type: 'string', values: [path] },
      ],
    })),
    errors: [],
  };
}

/** Shape 2, with `data.errors`: one Infinity query for each reading. @param {Recorded[]} readings @returns {Given} */
export function asInfinity(readings, options = {}) {
  const results = readings.map((reading, n) =>
    resultOf({ refId: `${reading.server} ${n}`, url: urlOf(reading), ignoreStatusCode: true, ...options }, reading),
  );
  return {
    series: results.flatMap(({ series }) => series),
    errors: results.flatMap(({ errors }) => errors),
    targets: readings.map((reading, n) => ({ refId: `${reading.server} ${n}`, url: urlOf(reading) })),
  };
}

/** Shape 3: only the whole response is of use. @param {Recorded[]} readings */
export const asResponses = (readings) => asInfinity(readings, { rootSelector: 'api' });

/** Shape 4: every row of every /jsz, with its server. @param {Recorded[]} readings @returns {Given} */
export function asReplicaRows(readings) {
  const rows = views(readings).flatMap(({ server, meta }) =>
    (meta.replicas ?? []).map((/** @type {any} */ peer) => ({
      server,
      leader: meta.leader ?? null,
      cluster_size: meta.cluster_size,
      offline: null,
      lag: null,
      ...peer,
    })),
  );
  const names = ['server', 'leader', 'cluster_size', 'name', 'peer', 'current', 'offline', 'active', 'lag'];
  const fields = names.map((name) => ({ name, values: rows.map((row) => row[name] ?? null) }));
  return { series: [{ refId: 'A', fields }], errors: [] };
}

/** Shape 5: what nats-surveyor would have made of the servers' STATSZ. @param {Recorded[]} readings @returns {Given} */
export function asVectors(readings, at = 1_764_000_000_000) {
  const PREFIX = 'nats_core_jetstream_cluster_raft_group_';
  /** @type {any[]} */
  const series = [];
  for (const { server, id, meta } of views(readings)) {
    const leads = meta.leader === server;
    const of = { server_id: id, server_name: server, cluster_name: meta.name };
    const add = (/** @type {string} */ name, /** @type {number} */ value, labels = {}) =>
      series.push({
        refId: 'A',
        name: PREFIX + name,
        fields: [
          { name: 'Time', type: 'time', values: [at] },
          { name: 'Value', type: 'number', labels: { __name__: PREFIX + name, ...of, ...labels }, values: [value] },
        ],
      });
    // A follower's STATSZ names no cluster, and lists nobody.
    add('info', 1, {
      cluster_name: leads ? meta.name : '_meta_',
      jetstream_domain: 'Default',
      raft_group: '_meta_',
      leader: meta.leader ?? '',
    });
    add('size', meta.cluster_size);
    add('leader', leads ? 1 : 0);
    const replicas = leads ? (meta.replicas ?? []) : [];
    add('replicas', replicas.length);
    for (const { name: peer, active, current, offline } of replicas) {
      add('replica_peer_active', active, { peer });
      add('replica_peer_current', current ? 1 : 0, { peer });
      add('replica_peer_offline', offline ? 1 : 0, { peer });
    }
  }
  return { series, errors: [] };
}

/** Shape 6: replies over NATS, as one text a row. @param {Recorded[]} readings @returns {Given} */
export function asReplies(readings) {
  const answered = readings.filter(({ body }) => body);
  const ids = new Map(views(readings).map(({ server, id }) => [server, id]));
  const bodies = answered.map(
    ({ server, body }) =>
      `{"server":{"name":"${server}"${
        ids.has(String(server)) ? `,"id":"${ids.get(String(server))}"` : ''
      }},"data":${body}}`,
  );
  return { series: [{ refId: 'A', fields: [{ name: 'value', type: 'string', values: bodies }] }], errors: [] };
}

/** @param {Recorded[]} readings */
function views(readings) {
  return readings.flatMap(({ server, path, body }) => {
    if (path !== '/jsz' || !body) return [];
    try {
      const jsz = JSON.parse(body);
      return jsz.meta_cluster ? [{ server: String(server), id: jsz.server_id, meta: jsz.meta_cluster }] : [];
    } catch {
      return [];
    }
  });
}
