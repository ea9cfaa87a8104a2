// What a panel does from one refresh to the next, and what the dashboard decides.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from '../www/browser.js';
import { frameOf } from './answers.js';
import { GRAFANA } from './bundle.js';
import { visit } from './dashboard.js';
import { STATES } from './states.js';

const { held, lost } = STATES;

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
});
after(() => house.close());

for (const version of /** @type {(keyof typeof GRAFANA)[]} */ (Object.keys(GRAFANA))) {
  describe(`in Grafana ${version}`, () => {
    test('while it is asked again the last verdict stays, and goes stale by itself', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version);
      await show({ ...held.shown, options: { fresh: 7 } });
      await says(/held/);
      await show({ state: 'Loading', frames: [] });
      await says(/asking again/);
      assert.equal(await marked(page, 'verdict'), 'held');
      await says(/stale/);
      assert.equal(await marked(page, 'stale'), 'true');
    });

    test('a query that fails after a verdict leaves nothing green', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version);
      await show(held.shown);
      await says(/held/);
      await show({ ...STATES.error.shown, at: Date.now() });
      await says(/no readings.*not found/);
      assert.equal(await marked(page, 'verdict'), undefined);
    });

    test('the strip tells when the verdict changed, also after the page was loaded anew', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version);
      const at = Number(held.shown.clock);
      await show({ ...held.shown, at, dashboardUID: 'd1', targets: [{ refId: 'A' }] });
      await says(/held since/);
      await show({ ...held.shown, at: at + 5_000, clock: at + 5_000 });
      await show({ ...lost.shown, targets: [{ refId: 'B' }] });
      await says(/lost since/);
      const told = () => page.$$eval('#panel ol li', (items) => items.map(({ textContent }) => textContent ?? ''));
      const [first, last] = await told();
      assert.match(first, /^Held from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d$/);
      assert.match(last, /^Lost since \d\d:\d\d:\d\d$/);
      await page.evaluate(() => window.grafana.leave());
      await show();
      await says(/lost since/);
      assert.equal((await told())[0], first);
    });

    test('links of the fields are the panel’s', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version);
      const links = [{ title: 'Runbook', url: 'https://example.net/runbook' }];
      const linked = { defaults: { links }, overrides: [] };
      await show({ ...held.shown, fieldConfig: linked });
      await says(/runbook/);
      assert.equal(await page.$eval('#panel a', (link) => link.getAttribute('href')), links[0].url);
      links.push({ title: 'Logs', url: 'https://example.net/logs' });
      await show({ fieldConfig: linked });
      await says(/2 links/);
      await page.click('#panel button');
      await says(/runbook.*logs/);
    });

    test('the dashboard decides what is shown, and which servers there should be', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version);
      await show({ ...lost.shown, width: 800, height: 400 });
      await says(/lost.*critical.*next/);
      await show({ options: { show: [] } });
      const words = await page.evaluate(() => window.grafana.text());
      assert.match(words, /Lost/);
      assert.doesNotMatch(words, /critical|Next:/);
      const answers = frameOf([{ server: 'n1', path: '/jsz', error: 'connection refused' }]);
      await show({ frames: [answers], at: Date.now(), options: { expected: ['n1', 'n2', 'n3'] } });
      await says(/undecided.*n2.*n3/);
    });

    test('details come with a press, from the keyboard as well', async (t) => {
      const { page, show, says } = await visit(t, house.browser, version);
      await show({ ...held.shown, width: 200, height: 120 });
      await says(/held/);
      // What the chrome around it has comes first.
      const isThere = () => page.evaluate(() => Boolean(document.activeElement?.shadowRoot));
      for (let tabs = 0; tabs < 10 && !(await isThere()); tabs += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await says(/how we know/);
      await page.keyboard.press('Escape');
      assert.doesNotMatch(await page.evaluate(() => window.grafana.text()), /How we know/);
    });
  });
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 * @returns {Promise<string | undefined>}
 */
function marked(page, name) {
  return page.evaluate((mark) => {
    const host = [...document.querySelectorAll('*')].find(({ shadowRoot }) => shadowRoot?.querySelector('.surface'));
    const surface = /** @type {HTMLElement | null} */ (host?.shadowRoot?.querySelector('.surface'));
    return surface?.dataset[mark];
  }, name);
}
