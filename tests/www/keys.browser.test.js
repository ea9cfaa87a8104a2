// Keys, and the map of them.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { axeFinds, settled, text, visit } from './visit.js';

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
  await mkdir('dist/screenshots', { recursive: true });
});
after(() => house?.close());

/** @param {import('puppeteer-core').Page} page */
function focused(page) {
  return page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
}

test('each key of the map leads to its part, as soon as that is there', async () => {
  const { page, troubles } = await visit(house);
  await page.keyboard.press('f');
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, 'no findings yet');
  await page.click('[data-example=crash]');
  await settled(page);
  for (const [key, place] of [
    ['v', 'report'], ['n', 'What would help most'], ['w', 'The way out'], ['p', 'Peers'], ['h', 'How we know'],
    ['f', 'Findings'], ['r', 'read'], ['c', 'collect'], ['a', 'text'],
  ]) {
    await page.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key));
    assert.equal(await focused(page), place, key);
  }
  // In a field, letters are letters.
  await page.keyboard.type('vw?');
  assert.equal(await page.$eval('#text', (field) => /** @type {HTMLTextAreaElement} */ (field).value), 'vw?');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('the map is in sight, and switches single keys off for the next visit as well', async () => {
  const context = await house.browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(house.address);
  await settled(page);
  assert.match(await text(page, '.top'), /Keys \?/);
  await page.keyboard.press('?');
  assert.equal(await focused(page), 'keys-title');
  assert.match(await text(page, '#keys'), /V go to the verdict .* 1 … 9 take a peer out/);
  assert.deepEqual(await axeFinds(page), []);
  await page.screenshot({ path: 'dist/screenshots/keys.png' });
  await page.keyboard.press('v');
  assert.equal(await page.$('dialog[open]') !== null, true, 'nothing is left while the map is read');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [], 'nothing is kept that nobody changed');
  await page.click('#keys label input');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.equal(await page.$('dialog[open]'), null);
  await page.reload();
  await settled(page);
  await page.keyboard.press('?');
  assert.equal(await page.$('dialog[open]'), null);
  await page.click('#to-keys');
  await page.click('#keys label input');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.equal(await page.$('dialog[open]') !== null, true);
  await context.close();
});

test('what is pasted is the page’s wherever nobody types, and stays where somebody does', async () => {
  const { page } = await visit(house);
  await page.evaluate(() => {
    const kinds = ['text', 'url', 'number', 'checkbox', 'radio', 'range', 'file'];
    const fields = kinds.map((kind) => `<input type="${kind}" id="a-${kind}">`).join('');
    document.querySelector('main')?.insertAdjacentHTML('beforeend', `<div>${fields}<textarea id="a-textarea"></textarea>
      <select id="a-select"></select><p contenteditable id="a-page">.</p><button id="a-button">.</button></div>`);
  });
  const left = (/** @type {string} */ name) => page.$eval(`#a-${name}`, (field) => {
    const clipboardData = new DataTransfer();
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    return field.dispatchEvent(event);
  });
  const typed = ['text', 'url', 'number', 'textarea', 'select', 'page'];
  for (const name of typed) assert.equal(await left(name), true, name);
  for (const name of ['checkbox', 'radio', 'range', 'file', 'button']) assert.equal(await left(name), false, name);
  await page.close();
});
