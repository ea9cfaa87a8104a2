// The door, in a page and in a worker: the same as in Node.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { open } from './browser.js';
import { recorded } from './recorded.js';

const INPUTS = recorded('01_healthy/2.10.26/01-just-ready');

/** @type {Awaited<ReturnType<typeof open>>} */
let chromium;
before(async () => {
  chromium = await open();
});
after(() => chromium.close());

async function reportInNode() {
  const triage = await Triage.create();
  for (const input of INPUTS) triage.add(input);
  return triage.report();
}

test('in a page', async () => {
  const page = await chromium.blankPage();
  const report = await page.evaluate(
    async (module, inputs) => {
      const { Triage: InPage } = await import(module);
      const triage = await InPage.create();
      for (const input of inputs) triage.add(input);
      return triage.report();
    },
    `${chromium.address}quorate.js`,
    INPUTS,
  );
  assert.deepEqual(report, await reportInNode());
});

test('in a worker', async () => {
  const page = await chromium.blankPage();
  const report = await page.evaluate(
    (module, inputs) => {
      const code = `
        import { Triage } from '${module}';
        onmessage = async ({ data }) => {
          const triage = await Triage.create();
          for (const input of data) triage.add(input);
          postMessage(triage.report());
        };`;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });
      return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(inputs);
      });
    },
    `${chromium.address}quorate.js`,
    INPUTS,
  );
  assert.deepEqual(report, await reportInNode());
});

test('wasm that does not come is told with its address, and asked for again', async () => {
  const page = await chromium.blankPage();
  const wasm = `${chromium.address}wasm/quorate_bg.wasm`;
  /** @type {((request: import('puppeteer-core').HTTPRequest) => Promise<void>)[]} */
  const answers = [(request) => request.respond({ status: 404 }), (request) => request.abort()];
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const answer = request.url() === wasm ? answers.shift() : undefined;
    void (answer?.(request) ?? request.continue());
  });
  const told = await page.evaluate(async (module) => {
    const { Triage: InPage } = await import(module);
    const once = () => InPage.create().then(() => 'created', String);
    return [await once(), await once(), await once()];
  }, `${chromium.address}quorate.js`);
  assert.deepEqual(told, [
    `Error: ${wasm} could not be fetched: HTTP 404. Try again`,
    `Error: ${wasm} could not be fetched: Failed to fetch. Try again`,
    'created',
  ]);
});
