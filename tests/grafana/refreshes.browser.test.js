// A wall for months, in short: a thousand refreshes, of what nine real servers say, leave nothing behind.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NEW } from '../../www/build/nats-server.js';
import { Cluster } from '../live/cluster.js';
import { open } from '../www/browser.js';
import { frameOf, timeOf } from './answers.js';
import { GRAFANA } from './bundle.js';
import { visit } from './dashboard.js';

/** By then the rounds that are kept, and the strip of earlier ones, are as long as they get. */
const SETTLED = 250;
const REFRESHES = 1_000;

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {import('./answers.js').Answer[]} */
let nine;
before(async () => {
  house = await open();
  nine = await nineServers();
});
after(() => house.close());

for (const version of /** @type {(keyof typeof GRAFANA)[]} */ (Object.keys(GRAFANA))) {
  describe(`in Grafana ${version}`, () => {
    test('a thousand refreshes leave nothing behind', async (t) => {
      const { page, show, says, troubles } = await visit(t, house.browser, version, {
        before: `
          const { instantiate } = WebAssembly;
          WebAssembly.instantiate = async (...given) => {
            const made = await instantiate.apply(WebAssembly, given);
            window.wasm = made.instance.exports.memory;
            return made;
          };
        `,
      });
      const frame = frameOf(nine);
      const began = timeOf(nine);
      await show({ frames: [frame], clock: began, width: 800, height: 500 });
      await says(/held.*9 of 9/);

      const session = await page.createCDPSession();
      await session.send('Performance.enable');
      const early = await page.evaluate(refreshMany, frame, began, 0, SETTLED);
      const settled = await left();
      const late = await page.evaluate(refreshMany, frame, began, SETTLED, REFRESHES);
      const grown = await left();

      const times = [...early, ...late].sort((a, b) => a - b);
      t.diagnostic(`refresh of 9 servers: median ${times[times.length >> 1].toFixed(1)} ms, ` +
        `95 % below ${times[Math.floor(times.length * 0.95)].toFixed(1)} ms`);
      t.diagnostic(`after ${SETTLED} ${JSON.stringify(settled)}, after ${REFRESHES} ${JSON.stringify(grown)}`);
      assert.deepEqual(grown, settled);
      assert.deepEqual(troubles, []);

      /** What is there once everything unused is gone. */
      async function left() {
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        const count = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value;
        const wasm = await page.evaluate(() => window.wasm?.buffer.byteLength);
        return { elements: count('Nodes'), listeners: count('JSEventListeners'), wasm };
      }
    });
  });
}

/** @returns {Promise<import('./answers.js').Answer[]>} What nine servers with a leader say. */
async function nineServers() {
  const cluster = await Cluster.start(NEW, 9);
  try {
    const patience = AbortSignal.timeout(120_000);
    for (;;) {
      const answers = await Promise.all(cluster.names.flatMap((server) => ['/jsz', '/healthz'].map(async (path) => ({
        server, path, ...(await cluster.ask(server, path)),
      }))));
      const replicas = answers.flatMap(({ path, body }) =>
        (path === '/jsz' && body ? JSON.parse(body).meta_cluster?.replicas ?? [] : []));
      const isWhole = replicas.filter((/** @type {any} */ one) => one.current && !one.offline).length === 8;
      if (isWhole && answers.every(({ status }) => status === 200)) return answers;
      if (patience.aborted) throw new Error(`nine servers found no leader: ${JSON.stringify(replicas)}`);
      await sleep(500);
    }
  } finally {
    await cluster.end();
  }
}

/**
 * In the page: a refresh every five seconds of its clock; every fourth finds five servers gone.
 *
 * @param {ReturnType<typeof frameOf>} frame
 * @param {number} began
 * @param {number} from
 * @param {number} to
 */
async function refreshMany(frame, began, from, to) {
  const times = [];
  for (let n = from + 1; n <= to; n += 1) {
    const now = began + n * 5_000;
    window.ahead = now - performance.timeOrigin - performance.now();
    const fields = frame.fields.map(({ name, values }) => ({
      name,
      values: values.map((value, row) => {
        const isGone = n % 4 === 0 && row < 10;
        if (name === 'error') return isGone ? 'connection refused' : null;
        if (isGone && (name === 'body' || name === 'status')) return null;
        if (name !== 'body') return value;
        return String(value).replace(/"now": *"[^"]+"/, `"now": "${new Date(now).toISOString()}"`);
      }),
    }));
    const start = performance.now();
    await window.grafana.show({ frames: [{ ...frame, fields }], at: now, isHurried: true });
    // What the browser has to place is part of it.
    document.body.getBoundingClientRect();
    times.push(performance.now() - start);
    if (n % 10 === 0) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
  return times;
}
