// The page in Firefox: read, judged and shown as in Chromium, with files, text and keys.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { openFirefox } from './browser.js';
import { example } from './element.js';
import { recorded, terminal } from './recorded.js';
import { axeFinds, scrollsSideways, settled, text } from './visit.js';

const SHOTS = 'dist/screenshots';

/** @type {Awaited<ReturnType<typeof openFirefox>>} */
let house;
/** @type {string} */
let folder;
before(async () => {
  house = await openFirefox();
  folder = await mkdtemp(join(tmpdir(), 'firefox-'));
  await mkdir(SHOTS, { recursive: true });
});
after(async () => {
  await house?.close();
  if (folder) await rm(folder, { recursive: true });
});

async function visit() {
  const page = await house.browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.setViewport({ width: 1280, height: 900 });
  /** @type {string[]} */
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(house.address);
  await settled(page);
  return { page, troubles };
}

for (const name of ['held', 'crash', 'partition']) {
  test(`${name}: one click, and the verdict that Node gives`, async () => {
    const triage = await Triage.create();
    for (const reading of await example(name)) triage.add(reading);
    const [group] = triage.report().groups;
    const { page, troubles } = await visit();
    await page.click(`[data-example=${name}]`);
    await settled(page);
    assert.equal(await page.$eval('.verdict', (one) => one.getAttribute('data-verdict')), group.verdict);
    assert.ok((await text(page, '.verdict')).includes(group.says));
    await page.screenshot({ path: `${SHOTS}/firefox-${name}.png`, fullPage: true });
    assert.deepEqual(await axeFinds(page), []);
    for (const width of [1280, 320]) {
      await page.setViewport({ width, height: 900 });
      assert.equal(await scrollsSideways(page), false, `${width} px`);
    }
    assert.deepEqual(troubles, []);
    await page.close();
  });
}

test('files, a big one too, and text; each value one press away', async () => {
  const { page, troubles } = await visit();
  const asked = recorded('05_lost_followers_only_kill/2.12.8/06-lost-t30s');
  const big = join(folder, 'big.txt');
  await writeFile(big, `${terminal(asked)}\n${' '.repeat(5_000_000)}\n`);
  const chooser = await page.$('#files');
  await /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (chooser).uploadFile(big);
  await page.waitForSelector('.verdict');
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('#reading')).hidden);
  await settled(page);
  await page.type('#text', '{"status":"ok"}');
  await page.click('#paste button');
  await settled(page);
  assert.match(await text(page, '#readings'), /paste 1/);
  assert.match(await text(page, '.verdict'), /Lost/);
  await page.focus('.because .evidence');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] mark');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.match(await text(page, 'dialog[open]'), /^Keys/);
  assert.deepEqual(troubles, []);
  await page.close();
});
