// The blocks of guided collection, run as they stand against real servers: one killed, one frozen. What they print is
// pasted back, and all of it is read.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { NEW, OLD } from '../../www/build/nats-server.js';
import { collectCommand } from '../../www/collect/command.js';
import { asksFor } from '../../www/collect/missing.js';
import { QUESTIONS } from '../../www/collect/questions.js';
import { findServers } from '../../www/collect/servers.js';
import { SYSTEM } from './cluster.js';
import { wholeCluster } from './stage.js';

/**
 * @import { TestContext } from 'node:test'
 * @import { Report } from '../../dist/quorate.js'
 * @import { Cluster } from './cluster.js'
 */

/**
 * Runs a block in bash, with programs that stand for those that are not here.
 *
 * @param {TestContext} t
 * @param {string} block
 * @param {Record<string, string>} [programs]
 * @returns {Promise<string>} What it prints.
 */
async function run(t, block, programs = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'collect-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text, { mode: 0o755 });
  const child = spawn('bash', ['-c', block], {
    cwd: folder,
    env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { printed += text; });
  await new Promise((resolve) => child.once('close', resolve));
  return printed;
}

/** @param {...string} texts */
async function judged(...texts) {
  const triage = await Triage.create();
  texts.forEach((body, index) => triage.add({ source: `paste ${index + 1}`, body, batch: String(index) }));
  return triage.report();
}

/**
 * @param {Report} report
 * @param {RegExp} said
 */
function silent({ readings }, said) {
  return readings.filter(({ says }) => said.test(says)).map(({ label, endpoint }) => `${label} ${endpoint}`).sort();
}

/** @param {Cluster} cluster */
function addresses(cluster) {
  return findServers(cluster.names.map((name) => `127.0.0.1:${cluster.server(name).monitor}`).join(' ')).servers;
}

/** @param {Cluster} cluster @param {string} name */
const labelOf = (cluster, name) => `127.0.0.1:${cluster.server(name).monitor}`;

/** @param {string[]} labels */
const allOf = (labels) => labels.flatMap((label) => QUESTIONS.map((path) => `${label} ${path}`)).sort();

/**
 * Runs what comes behind `--` for a pod that exists, on the port where that server listens here.
 *
 * @param {Cluster} cluster
 */
function kubectl(cluster) {
  const cases = cluster.names.map((name) => `${name}) port=${cluster.server(name).monitor};;`).join(' ');
  return `#!/usr/bin/env bash
if [ "$1" = get ]; then printf 'pod/%s\\n' ${cluster.names.join(' ')}; exit; fi
[ "$1" = exec ] || exit 9
shift; [ "$1" = -n ] && shift 2
[ "$1" = --request-timeout=10s ] || exit 9
shift
pod=\${1#pod/}; shift
case $pod in ${cases} *) echo "Error from server (NotFound): pods \\"$pod\\" not found" >&2; exit 1;; esac
[ "$1" = -- ] || exit 9
shift; args=()
for word in "$@"; do args+=("\${word/#8222\\//$port/}"); done
"\${args[@]}"; code=$?
[ $code = 0 ] || echo "command terminated with exit code $code" >&2
exit $code
`;
}

/**
 * Sends the request to the cluster and prints the replies, as \`nats req --raw\` does; nothing when nobody answers.
 *
 * @param {Cluster} cluster
 * @param {string[]} names
 */
function nats(cluster, names) {
  return `#!/usr/bin/env node
import(${JSON.stringify(import.meta.resolve('@nats-io/transport-node'))}).then(async ({ connect }) => {
  const [req, subject, body, ...flags] = process.argv.slice(2);
  const flag = (name) => flags.find((one) => one.startsWith('--' + name + '='))?.split('=')[1];
  if (req !== 'req' || !flags.includes('--raw')) process.exit(9);
  const servers = ${JSON.stringify(cluster.addresses(names))};
  const connection = await connect({ ...${JSON.stringify(SYSTEM)}, servers });
  const [replies, seconds] = [Number(flag('replies')), parseInt(flag('timeout'), 10)];
  const options = { strategy: replies ? 'count' : 'timer', maxMessages: replies || undefined, maxWait: seconds * 1000 };
  try {
    for await (const reply of await connection.requestMany(subject, body, options)) console.log(reply.string());
  } catch (error) {
    if (!/timeout/i.test(String(error))) console.error('nats: error: ' + error.message);
  }
  await connection.close();
});
`;
}

describe('what the block prints is read back whole', { concurrency: true }, () => {
  for (const version of [OLD, NEW]) {
    test(`bash, ${version}: held, then one killed and one frozen`, async (t) => {
      const { cluster, leader } = await wholeCluster(t, version);
      const servers = addresses(cluster);
      const block = collectCommand('bash', { asks: servers.map((server) => ({ server, paths: QUESTIONS })) });
      const whole = await judged(await run(t, block));
      assert.deepEqual(whole.errors, []);
      assert.deepEqual(whole.readings.map(({ label, endpoint }) => `${label} ${endpoint}`).sort(),
        allOf(servers.map(({ name }) => name)));
      assert.ok(whole.readings.every(({ status, endpoint }) => status === 200 || endpoint === '/raftz'));
      assert.deepEqual([whole.groups.length, whole.groups[0].verdict, whole.groups[0].tolerance], [1, 'held', 1]);
      assert.deepEqual(asksFor(whole, [], QUESTIONS).missing, []);

      const [killed, frozen] = cluster.names.filter((name) => name !== leader);
      await cluster.kill(killed);
      cluster.freeze(frozen);
      // A leader names itself for up to 20 s more, so the first word may still be open, and is never wrong.
      const report = await judged(await run(t, block));
      assert.deepEqual(report.errors, []);
      // Whose the silent addresses are no reading tells: names would, as below.
      assert.equal(report.groups[0].verdict, 'undecided');
      assert.equal(report.readings.length, servers.length * QUESTIONS.length);
      assert.deepEqual(silent(report, /did not answer: curl: \(7\)/), allOf([labelOf(cluster, killed)]));
      assert.deepEqual(silent(report, /did not answer: curl: \(28\)/), allOf([labelOf(cluster, frozen)]));
    });
  }

  test('bash: what is missing is asked for, and then nothing is missing', async (t) => {
    const { cluster } = await wholeCluster(t, NEW);
    const servers = addresses(cluster);
    const first = await run(t, collectCommand('bash', { asks: [{ server: servers[0], paths: ['/jsz', '/varz'] }] }));
    const { missing } = asksFor(await judged(first), servers, QUESTIONS);
    const byServer = new Map(missing.map(({ server, paths }) => [server.base, paths]));
    assert.deepEqual(byServer.get(servers[1].base), QUESTIONS);
    assert.deepEqual(byServer.get(servers[2].base), QUESTIONS);
    const triage = await Triage.create();
    triage.add({ source: 'paste 1', body: first, batch: '1' });
    triage.add({ source: 'paste 2', body: await run(t, collectCommand('bash', { asks: missing })), batch: '1' });
    const report = triage.report();
    assert.equal(report.groups[0].verdict, 'held');
    assert.deepEqual(report.errors, []);
  });

  test('kubectl: from inside each pod, one frozen and one gone', async (t) => {
    const { cluster } = await wholeCluster(t, NEW);
    const programs = { kubectl: kubectl(cluster) };
    const whole = await judged(await run(t, collectCommand('kubectl', { asks: [], all: QUESTIONS }), programs));
    assert.deepEqual(whole.errors, []);
    assert.deepEqual(silent(whole, /./), allOf(cluster.names));
    assert.deepEqual([whole.groups.length, whole.groups[0].verdict], [1, 'held']);

    cluster.freeze('n3');
    const { servers } = findServers('n1 n2 n3 n9');
    const asks = servers.map((server) => ({ server, paths: QUESTIONS }));
    const report = await judged(await run(t, collectCommand('kubectl', { asks, namespace: 'nats' }), programs));
    assert.deepEqual(report.errors, []);
    assert.deepEqual(silent(report, /did not answer: curl: \(28\)/), allOf(['n3']));
    assert.deepEqual(silent(report, /pods "n9" not found/), allOf(['n9']));

    await cluster.kill('n2');
    const all = asks.slice(0, 3);
    // A leader names itself for up to 20 s more: open then, and never wrong.
    for (let round = 1; ; round += 1) {
      const { groups, readings } = await judged(await run(t, collectCommand('kubectl', { asks: all }), programs));
      assert.notEqual(groups[0].verdict, 'held');
      const health = readings.find(({ label, endpoint }) => label === 'n1' && endpoint === '/healthz');
      // Its /healthz may have been asked just before it knew.
      if (groups[0].verdict !== 'lost' || health?.status !== 503) {
        assert.ok(round < 12, groups[0].says);
        continue;
      }
      assert.match(groups[0].assumes.join(), /n2.*n3/);
      break;
    }
  });

  test('kubectl, an image without curl: nc asks', async (t) => {
    const { cluster } = await wholeCluster(t, OLD);
    // As BusyBox has it: prints all that comes, until the server closes.
    const nc = `#!/usr/bin/env bash
{ exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null ||
  { echo "nc: can't connect to remote host (127.0.0.1): Connection refused" >&2; exit 1; }
cat >&3; exec cat <&3
`;
    const without = kubectl(cluster).replace('"${args[@]}"', '"${args[@]//command -v curl/false}"');
    await cluster.kill('n2');
    cluster.freeze('n3');
    const { servers } = findServers(cluster.names.join(' '));
    const asks = servers.map((server) => ({ server, paths: QUESTIONS }));
    const report = await judged(await run(t, collectCommand('kubectl', { asks }), { kubectl: without, nc }));
    assert.deepEqual(report.errors, []);
    assert.deepEqual(silent(report, /did not answer: nc: .*refused/), allOf(['n2']));
    // On a busy machine another answer may be late as well.
    const late = silent(report, /did not answer: nc: timed out after 5 s/);
    assert.deepEqual(late.filter((words) => words.startsWith('n3')), allOf(['n3']));
    assert.ok(report.readings.some(({ label, status }) => label === 'n1' && status !== undefined));
  });

  test('nats: all servers at once, and by name who is silent', async (t) => {
    const { cluster } = await wholeCluster(t, NEW);
    const { servers } = findServers(cluster.names.join(' '));
    const asks = servers.map((server) => ({ server, paths: ['/jsz'] }));
    const block = collectCommand('nats', { asks, all: QUESTIONS });
    const whole = await judged(await run(t, block, { nats: nats(cluster, cluster.names) }));
    assert.deepEqual(whole.errors, []);
    assert.equal(whole.readings.length, 3 * QUESTIONS.length + 3);
    assert.deepEqual([whole.groups.length, whole.groups[0].verdict], [1, 'held']);

    await cluster.kill('n3');
    const report = await judged(await run(t, block, { nats: nats(cluster, ['n1', 'n2']) }));
    assert.deepEqual(report.errors, []);
    assert.deepEqual(silent(report, /did not answer/), ['n3 $SYS.REQ.SERVER.PING.JSZ']);
  });
});
