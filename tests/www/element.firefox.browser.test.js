// `<quorate-report>` in Firefox: the same verdicts as everywhere, of real captures.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { openFirefox } from './browser.js';
import { example } from './element.js';

const SHOTS = 'dist/shots/element';

/** @type {Awaited<ReturnType<typeof openFirefox>>} */
let house;
before(async () => {
  await mkdir(SHOTS, { recursive: true });
  house = await openFirefox();
});
after(() => house?.close());

const BOXES = [[200, 120], [400, 300], [900, 700]];

for (const name of ['held', 'crash', 'partition']) {
  test(`${name}: what Node says, Firefox shows, at every size`, async () => {
    const readings = await example(name);
    const triage = await Triage.create();
    for (const reading of readings) triage.add(reading);
    const report = triage.report();

    const page = await house.browser.newPage();
    await page.setViewport({ width: 960, height: 1200 });
    await page.goto(`${house.address}index.html`);
    await page.evaluate(async (given, boxes) => {
      document.body.replaceChildren(...boxes.map(([width, height]) => {
        const element = Object.assign(document.createElement('quorate-report'), { readings: given });
        element.style.cssText = `width: ${width}px; height: ${height}px; margin: 10px`;
        return element;
      }));
      await import(new URL('define.js', document.baseURI).href);
    }, readings, BOXES);
    await page.waitForFunction(() => [...document.querySelectorAll('quorate-report')].every((one) =>
      /** @type {import('../../www/element.js').QuorateReport} */ (one).report));
    const shown = await page.$$eval('quorate-report', (all) => all.map((one) => {
      const element = /** @type {import('../../www/element.js').QuorateReport} */ (one);
      const words = (/** @type {string} */ selector) => {
        const part = /** @type {HTMLElement | null | undefined} */ (element.shadowRoot?.querySelector(selector));
        return part?.checkVisibility() ? part.innerText.replace(/\s+/g, ' ').trim() : '';
      };
      return { report: element.report, word: words('.word'), says: words('.glance .says'), whole: words('.verdict') };
    }));
    await page.screenshot({ path: `${SHOTS}/firefox-${name}.png`, fullPage: true });
    const [group] = report.groups;
    const word = group.verdict === 'lost' ? 'Lost' : 'Held';
    for (const one of shown) assert.deepEqual(one.report, report);
    const [small, medium, large] = shown;
    assert.deepEqual([small.word, small.says, small.whole], [word, '', '']);
    assert.equal(medium.word, word);
    assert.ok(medium.says.startsWith(group.says), medium.says);
    assert.equal(large.word, '');
    assert.ok(large.whole.includes(word) && large.whole.includes(group.says), large.whole);
    await page.close();
  });
}
