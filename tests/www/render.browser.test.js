// Reports as DOM: hand-made ones for every verdict, and one in which every text is hostile.

import assert from 'node:assert/strict';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { allowClipboard, axeFinds, scrollsSideways, text, visit } from './visit.js';

/** @typedef {import('../../www/types/report.js').Report} Report */

const SHOTS = 'dist/screenshots';

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
  await mkdir(SHOTS, { recursive: true });
});
after(() => house?.close());

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 * @returns {Promise<Report>} The report that is shown.
 */
async function show(page, name) {
  const report = JSON.parse(await readFile(`tests/www/reports/${name}.json`, 'utf8'));
  await page.evaluate(async (/** @type {Report} */ given) => {
    const { errorsList, readingsList, renderReport } = await import(new URL('render/report.js', document.baseURI).href);
    const host = { show: () => {}, remove: () => {}, whatIf: () => given.outlook };
    document.body.dataset.state = 'filled';
    /** @type {HTMLElement} */ (document.querySelector('#read')).hidden = false;
    document.querySelector('#report')?.replaceChildren(renderReport(given, host));
    document.querySelector('#errors')?.replaceChildren(...[errorsList(given, host)].filter(Boolean));
    document.querySelector('#readings')?.replaceChildren(readingsList(given, host));
  }, report);
  return report;
}

for (const file of (await readdir('tests/www/reports')).sort()) {
  const name = file.replace('.json', '');
  test(`${name}: axe finds nothing, and nothing is wider than the screen`, async () => {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      const { page, troubles } = await visit(house, { scheme });
      await show(page, name);
      await page.screenshot({ path: `${SHOTS}/report-${name}-${scheme}.png`, fullPage: true });
      assert.deepEqual(await axeFinds(page), []);
      await page.$$eval('#report details', (all) => all.forEach((one) => { one.open = true; }));
      assert.deepEqual(await axeFinds(page), [], 'unfolded');
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

test('headings are in order: none skips a level', async () => {
  const { page } = await visit(house);
  for (const file of await readdir('tests/www/reports')) {
    await show(page, file.replace('.json', ''));
    const levels = await page.$$eval('#report :is(h2, h3, h4, h5, h6)',
      (all) => all.map((one) => Number(one.tagName[1])));
    levels.forEach((level, index) => assert.ok(level <= (levels[index - 1] ?? 1) + 1, `${file}: ${levels}`));
  }
  await page.close();
});

test('the way out: every step in order, its commands, and what must be seen before the next', async () => {
  const { page } = await visit(house);
  const steps = (await show(page, 'lost')).groups[0].recovery?.steps ?? [];
  const shown = await page.$$eval('.step', (all) => all.map((step) => ({
    says: step.querySelector('h4')?.textContent,
    commands: [...step.querySelectorAll('.command code')].map((code) => code.textContent),
    goOn: [...step.querySelectorAll('[data-kind=after] li')].map((one) => one.textContent),
    folded: step.querySelector('details') !== null,
  })));
  const plain = (/** @type {string} */ said) => said.replaceAll('`', '');
  assert.ok(steps.length > 3);
  assert.deepEqual(shown, steps.map((step) => ({
    says: plain(step.says),
    commands: step.actions.flatMap(({ command }) => command ?? []),
    goOn: step.after.map(({ says }) => plain(says)),
    folded: step.only_if !== undefined,
  })));
  assert.match(await text(page, '.step:nth-child(3) summary'), /^Only if its disk can never come back Remove n1/);
  assert.match(await text(page, '.recovery'), /What is lost Nothing, if n1 and n2 come back/);
  assert.match(await text(page, '.never'), /^Not now, whoever advises it Do not try to remove peers now\./);
  assert.match(await text(page, '.finding'), /What to do: follow the way out above/, 'and it is told once');
  await page.close();
});

test('what is folded opens with the keyboard, and is printed open', async () => {
  const { page } = await visit(house);
  await show(page, 'lost');
  const seen = (/** @type {string} */ selector) => page.$eval(selector, (one) => one.checkVisibility());
  const folded = ['.conditional .why', '.never details p'];
  for (const selector of folded) assert.equal(await seen(selector), false);
  await page.emulateMediaType('print');
  for (const selector of folded) assert.equal(await seen(selector), true, 'in print');
  await page.emulateMediaType('screen');
  for (const [index, summary] of ['.conditional summary', '.never summary'].entries()) {
    await page.focus(summary);
    await page.keyboard.press(index ? 'Space' : 'Enter');
    assert.equal(await seen(folded[index]), true);
  }
  await page.close();
});

test('the button copies exactly the command', async () => {
  const { page } = await visit(house);
  const steps = (await show(page, 'lost')).groups[0].recovery?.steps ?? [];
  await allowClipboard(page);
  await page.click('.step .command button');
  await page.waitForFunction(() => document.querySelector('.step .told')?.textContent === 'Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), steps[0].actions[0].command);
  await page.close();
});

test('who may be restarted: an answer for each, and what would be lost', async () => {
  const { page } = await visit(house);
  await show(page, 'held');
  assert.deepEqual(await page.$$eval('.outlook tbody tr', (rows) => rows.map((row) =>
    [row.querySelector('th')?.textContent, row.querySelector('.answered')?.textContent])),
  [['n1', 'yes'], ['n2', 'not known'], ['n3', 'no']]);
  const outlook = await text(page, '.outlook');
  assert.match(outlook, /Without n3, 4 streams and 1 consumer would .*: APP > PAYMENTS, .* and 2 more\. 1 more reason/);
  assert.match(outlook, /The loss of this one may end the quorum: n3\./);
  assert.match(outlook, /The loss of the zone az:a ends the quorum: n1, n2\./);
  assert.match(outlook, /Who was away: is it back\? n3 yes n3 is back: .* n1 not known/);
  assert.match(await text(page, '.whose'), /led by n2 for at least 41 s/);
  await show(page, 'lost');
  assert.match(await text(page, '.outlook'), /next no The group has lost its quorum: bring that back first\.$/);
  await page.close();
});

test('streams and consumers: the worst of them with what they rest on, the rest counted', async () => {
  const { page } = await visit(house);
  await show(page, 'lost');
  assert.match(await text(page, '.assets'),
    /3 streams and 2 consumers were listed: 2 groups without quorum, 1 group not known\./);
  const evidence = await page.$$eval('.assets > ul > li', (all) =>
    all.map((one) => one.querySelectorAll('.evidence').length));
  assert.deepEqual(evidence, [2, 1, 0]);
  await show(page, 'undecided');
  // So many are not laid out before they come into view, and then with the next picture.
  await page.$eval('.assets', (assets) => assets.scrollIntoView());
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('.assets')).innerText !== '');
  assert.match(await text(page, '.assets'), /6 more And 105 more, not listed\. Listed in full by n1: what only others/);
  assert.equal((await page.$$('.assets > ul > li')).length, 20);
  const notes = await page.$$eval('.assets > .note', (all) => all.map((one) => one.textContent));
  assert.deepEqual(notes.slice(-2), [
    'Not all of n2 was read: 130 of its 4,000 streams, 1,024 of its 3,000 accounts. ' +
      'Fetch the next page as well: /jsz?streams=true&consumers=true&offset=1024',
    'Not all of n3 was read: 0 of its 1 stream, 2 of its 2 accounts. ' +
      'Fetch it again: /jsz?streams=true&consumers=true',
  ]);
  await page.close();
});

test('moments: what has changed since the one before, and for how long nobody leads', async () => {
  const { page } = await visit(house);
  await show(page, 'lost');
  const newest = await text(page, '.moments li');
  assert.match(newest, /Lost At most 1 of 3 .* Lost, and held before\. n1 and n2 do not answer any more\./);
  assert.match(await text(page, '.verdict'), /Nobody has led it for at least 39 s\. As of/);
  await page.close();
});

test('what a verdict says', async () => {
  const { page } = await visit(house);
  const answers = {
    held: /Held 3 of 3 are in contact, 2 needed: one further loss is survived\. As of 19:19:21 UTC\./,
    lost: /Lost, assuming .* 2 needed\. .* As of 19:23:59 UTC\. Assuming that n1 is down: it refused .* n2 is down: /,
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
  await page.click('.what-if summary');
  await page.click('.what-if input');
  const shown = await text(page, 'main');
  assert.ok(shown.includes('<img src=x onerror=alert(1)>'));
  assert.ok(shown.includes('n1‹U+202E›gnp.exe'), 'what turns the reading direction is shown by its code');
  const all = await page.$eval('main', (main) => main.textContent ?? '');
  for (const unseen of ['\u202e', '\u0000', '\u001b', '\u200b']) assert.ok(!all.includes(unseen));
  assert.equal(await page.$$eval('main :is(img, script, [onerror])', (alive) => alive.length), 0);
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

test('a list that becomes another keeps who is in both, and the focus, whatever the order', async () => {
  const { page } = await visit(house);
  const told = await page.evaluate(async () => {
    const { refresh } = await import(new URL('render/refresh.js', document.baseURI).href);
    /** @type {(names: string[]) => string[][]} */
    const orders = (names) => [[], ...names.flatMap((name) =>
      orders(names.filter((one) => one !== name)).map((rest) => [name, ...rest]))];
    const all = orders(['a', 'b', 'c', 'd']);
    const buttons = (/** @type {string[]} */ names, /** @type {string} */ says) => names.map((name) => {
      const button = document.createElement('button');
      button.dataset.key = name;
      button.textContent = says;
      return button;
    });
    const faults = [];
    let count = 0;
    const list = document.body.appendChild(document.createElement('div'));
    for (const from of all) {
      for (const to of all) {
        for (const focused of [undefined, ...from]) {
          const old = buttons(from, 'old');
          list.replaceChildren(...old);
          old[from.indexOf(focused ?? '')]?.focus();
          refresh(list, buttons(to, 'new'));
          const now = /** @type {HTMLElement[]} */ ([...list.children]);
          const isRight = now.map(({ dataset }) => dataset.key).join() === to.join()
            && now.every(({ textContent }) => textContent === 'new')
            && now.every((one) => !from.includes(one.dataset.key ?? '') || old.includes(/** @type {any} */ (one)));
          const active = /** @type {HTMLElement} */ (document.activeElement);
          const isThere = focused !== undefined && to.includes(focused);
          if (!isRight || (isThere && active.dataset.key !== focused)) faults.push({ from, to, focused });
          count += 1;
        }
      }
    }
    list.remove();
    return { count, faults };
  });
  assert.deepEqual(told.faults.slice(0, 3), []);
  assert.equal(told.count, 65 * (65 + 196), 'every order, with the focus on nothing and on each');
  await page.close();
});

test('a picture that looks the same takes over what listens: it speaks of another report', async () => {
  const { page } = await visit(house);
  const heard = await page.evaluate(async () => {
    const here = (/** @type {string} */ path) => import(new URL(path, document.baseURI).href);
    const [{ renew }, { svg }] = await Promise.all([here('render/refresh.js'), here('render/dom.js')]);
    /** @type {string[]} */
    const all = [];
    const [shown, wanted] = ['old', 'new'].map((says) => svg('svg', { click: () => all.push(says) }));
    renew(shown, wanted);
    shown.dispatchEvent(new Event('click'));
    return all;
  });
  assert.deepEqual(heard, ['new']);
  await page.close();
});
