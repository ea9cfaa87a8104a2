// Every state, on real packages of the oldest and the newest Grafana, by day and by night, from a corner to a wall.
// What was seen is kept: dist/shots/grafana/.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { open } from '../www/browser.js';
import { axeFinds } from '../www/visit.js';
import { GRAFANA } from './bundle.js';
import { visit } from './dashboard.js';
import { STATES } from './states.js';

const SHOTS = 'dist/shots/grafana';
const SIZES = [[200, 120], [320, 200], [480, 300], [800, 500], [1600, 900]];
/** What differs between two Grafanas shows at the ends as well. */
const ENDS = [[200, 120], [480, 300], [1600, 900]];
/** Where axe looks: at a part of the report, and at the whole. */
const LOOKED_AT = [480, 1600];

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
});
after(() => house.close());

for (const version of /** @type {(keyof typeof GRAFANA)[]} */ (Object.keys(GRAFANA))) {
  describe(`in Grafana ${version}`, { concurrency: true }, () => {
    for (const mode of ['dark', 'light']) {
      test(`every state, ${mode}`, async (t) => {
        mkdirSync(`${SHOTS}/${version}`, { recursive: true });
        const { page, show, says, troubles } = await visit(t, house.browser, version);
        for (const [name, { shown, says: words, verdict }] of Object.entries(STATES)) {
          for (const [width, height] of version.startsWith('11') ? ENDS : SIZES) {
            // A panel of its own each time: nothing of what was shown before is left.
            await page.evaluate(() => window.grafana.leave());
            await show({ ...shown, mode, width, height });
            const where = `${name}, ${mode}, ${width} x ${height}`;
            await says(width < 320 ? new RegExp(words.source.split('.*')[0], 'i') : words);
            const wanted = { verdict: verdict ?? null, isCut: false, isWide: false, isNothing: false };
            assert.deepEqual(await page.evaluate(seen), wanted, where);
            const path = /** @type {`${string}.png`} */ (
              `${SHOTS}/${version}/${name.replaceAll(/\W+/g, '-')}-${mode}-${width}x${height}.png`);
            await page.screenshot({ path, clip: { x: 0, y: 0, width: width + 16, height: height + 16 } });
            if (LOOKED_AT.includes(width)) assert.deepEqual(await axeFinds(page, '#panel'), [], where);
          }
        }
        assert.deepEqual(troubles, []);
      });
    }
  });
}

/** What there is to be seen, in the page: is the one word whole, and nothing wider than its box? */
function seen() {
  const hosts = [...document.querySelectorAll('*')].filter(({ shadowRoot }) => shadowRoot?.querySelector('.surface'));
  const [host] = hosts;
  const surface = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector('.surface'));
  const box = surface.getBoundingClientRect();
  const word = /** @type {Element} */ ([...surface.querySelectorAll('.word, .verdict h2')]
    .find((element) => element.checkVisibility()));
  const { left, right, top, bottom } = word.getBoundingClientRect();
  const isStale = surface.dataset.stale === 'true';
  return {
    verdict: surface.dataset.verdict ?? null,
    isCut: left < box.left || right > box.right || top < box.top || bottom > box.bottom,
    isWide: surface.scrollWidth > surface.clientWidth,
    isNothing: box.width < 100 || box.height < 40 || (isStale && !/stale/i.test(surface.innerText)),
  };
}
