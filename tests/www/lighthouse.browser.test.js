// Lighthouse's judgement of the page, as a phone and as a desktop see it. Performance is a timing: it is printed, and
// no test fails by it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { open } from './browser.js';

// Its declarations are written for an older TypeScript: by a name that is not seen through, they are not read.
const NAME = /** @type {string} */ ('lighthouse');
const { default: lighthouse, desktopConfig } = await import(NAME);

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => { house = await open(); });
after(() => house?.close());

for (const [screen, config] of /** @type {const} */ ([['phone', undefined], ['desktop', desktopConfig]])) {
  test(`as a ${screen} sees it: 100 in accessibility, best practices and SEO`, async (t) => {
    const page = await house.browser.newPage();
    const run = await lighthouse(house.address, { logLevel: 'error' }, config, page);
    assert.ok(run);
    const { audits, categories } = run.lhr;
    t.diagnostic(`performance: ${Math.round((categories.performance.score ?? 0) * 100)}`);
    for (const name of ['accessibility', 'best-practices', 'seo']) {
      const lacks = Object.values(audits).filter(({ score }) => score !== null && score < 1).map(({ title }) => title);
      assert.equal(categories[name].score, 1, `${name}: ${lacks.join('; ')}`);
    }
    await page.close();
  });
}
