// Reports as DOM: hand-made ones for every verdict, and one in which every text is hostile.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { axeFinds, scrollsSideways, text, visit } from './visit.js';

/** @typedef {import('../../www/types/report.js').Report} Report */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
});
after(() => house?.close());

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
async function show(page, name) {
  const report = JSON.parse(await readFile(`tests/www/reports/${name}.json`, 'utf8'));
  await page.evaluate(async (/** @type {Report} */ given) => {
    const { errorsList, readingsList, renderReport } = await import(new URL('render/report.js', document.baseURI).href);
    const host = { show: () => {}, remove: () => {} };
    document.body.dataset.state = 'filled';
    /** @type {HTMLElement} */ (document.querySelector('#read')).hidden = false;
    document.querySelector('#report')?.replaceChildren(renderReport(given, host));
    document.querySelector('#errors')?.replaceChildren(...[errorsList(given, host)].filter(Boolean));
    document.querySelector('#readings')?.replaceChildren(readingsList(given, host));
  }, report);
}

for (const file of (await readdir('tests/www/reports')).sort()) {
  const name = file.replace('.json', '');
  test(`${name}: axe finds nothing, and nothing is wider than the screen`, async () => {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      const { page, troubles } = await visit(house, { scheme });
      await show(page, name);
      await page.screenshot({ path: `dist/screenshots/report-${name}-${scheme}.png`, fullPage: true });
      assert.deepEqual(await axeFinds(page), []);
      for (const width of [1440, 768, 320]) {
        await page.setViewport({ width, height: 800 });
        assert.equal(await scrollsSideways(page), false, `${width} px, ${scheme}`);
      }
      assert.deepEqual(await axeFinds(page), [], 'at 320 px');
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });
}

test('what a verdict says', async () => {
  const { page } = await visit(house);
  const answers = {
    held: /Held 3 of 3 are in contact, 2 needed: one further loss is survived\. As of 19:19:21 UTC\./,
    lost: /Lost, assuming n1 is down: it refused the connection n2 is down: .* 2 needed\. As of 19:23:59 UTC\./,
    leaderless: /Leaderless A majority answers/,
    undecided: /Undecided Between 0 and 3 of 3 can be in contact, 2 needed/,
    two_groups: /domain leaf .* Lost At most 2 of 5 can be in contact, 3 needed/,
  };
  for (const [name, says] of Object.entries(answers)) {
    await show(page, name);
    assert.match(await text(page, '.verdict'), says);
  }
  assert.deepEqual(
    await page.$$eval('.verdict', (all) => all.map((one) => one.getAttribute('data-verdict'))),
    ['lost', 'held'],
  );
  await page.close();
});

test('hostile text is shown as it is, and nothing of it comes alive', async () => {
  const { page, requests, troubles } = await visit(house);
  await show(page, 'hostile');
  const shown = await text(page, 'main');
  assert.ok(shown.includes('<img src=x onerror=alert(1)>'));
  assert.ok(shown.includes('n1‹U+202E›gnp.exe'), 'what turns the reading direction is shown by its code');
  const all = await page.$eval('main', (main) => main.textContent ?? '');
  for (const unseen of ['\u202e', '\u0000', '\u001b', '\u200b']) assert.ok(!all.includes(unseen));
  assert.equal(await page.$('main img'), null);
  assert.deepEqual(requests, []);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('without a host a report is just read', async () => {
  const { page } = await visit(house);
  const report = JSON.parse(await readFile('tests/www/reports/lost.json', 'utf8'));
  const buttons = await page.evaluate(async (/** @type {Report} */ given) => {
    const { renderReport } = await import(new URL('render/report.js', document.baseURI).href);
    const fragment = renderReport(given);
    return [fragment.querySelectorAll('button.evidence').length, fragment.querySelectorAll('span.evidence').length > 0,
      fragment.querySelectorAll('[id]').length];
  }, report);
  assert.deepEqual(buttons, [0, true, 0]);
  await page.close();
});
