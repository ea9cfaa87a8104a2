// How `<quorate-report>` looks: every state at every size, in light, dark and forced colours. The pictures are kept.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { pageWith, reportNamed } from './element.js';
import { axeFinds } from './visit.js';

/** @typedef {import('../../www/element.js').QuorateReport} Element */
/** @typedef {import('puppeteer-core').Page} Page */

const SHOTS = 'dist/shots/element';
const SIZES = [[200, 120], [400, 300], [800, 600], [1600, 900]];
const REPORTS = ['held', 'lost', 'leaderless', 'undecided', 'two_groups', 'hostile'];

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
  await mkdir(SHOTS, { recursive: true });
});
after(() => house?.close());

const BOXES = SIZES.map(([width, height]) =>
  `<quorate-report style="width: ${width}px; height: ${height}px" data-width="${width}"></quorate-report>`).join('');

/**
 * What of the first glance and of the whole is seen in each box, and what is cut off at its side.
 *
 * @param {Page} page
 */
function measured(page) {
  return page.$$eval('quorate-report', (all) => all.map((element) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const box = element.getBoundingClientRect();
    const isSeen = (/** @type {string} */ selector) => {
      const one = root.querySelector(selector);
      if (!one?.checkVisibility()) return false;
      const { top, bottom, left, right } = one.getBoundingClientRect();
      return right > left && top >= box.top - 1 && bottom <= box.bottom + 1 && left >= box.left - 1 &&
        right <= box.right + 1;
    };
    const wide = [...root.querySelectorAll('.whole, .report, .brief, .word, .count')]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map((one) => one.className);
    return {
      width: Number(/** @type {HTMLElement} */ (element).dataset.width),
      first: isSeen('.brief .verdict-icon') && isSeen('.brief .word'),
      count: isSeen('.brief .count'),
      says: isSeen('.glance .says'),
      next: isSeen('.glance .next-step'),
      whole: root.querySelector('.report .verdict')?.checkVisibility() ?? false,
      wide,
    };
  }));
}

const LOOKS = /** @type {const} */ ([
  { name: 'light', scheme: 'light' },
  { name: 'dark', scheme: 'dark' },
  { name: 'forced', scheme: 'dark', forced: true },
]);

for (const look of LOOKS) {
  test(`reports at every size, ${look.name}`, async () => {
    const { page, troubles } = await pageWith(house, BOXES, look);
    for (const name of REPORTS) {
      await page.$$eval('quorate-report', (all, report) => {
        for (const one of all) /** @type {Element} */ (one).report = report;
      }, await reportNamed(name));
      await page.screenshot({ path: `${SHOTS}/${name}-${look.name}.png`, fullPage: true });
      const [small, medium, large, huge] = await measured(page);
      const hasNumber = name !== 'hostile' || small.count;
      assert.deepEqual(small, { ...small, first: true, count: hasNumber, says: false, whole: false }, name);
      assert.deepEqual(medium, { ...medium, first: true, says: true, whole: false }, `${name}, medium`);
      for (const big of [large, huge]) assert.deepEqual(big, { ...big, first: false, whole: true }, `${name}, big`);
      for (const { wide } of [small, medium, large, huge]) assert.deepEqual(wide, [], name);
      assert.deepEqual(await axeFinds(page), [], name);
    }
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test(`no verdict to show, at every size, ${look.name}`, async () => {
    const { page } = await pageWith(house, BOXES, look);
    for (const { name, given, says } of STATES) {
      await page.$$eval('quorate-report', (all, properties) => {
        for (const one of all) Object.assign(one, properties);
      }, given);
      if (name === 'stale') {
        const report = await reportNamed('held');
        await page.$$eval('quorate-report', (all, held) => {
          for (const one of all) Object.assign(one, { report: held });
        }, report);
      }
      await untilAllSay(page, says).catch(() => assert.fail(`${name} is not said at every size`));
      await page.screenshot({ path: `${SHOTS}/${name}-${look.name}.png`, fullPage: true });
      assert.deepEqual(await greens(page), [], `${name} is never green`);
      assert.deepEqual(await axeFinds(page), [], name);
    }
    await page.close();
  });
}

/** What each box is given, and what it then says. */
const STATES = [
  { name: 'empty', given: {}, says: /No readings/ },
  { name: 'no-group', given: { readings: [{ source: 'x', body: '<html>502</html>' }] }, says: /No (meta )?group/ },
  {
    name: 'no-answer',
    given: { readings: [{ source: 'x', server: 'n1', path: '/jsz', error: 'connection refused' }] },
    says: /No answer|No meta group/,
  },
  { name: 'trouble', given: { readings: [{ sauce: 'x' }] }, says: /In trouble/ },
  { name: 'stale', given: { fresh: 60 }, says: /[Ss]tale/ },
];

/**
 * @param {Page} page
 * @param {RegExp} words
 */
function untilAllSay(page, words) {
  return page.waitForFunction((source) => [...document.querySelectorAll('quorate-report')].every((one) => {
    const surface = /** @type {HTMLElement | null | undefined} */ (one.shadowRoot?.querySelector('.surface'));
    return new RegExp(source).test(surface?.innerText ?? '');
  }), {}, words.source);
}

/**
 * What is seen in the colour of a held verdict, that is not a vote: in forced colours there is none.
 *
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
function greens(page) {
  return page.$$eval('quorate-report', (all) => all.flatMap((one) => {
    const surface = /** @type {HTMLElement} */ (one.shadowRoot?.querySelector('.surface'));
    const probe = document.createElement('i');
    probe.style.cssText = 'color: var(--held); forced-color-adjust: none';
    surface.append(probe);
    const green = getComputedStyle(probe).color;
    probe.remove();
    return [...surface.querySelectorAll('.brief, .word, .first svg *, .verdict, .verdict h2, .verdict > svg *')]
      .filter((part) => part.checkVisibility())
      .filter((part) => {
        const { color, borderTopColor, fill } = getComputedStyle(part);
        return [color, borderTopColor, fill].includes(green);
      }).map((part) => part.outerHTML);
  }));
}
