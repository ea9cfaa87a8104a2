// `<quorate-report>` as a page uses it: what it is given, what it tells, and what stays as it is.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.js';
import { example, pageWith, reportNamed, seen, standIn, untilSeen, untilSourceOpens } from './element.js';
import { axeFinds } from './visit.js';

/** @typedef {import('../../www/element.js').QuorateReport} Element */
/** @typedef {import('puppeteer-core').Page} Page */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {Awaited<ReturnType<typeof standIn>>} */
let servers;
/** What the stand-in answers now. @type {import('./element.js').Recorded[]} */
let answers = [];
before(async () => {
  await mkdir('dist/shots/element', { recursive: true });
  servers = await standIn(() => answers);
  // A page that a test answers for has no address, and is then not let to ask one of this machine.
  const rules = `--host-resolver-rules=MAP n* 127.0.0.1:${servers.port}`;
  house = await open([rules, '--disable-features=LocalNetworkAccessChecks']);
});
after(async () => {
  await house?.close();
  servers?.close();
});

const BIG = 'style="width: 900px; height: 700px"';
const SRC = ['n1', 'n2', 'n3', 'n4', 'n5']
  .flatMap((server) => [`http://${server}:8222/jsz`, `http://${server}:8222/healthz`]);

/**
 * @param {Page} page
 * @param {object} properties
 */
function set(page, properties) {
  return page.$eval('quorate-report', (element, given) => void Object.assign(element, given), properties);
}

/**
 * Writes down every event of the element from now on.
 *
 * @param {Page} page
 */
async function listen(page) {
  await page.$eval('quorate-report', (element) => {
    const told = Object.assign(window, { told: /** @type {unknown[]} */ ([]) }).told;
    for (const type of ['quorate-verdict', 'quorate-report', 'quorate-error']) {
      document.addEventListener(type, (event) => {
        const { detail, target } = /** @type {CustomEvent} */ (event);
        if (target !== element) return;
        const { oldVerdict, verdict, group, report, error } = detail;
        told.push([type, oldVerdict, verdict, group?.says, report?.schema, error && String(error)]);
      });
    }
  });
  return async () => /** @type {any[][]} */ (await page.evaluate('window.told'));
}

describe('what it is given', () => {
  test('readings in the page: a script of JSON, or what a terminal printed', async () => {
    const held = await example('held');
    const script = JSON.stringify(held).replaceAll('<', '\\u003c');
    const { page, troubles } = await pageWith(house,
      `<quorate-report ${BIG}><script type="application/json">${script}</script></quorate-report>`);
    await untilSeen(page, /Held.* 3 of 3 are in contact/);
    await page.$eval('quorate-report', (element) => {
      const answer = 'curl: (7) Failed to connect to n1 port 8222: Connection refused';
      element.textContent = `$ curl http://n1:8222/jsz\n${answer}`;
    });
    await untilSeen(page, /No meta group/);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('properties that were set before it was known', async () => {
    const { page } = await pageWith(house, '');
    const readings = await example('crash');
    await page.evaluate((given) => {
      const element = document.createElement('quorate-later');
      Object.assign(element, { readings: given, expected: ['n1', 'n2', 'n3', 'n4', 'n5'] });
      document.body.append(element);
      const Known = /** @type {CustomElementConstructor} */ (customElements.get('quorate-report'));
      customElements.define('quorate-later', class extends Known {});
    }, readings);
    await page.waitForFunction(() =>
      document.querySelector('quorate-later')?.shadowRoot?.querySelector('.verdict')?.textContent?.includes('Lost'));
    assert.equal(await page.$eval('quorate-later', (one) => one.getAttribute('expected')), 'n1 n2 n3 n4 n5');
    await page.close();
  });

  test('attributes and properties say the same', async () => {
    const { page } = await pageWith(house, '<quorate-report></quorate-report>');
    const values = await page.$eval('quorate-report', (one) => {
      const element = /** @type {Element} */ (one);
      const { src, every, timeout, fresh, expected, thresholds, theme, flow, readings, report } = element;
      const first = { src, every, timeout, fresh: String(fresh), expected, thresholds, theme, flow, readings, report };
      Object.assign(element, { every: 3, timeout: 2, fresh: 90, expected: ['a', 'b'], theme: 'dark', flow: true });
      element.thresholds = { pending_requests: 5 };
      const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
      element.setAttribute('every', 'often');
      element.setAttribute('theme', 'pink');
      element.setAttribute('expected', ' n1, n2;n3 ');
      element.flow = false;
      const then = [element.every, element.theme, element.expected, element.hasAttribute('flow')];
      return { first, attributes, then };
    });
    assert.deepEqual(values.first, {
      src: '', every: 10, timeout: 5, fresh: 'Infinity', expected: [], thresholds: {}, theme: 'auto', flow: false,
      readings: [], report: null,
    });
    assert.deepEqual(values.attributes, {
      every: '3', timeout: '2', fresh: '90', expected: 'a b', theme: 'dark', flow: '',
      thresholds: '{"pending_requests":5}',
    });
    assert.deepEqual(values.then, [10, 'auto', ['n1', 'n2', 'n3'], false]);
    await page.close();
  });

  test('expected servers and thresholds judge anew', async () => {
    const { page } = await pageWith(house, `<quorate-report ${BIG}></quorate-report>`);
    await set(page, { readings: await example('held') });
    await untilSeen(page, /Held/);
    await page.$eval('quorate-report', (one) => one.setAttribute('expected', 'n1 n2 n3 n9'));
    await untilSeen(page, /n9/, '.peers');
    await page.$eval('quorate-report', (one) => one.setAttribute('thresholds', '{"pending_requests":77}'));
    await page.waitForFunction(() =>
      /** @type {Element} */ (document.querySelector('quorate-report')).report?.thresholds.pending_requests === 77);
    await page.close();
  });

  test('a wrong call is told, and what comes after it is read again', async () => {
    const { page } = await pageWith(house, `<quorate-report ${BIG}></quorate-report>`);
    const told = await listen(page);
    await set(page, { readings: [{ source: 'x', status: 'fine' }] });
    await untilSeen(page, /In trouble .*status must be a whole number/);
    assert.deepEqual((await told()).map(([type]) => type), ['quorate-error']);
    await set(page, { readings: await example('held') });
    await untilSeen(page, /Held/);
    await set(page, { src: 'http://' });
    await untilSeen(page, /src: http:\/\/ is no address/);
    await page.close();
  });

  test('a theme and colours of the page’s own', async () => {
    const head = `<style>quorate-report { --card: rgb(1, 2, 3); --sans: monospace }
      quorate-report::part(glance) { letter-spacing: 3px }</style>`;
    const { page } = await pageWith(house,
      '<quorate-report theme="dark" style="width: 400px; height: 300px"></quorate-report>', { head });
    await set(page, { report: await reportNamed('held') });
    const look = (/** @type {string} */ selector) => page.$eval('quorate-report', (one, inner) => {
      const part = /** @type {HTMLElement} */ (one.shadowRoot?.querySelector(inner));
      const { color, fontFamily, letterSpacing, backgroundColor } = getComputedStyle(part);
      return { color, fontFamily, letterSpacing, backgroundColor };
    }, selector);
    assert.equal((await look('.word')).color, 'rgb(98, 207, 163)');
    assert.equal((await look('.glance')).letterSpacing, '3px');
    assert.equal((await look('.surface')).fontFamily, 'monospace');
    assert.equal((await look('.close')).backgroundColor, 'rgb(1, 2, 3)');
    await set(page, { theme: 'light' });
    assert.equal((await look('.word')).color, 'rgb(20, 104, 72)');
    await page.close();
  });
});

describe('what it asks', () => {
  test('servers, round after round: a verdict is told once, what is not answered counts', async () => {
    answers = await example('held');
    const { page, troubles } = await pageWith(house, '<p>later</p>');
    await page.$eval('main', (main, src) => {
      main.replaceChildren(Object.assign(document.createElement('quorate-report'), { src, every: 0.3, timeout: 2 }));
    }, SRC.slice(0, 6).join(' '));
    const told = await listen(page);
    await untilSeen(page, /Held/);
    await page.waitForFunction('window.told.length > 4');
    answers = answers.filter(({ server }) => server !== 'n3');
    await untilSeen(page, /2 of 6 questions of the last round were not answered/);
    answers = [];
    await untilSeen(page, /Undecided|Lost|No answer/);
    const verdicts = (await told()).filter(([type]) => type === 'quorate-verdict');
    assert.deepEqual(verdicts[0].slice(0, 3), ['quorate-verdict', null, 'held']);
    verdicts.forEach(([, was, is], index) => {
      assert.notEqual(was, is);
      if (index) assert.equal(was, verdicts[index - 1][2]);
    });
    const reports = (await told()).filter(([type]) => type === 'quorate-report');
    assert.ok(reports.length > verdicts.length);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('while it waits it says so, and the last verdict stays', async () => {
    const held = (await example('held')).filter(({ server }) => server === 'n2');
    const silent = held.map(({ source, server, path }) => ({ source, server, path, error: 'timeout' }));
    answers = silent;
    const { page } = await pageWith(house,
      `<quorate-report style="width: 400px; height: 300px" src="http://n2:8222/jsz" every="1" timeout="3">
      </quorate-report>`);
    await untilSeen(page, /Loading/, '.word');
    await untilSeen(page, /No answer/, '.word');
    answers = held;
    await untilSeen(page, /Held/, '.word');
    answers = silent;
    await page.waitForFunction(() => {
      const asking = document.querySelector('quorate-report')?.shadowRoot?.querySelector('.asking');
      return asking && getComputedStyle(asking).visibility === 'visible';
    });
    assert.match(await seen(page, '.glance'), /^Held/);
    await page.screenshot({ path: 'dist/shots/element/asking.png' });
    await page.close();
  });

  test('taken off the page, or behind another, it asks nobody', async () => {
    answers = await example('held');
    const { page } = await pageWith(house, `<quorate-report src="${SRC[0]}" every="0.1"></quorate-report>`);
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.waitForFunction(() => document.querySelector('quorate-report')?.shadowRoot?.querySelector('.votes'));
    await page.waitForRequest(SRC[0]);
    await page.evaluate(() => {
      const element = /** @type {Element} */ (document.querySelector('quorate-report'));
      Object.assign(window, { element });
      element.remove();
    });
    const still = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      asked.length = 0;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return asked.length === 0;
    };
    assert.equal(await still(), true, 'off the page');
    await page.evaluate(() => document.body.append(/** @type {any} */ (window).element));
    await page.waitForRequest(SRC[0]);
    const hide = (/** @type {boolean} */ hidden) => page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { value: is, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await hide(true);
    assert.equal(await still(), true, 'hidden');
    await hide(false);
    await page.waitForRequest(SRC[0]);
    await page.close();
  });

  test('what grows old is stale, and says so', async () => {
    answers = await example('held');
    const { page } = await pageWith(house,
      `<quorate-report ${BIG} src="${SRC.slice(0, 6).join(' ')}" every="0" fresh="2"></quorate-report>`);
    await untilSeen(page, /Held/);
    assert.equal(await seen(page, '.stale'), '');
    await untilSeen(page, /Stale: nothing newer for more than 2 s\./, '.report .stale');
    assert.match(await page.$eval('quorate-report', (one) =>
      one.shadowRoot?.querySelector('[role=status]')?.textContent ?? ''), /^Stale\. Meta group: held/);
    await page.close();
  });
});

describe('what a refresh leaves alone', () => {
  test('focus, folds, scroll and what was asked in thought; a listener hears what changed, once', async () => {
    const { page } = await pageWith(house, `<quorate-report ${BIG}></quorate-report>`);
    const held = await example('held');
    await set(page, { readings: held });
    await untilSeen(page, /Held/);
    await page.$eval('quorate-report', (one) => {
      const root = /** @type {ShadowRoot} */ (one.shadowRoot);
      const pick = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
      /** @type {HTMLDetailsElement} */ (pick('.what-if details')).open = true;
      /** @type {HTMLElement} */ (pick('.what-if input')).click();
      pick('.peers tr:nth-child(2) .evidence').focus();
      pick('.whole').scrollTop = 333;
      const heard = Object.assign(window, { heard: /** @type {(string | null)[]} */ ([]) }).heard;
      for (const region of root.querySelectorAll('[role=status]')) {
        const note = () => heard.push(region.textContent);
        new MutationObserver(note).observe(region, { childList: true, characterData: true, subtree: true });
      }
      Object.assign(window, { focused: root.activeElement, row: pick('.peers tbody tr') });
    });
    // The same moment as another second has it: nothing that matters is different.
    const later = held.map((one) => ({ ...one, body: one.body?.replaceAll('"active": 0', '"active": 1') }));
    for (const readings of [held, later, held]) {
      const before_ = await page.evaluate(() =>
        /** @type {Element} */ (document.querySelector('quorate-report')).report);
      await set(page, { readings });
      await page.waitForFunction((was) =>
        /** @type {Element} */ (document.querySelector('quorate-report')).report !== was, {}, before_);
    }
    const kept = await page.$eval('quorate-report', (one) => {
      const root = /** @type {ShadowRoot} */ (one.shadowRoot);
      const all = /** @type {any} */ (window);
      return {
        focus: root.activeElement === all.focused && all.focused.isConnected,
        row: all.row.isConnected,
        open: /** @type {HTMLDetailsElement} */ (root.querySelector('.what-if details')).open,
        thought: root.querySelector('.what-if [role=status]')?.textContent,
        scroll: root.querySelector('.whole')?.scrollTop,
        heard: all.heard,
      };
    });
    assert.match(kept.thought ?? '', /^Hypothetical, without n\d: Held\. .*2 of 3/);
    assert.deepEqual(kept, { ...kept, focus: true, row: true, open: true, scroll: 333, heard: [] });
    // The button is the old one, and shows what the new report rests on.
    await page.keyboard.press('Enter');
    await untilSourceOpens(page);
    await page.keyboard.press('Escape');
    await set(page, { readings: await example('crash') });
    await untilSeen(page, /Lost/);
    const heard = /** @type {string[]} */ (await page.evaluate('window.heard'));
    assert.equal(heard.filter((words) => words.startsWith('Meta group: lost')).length, 1);
    await page.close();
  });

  test('a step of the way out that was ticked stays ticked', async () => {
    const { page } = await pageWith(house, `<quorate-report ${BIG}></quorate-report>`);
    const crash = await example('crash');
    await set(page, { readings: crash });
    await untilSeen(page, /Lost/);
    const steps = () => page.$eval('quorate-report', (one) => {
      const labels = /** @type {ShadowRoot} */ (one.shadowRoot).querySelectorAll('.tick');
      return [...labels].map((label) => ({
        ticked: /** @type {HTMLInputElement} */ (label.querySelector('input')).checked,
        says: label.textContent,
      }));
    });
    assert.ok((await steps()).length > 1);
    assert.deepEqual((await steps())[0], { ticked: false, says: 'done' });
    await page.$eval('quorate-report', (one) => {
      /** @type {HTMLElement | null | undefined} */ (one.shadowRoot?.querySelector('.tick input'))?.click();
    });
    assert.deepEqual((await steps())[0], { ticked: true, says: 'done, as you say' });
    await set(page, { readings: crash.map((one) => ({ ...one, source: `later ${one.source}` })) });
    await page.waitForFunction(() => /** @type {Element} */ (document.querySelector('quorate-report'))
      .report?.readings.every(({ source }) => source.startsWith('later')));
    assert.deepEqual((await steps())[0], { ticked: true, says: 'done, as you say' });
    assert.equal((await steps())[1].ticked, false);
    await page.close();
  });

  test('1,000 refreshes leave neither elements nor listeners nor memory behind', async () => {
    const { page } = await pageWith(house, `<quorate-report ${BIG}></quorate-report>`, {
      head: `<script>
        const instantiate = WebAssembly.instantiate;
        WebAssembly.instantiate = async (...given) => {
          const made = await instantiate(...given);
          window.memory = (made.instance ?? made).exports.memory;
          return made;
        };
      </script>`,
    });
    const session = await page.createCDPSession();
    await session.send('Performance.enable');
    const captures = [await example('held'), await example('crash'), await example('partition')];
    const measure = async (/** @type {number} */ refreshes) => {
      await page.$eval('quorate-report', async (one, all, count) => {
        const element = /** @type {Element} */ (one);
        for (let at = 0; at < count; at += 1) {
          const came = new Promise((resolve) => element.addEventListener('quorate-report', resolve, { once: true }));
          element.readings = /** @type {any} */ (all[at % all.length]);
          await came;
        }
      }, captures, refreshes);
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (/** @type {string} */ wanted) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
      const memory = await page.evaluate(() => /** @type {any} */ (window).memory.buffer.byteLength);
      return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize'), memory };
    };
    const first = await measure(300);
    const last = await measure(1000);
    assert.equal(last.memory, first.memory, 'wasm memory');
    assert.ok(last.nodes <= first.nodes * 1.02, `${first.nodes} nodes, then ${last.nodes}`);
    assert.ok(last.listeners <= first.listeners, `${first.listeners} listeners, then ${last.listeners}`);
    assert.ok(last.heap < first.heap * 1.25, `${first.heap} bytes, then ${last.heap}`);
    await session.detach();
    await page.close();
  });
});

describe('for everyone', () => {
  test('a small box opens the whole report, and a value its source, with the keyboard alone', async () => {
    const { page } = await pageWith(house, '<quorate-report style="width: 200px; height: 120px"></quorate-report>');
    await set(page, { readings: await example('partition') });
    await untilSeen(page, /Held/);
    const root = () => page.evaluate(() => {
      const shadow = /** @type {ShadowRoot} */ (document.querySelector('quorate-report')?.shadowRoot);
      return {
        focus: shadow.activeElement?.className ?? '',
        whole: shadow.querySelector('.whole')?.matches(':popover-open'),
        source: shadow.querySelector('dialog')?.open,
      };
    });
    await page.keyboard.press('Tab');
    assert.match((await root()).focus, /details/);
    await page.keyboard.press('Enter');
    assert.equal((await root()).whole, true);
    assert.deepEqual(await axeFinds(page), []);
    for (let steps = 0; steps < 60 && (await root()).focus !== 'evidence'; steps += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await untilSourceOpens(page);
    assert.equal((await root()).whole, true, 'the report stays open under its source');
    assert.deepEqual(await axeFinds(page), []);
    await page.screenshot({ path: 'dist/shots/element/source.png' });
    await page.keyboard.press('Escape');
    assert.deepEqual(await root(), { focus: 'evidence', whole: true, source: false });
    await page.screenshot({ path: 'dist/shots/element/details.png' });
    await page.keyboard.press('Escape');
    assert.equal((await root()).whole, false);
    // It goes back when the browser tells that the report is closed: a moment later.
    await page.waitForFunction(() =>
      /details/.test(document.querySelector('quorate-report')?.shadowRoot?.activeElement?.className ?? ''));
    await page.close();
  });

  test('as tall as its report, where the page wants that, even narrow', async () => {
    const { page } = await pageWith(house, '<quorate-report flow style="width: 340px"></quorate-report>');
    await set(page, { report: await reportNamed('lost') });
    assert.match(await seen(page, '.report'), /Lost, assuming .* The way out/);
    const { height, wide } = await page.$eval('quorate-report', (one) => {
      const report = /** @type {Element} */ (one.shadowRoot?.querySelector('.report'));
      return { height: one.clientHeight - report.clientHeight, wide: report.scrollWidth > report.clientWidth };
    });
    assert.deepEqual({ height, wide }, { height: 0, wide: false });
    assert.deepEqual(await axeFinds(page), []);
    await page.screenshot({ path: 'dist/shots/element/flow.png', fullPage: true });
    await page.close();
  });

  test('what a server calls itself is text', async () => {
    const { page, troubles } = await pageWith(house, `<quorate-report ${BIG}></quorate-report>`);
    await set(page, { report: await reportNamed('hostile') });
    assert.ok((await seen(page)).includes('<img src=x onerror=alert(1)>'));
    const alive = await page.$eval('quorate-report', (one) => one.shadowRoot?.querySelectorAll('img, script').length);
    assert.equal(alive, 0);
    assert.deepEqual(troubles, []);
    await page.close();
  });
});
