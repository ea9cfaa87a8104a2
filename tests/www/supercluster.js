// A super-cluster as large as anybody runs one, made by the way the wire is: what its servers say, round by round,
// while some of them fall silent, a cluster goes away, and the lead changes.

import { createHash } from 'node:crypto';

/** @import { Input } from '../../dist/quorate.js' */

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** @param {string} name */
function peerId(name) {
  const digest = createHash('sha256').update(name).digest();
  return [...digest.subarray(0, 8)].map((byte) => LETTERS[byte % 62]).join('');
}

/** @param {string} name */
function publicKey(name) {
  return `N${createHash('sha256').update(`key of ${name}`).digest('hex').toUpperCase().slice(0, 55)}`;
}

/**
 * @param {{ clusters: number, each: number, rounds: number }} size
 * @param {(name: string) => string} [called]
 * @returns {Input[]}
 */
export function superCluster({ clusters, each, rounds }, called = (name) => name) {
  const servers = Array.from({ length: clusters * each }, (_, i) => {
    const cluster = `C${Math.floor(i / each) + 1}`;
    return { name: called(`${cluster.toLowerCase()}-nats-${i % each}`), cluster, zone: `az:${'abc'[i % 3]}` };
  });
  const began = Date.parse('2026-11-22T19:00:00Z');
  return Array.from({ length: rounds }, (_, round) => {
    const now = new Date(began + round * 30_000);
    // From the fifth round on one server is away, from the tenth to the seventeenth a cluster, and in the fifteenth and
    // sixteenth half of all.
    const away = (/** @type {number} */ i) => (round >= 4 && i === 3)
      || (round >= 9 && round < 17 && i >= servers.length - each)
      || (round >= 14 && round < 16 && i >= servers.length / 2);
    const leader = servers[round < 12 ? 0 : 12 % servers.length];
    const led = !(round >= 14 && round < 16);
    return servers.flatMap((server, i) => {
      const asked = (/** @type {string} */ path) => (
        { source: `${round} ${server.name} ${path}`, server: server.name, path, moment: now.toISOString() });
      /** @type {(path: string, body: object) => Input} */
      const input = (path, body) => ({
        ...asked(path), status: 200,
        body: JSON.stringify({ server_id: publicKey(server.name), now: now.toISOString(), ...body }),
      });
      if (away(i)) {
        /** @type {(path: string) => Input} */
        const silent = (path) => ({ ...asked(path), error: 'connection refused' });
        return ['/jsz', '/routez'].map(silent);
      }
      const others = servers.filter((other) => other !== server);
      const row = (/** @type {typeof server} */ other) => {
        const gone = away(servers.indexOf(other));
        const varied = (i * 7 + round * 13 + servers.indexOf(other) * 31) % 900;
        const active = gone ? 30e9 * (round + 1) : 1e6 * (100 + varied);
        return { name: other.name, current: !gone, active, peer: peerId(other.name) };
      };
      const named = led ? { leader: leader.name, peer: peerId(leader.name) } : {};
      const meta = { name: server.cluster, ...named, cluster_size: servers.length,
        ...led && server === leader ? { replicas: others.map(row) } : {} };
      const beside = others.filter((other) => other.cluster === server.cluster && !away(servers.indexOf(other)));
      return [
        input('/jsz', { config: { max_memory: 67108864 }, meta_cluster: meta }),
        input('/varz', {
          server_name: server.name, version: '2.12.8', tags: [server.zone], cluster: { name: server.cluster },
          gateway: { name: server.cluster }, start: '2026-11-20T00:00:00Z',
        }),
        input('/routez', { num_routes: beside.length, routes: beside.map((other) => ({
          remote_id: publicKey(other.name), remote_name: other.name, start: '2026-11-20T00:00:00Z', idle: '1s' })) }),
      ];
    });
  }).flat();
}
