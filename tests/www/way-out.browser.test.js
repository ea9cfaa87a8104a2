// The way out, followed on the page through a real recovery: two of three servers are down and come back.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { momentsOf, recorded, terminal } from './recorded.js';
import { axeFinds, settled, text, visit } from './visit.js';

const SHOTS = 'dist/screenshots';

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
  await mkdir(SHOTS, { recursive: true });
});
after(() => house?.close());

const session = (/** @type {string} */ id) => terminal(recorded(id));

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} field
 * @param {string} words
 */
async function give(page, field, words) {
  await page.$eval(field, (area, given) => { /** @type {HTMLTextAreaElement} */ (area).value = given; }, words);
  await page.$eval(field, (area) => /** @type {HTMLTextAreaElement} */ (area).form?.requestSubmit());
  await settled(page);
}

/** @param {import('puppeteer-core').Page} page */
function checklist(page) {
  return page.$$eval('.step', (all) => all.map((step) => ({
    says: step.querySelector('h4')?.textContent ?? '',
    done: step.hasAttribute('data-done'),
    isNext: step.getAttribute('aria-current') === 'step',
  })));
}

test('from a loss to the end of it, the steps are ticked off by what is pasted', async () => {
  const run = 'R0_old_disk_back/2.12.8';
  const moments = momentsOf(run);
  const { page, troubles } = await visit(house);
  await give(page, '#text', session(moments[1]));
  assert.match(await text(page, '.verdict'), /Lost/);
  const first = await checklist(page);
  assert.deepEqual(first.map(({ isNext }) => isNext).indexOf(true), 0, 'the first step is next');
  assert.match(first[0].says, /^Copy the store directory/);
  assert.equal(first.filter(({ done }) => done).length, 0);
  const back = first.find(({ says }) => /^Bring ONE of /.test(says));
  assert.ok(back, JSON.stringify(first));

  // What no reading can show is ticked by hand, with the keyboard, and the next one is next.
  await page.focus('.step .tick input');
  await page.keyboard.press('Space');
  const second = await checklist(page);
  assert.deepEqual([second[0].done, second[1].isNext], [true, true]);
  assert.match(await text(page, '.step[data-done] .tick'), /done, as you say/);
  assert.equal(await page.evaluate(() => document.activeElement?.matches('.tick input')), true, 'the focus stays');
  await page.screenshot({ path: `${SHOTS}/way-out-begun.png`, fullPage: true });
  assert.deepEqual(await axeFinds(page), []);

  // One is back: pasted right there.
  await give(page, '.paste-next textarea', session(moments[2]));
  assert.match(await text(page, '.verdict'), /Held/);
  assert.match(await text(page, '.done-so-far'), /Bring ONE of .* done: the readings of .* UTC show it/);
  assert.doesNotMatch(await text(page, '.done-so-far'), /Clone/, 'which waits for the same, but is for another case');
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.recovery') !== null), true);
  assert.deepEqual(await axeFinds(page), []);
  await page.setViewport({ width: 390, height: 900 });
  await page.screenshot({ path: `${SHOTS}/way-out-narrow.png`, fullPage: true });

  // All are back.
  await give(page, '#text', session(/** @type {string} */ (moments.at(-1))));
  assert.match(await text(page, '.recovery'), /^The way out is behind you/);
  assert.match(await text(page, '.recovery'), /Bring ONE of .* show it/);
  assert.deepEqual(await axeFinds(page), []);

  // Something else altogether begins without it.
  await page.click('#clear');
  await settled(page);
  assert.equal(await page.$('.recovery'), null);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('readings that settle nothing leave the way out where it was', async () => {
  const [, lost, unclear] = momentsOf('R1_same_name_empty/2.9.10');
  const { page } = await visit(house);
  await give(page, '#text', session(lost));
  const steps = await checklist(page);
  await give(page, '.paste-next textarea', session(unclear));
  assert.match(await text(page, '.verdict'), /Undecided/);
  assert.deepEqual(await checklist(page), steps);
  assert.match(await text(page, '.past'), /^The newest readings do not settle what is broken\. .* UTC\.$/);
  await page.close();
});
