// However Grafana serves and loads the panel, it starts, and asks for nothing more; where it is forbidden to start, it
// says what is to be done, and nothing about the servers.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from '../www/browser.js';
import { GRAFANA } from './bundle.js';
import { visit } from './dashboard.js';
import { POLICIES } from './server.js';
import { STATES } from './states.js';

/** Somebody else's fetch, as tracing makes it: what it gives is no Response, and has no content type. */
const WRAPPED = `
  const real = window.fetch;
  window.fetch = async (...given) => {
    const response = await real(...given);
    return { ok: response.ok, status: response.status, url: response.url, text: () => response.text(),
      json: () => response.json(), headers: new Headers({ 'content-type': response.headers.get('content-type') }) };
  };
`;

/** @type {Record<string, import('./dashboard.js').Circumstances>} */
const STARTS = {
  'by script': {},
  'by fetch': { how: 'fetch' },
  'by fetch, below a sub-path': { how: 'fetch', subPath: '/monitoring/grafana' },
  'by script, below a sub-path': { subPath: '/monitoring/grafana' },
  'with a wrapped fetch': { before: WRAPPED },
  'with Grafana’s own policy': { policy: POLICIES.template },
  'by fetch, with Grafana’s own policy': { policy: POLICIES.template, how: 'fetch' },
  'with a policy that allows wasm alone': { policy: POLICIES.withWasm },
  'in the sandbox': { how: 'sandbox' },
  'in the sandbox, with Grafana’s own policy': { how: 'sandbox', policy: POLICIES.template },
};

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
});
after(() => house.close());

for (const version of /** @type {(keyof typeof GRAFANA)[]} */ (Object.keys(GRAFANA))) {
  describe(`in Grafana ${version}`, () => {
    for (const [name, circumstances] of Object.entries(STARTS)) {
      test(name, async (t) => {
        const { show, says, troubles, requests } = await visit(t, house.browser, version, circumstances);
        for (const state of ['held', 'lost, assuming', 'wrong frames']) {
          await show(STATES[state].shown);
          await says(STATES[state].says);
        }
        assert.deepEqual(troubles, []);
        // Icons and fonts are Grafana's own.
        assert.deepEqual(requests.filter((url) => !/\/(img|fonts)\//.test(url)), []);
      });
    }

    test('where the policy forbids wasm', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version, { policy: POLICIES.withoutEval });
      await show(STATES.held.shown);
      await says(/forbids WebAssembly.*script-src.*'wasm-unsafe-eval'/);
      assert.equal(await verdictOn(page), null);
      // A refresh does not bring it back, and does not blank it.
      await show({ ...STATES.held.shown, at: Date.now() });
      await says(/'wasm-unsafe-eval'/);
    });

    test('where the wasm does not start', async (t) => {
      const broken = `WebAssembly.instantiate = () => Promise.reject(new RangeError('out of memory'));`;
      const { page, show, says } = await visit(t, house.browser, version, { before: broken });
      await show(STATES.held.shown);
      await says(/says nothing about your servers.*out of memory/);
      assert.equal(await verdictOn(page), null);
    });
  });
}

/** @param {import('puppeteer-core').Page} page */
function verdictOn(page) {
  return page.evaluate(() => {
    const root = [...document.querySelectorAll('*')].find(({ shadowRoot }) => shadowRoot?.querySelector('.surface'));
    const surface = /** @type {HTMLElement | null} */ (root?.shadowRoot?.querySelector('.surface'));
    return surface?.dataset.verdict ?? null;
  });
}
