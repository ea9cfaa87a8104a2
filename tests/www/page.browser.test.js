// The page as a person meets it: in Chromium, with what people do to it.

import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { open } from './browser.js';
import { terminal } from './recorded.js';
import { axeFinds, drop, paste, runsAddedScript, scrollsSideways, settled, text, visit } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ source: string, server: string, path: string, status?: number, body?: string }} Recorded */

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;

before(async () => {
  house = await open();
  folder = await mkdtemp(join(tmpdir(), 'page-'));
});
after(async () => {
  await house?.close();
  if (folder) await rm(folder, { recursive: true });
});

/**
 * @param {string} name
 * @returns {Promise<Recorded[]>}
 */
async function example(name) {
  return JSON.parse(await readFile(`www/examples/${name}.json`, 'utf8'));
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function tryExample(page, name) {
  await page.click(`[data-example=${name}]`);
  await settled(page);
}

describe('giving it readings', () => {
  test('an example is one click away', async () => {
    const { page, troubles } = await visit(house);
    for (const [name, verdict] of [['held', 'held'], ['crash', 'lost'], ['partition', 'held']]) {
      await tryExample(page, name);
      assert.equal(await page.$eval('.verdict', (element) => element.getAttribute('data-verdict')), verdict, name);
      assert.equal((await page.$$('.group')).length, 1, `${name}: examples are not mixed`);
    }
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('a dropped folder, plain and gzip, is read whole', async () => {
    const inner = join(folder, 'capture', 'deeper');
    await mkdir(inner, { recursive: true });
    for (const { server, path, body } of await example('held')) {
      const name = `${server}.${path.split('?')[0].slice(1)}.json`;
      if (server === 'n1') await writeFile(join(folder, 'capture', name), body ?? '');
      else await writeFile(join(inner, `${name}.gz`), gzipSync(body ?? ''));
    }
    await writeFile(join(folder, 'capture', '.DS_Store'), 'a file manager left this');

    const { page, troubles } = await visit(house);
    await drop(page, [join(folder, 'capture')]);
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.match(await text(page, '.verdict'), /Held 3 of 3 are in contact, 2 needed: one further loss is survived/);
    assert.equal((await page.$$('#readings .source')).length, 15);
    assert.equal(await page.$('.notice'), null);

    // The document of a packed file opens at the value, unpacked.
    await page.click('.because .evidence');
    await page.waitForSelector('dialog[open] mark');
    assert.match(await text(page, 'dialog[open] mark'), /n2|\d+/);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('files chosen with the button are read', async () => {
    const { page } = await visit(house);
    const names = [];
    for (const { server, path, body } of (await example('partition')).filter((one) => one.path === '/jsz')) {
      names.push(join(folder, `${server}${path.replaceAll('/', '.')}.json`));
      await writeFile(names[names.length - 1], body ?? '');
    }
    const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('#files'));
    await field.uploadFile(...names);
    await page.waitForSelector('.verdict');
    assert.match(await text(page, '.verdict'), /Held 3 of 5/);
    await page.close();
  });

  test('a pasted terminal session with refused connections: verdict and next step', async () => {
    const { page, troubles } = await visit(house);
    await paste(page, terminal((await example('crash')).filter(({ path }) => ['/jsz', '/healthz'].includes(path))));
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.match(await text(page, '.verdict'), /Lost, assuming/);
    assert.match(await text(page, '#readings'), /paste 1/);
    assert.match(await text(page, '.next'), /\w/);

    await page.click('#clear');
    await settled(page);
    assert.equal(await page.$('.verdict'), null);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('a session pasted where the names of the servers were just typed is read as well', async () => {
    const { page, troubles } = await visit(house);
    await page.type('#expected', 'n1, n2, n3, n4, n5');
    await page.focus('#expected');
    await paste(page, terminal((await example('crash')).filter(({ path }) => ['/jsz', '/healthz'].includes(path))));
    await page.waitForSelector('.verdict');
    await settled(page);
    const typed = await page.$eval('#expected', (field) => /** @type {HTMLInputElement} */ (field).value);
    assert.equal(typed, 'n1, n2, n3, n4, n5');
    assert.match(await text(page, '.verdict'), /Lost, assuming/);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('text in the field is read, and what cannot be read is listed with what to do', async () => {
    const { page, troubles } = await visit(house);
    await page.type('#text', '<html><body>502 Bad Gateway</body></html>');
    await page.click('#paste button');
    await page.waitForSelector('#errors .unread');
    assert.match(await text(page, '#report'), /1 text could not be read/);
    await page.click('#errors .remove');
    await settled(page);
    assert.equal(await page.$('.unread'), null);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('one source is taken away, and the expected servers are given, and all is judged anew', async () => {
    const { page } = await visit(house);
    await tryExample(page, 'held');
    await page.type('#expected', 'n1, n2 n3; n9');
    await page.waitForFunction(() => document.querySelector('.peers')?.textContent?.includes('n9'));
    await settled(page);
    // Of the other three all is there already.
    assert.match(await text(page, '#command'), /for s in n9; do for q in jsz healthz varz routez raftz; do/);
    assert.match(await text(page, '#to-collect'), /^Missing: 5 answers of 1 server/);
    const count = (await page.$$('#readings .source')).length;
    await page.click('#readings .remove');
    await settled(page);
    assert.equal((await page.$$('#readings .source')).length, count - 1);
    await page.close();
  });
});

describe('what if', () => {
  test('servers are taken out in thought, and what was read stays', async () => {
    const { page, troubles } = await visit(house);
    await tryExample(page, 'held');
    await page.click('.what-if summary');
    const boxes = await page.$$('.what-if input');
    assert.equal(boxes.length, 3);
    const answer = () => text(page, '.what-if [role=status]');
    await boxes[0].click();
    assert.match(await answer(), /^Hypothetical, without n1: Held\. .*2 of 3 .*no further loss/);
    await boxes[2].click();
    assert.match(await answer(), /^Hypothetical, without n1 and n3: Lost\. .*1 of 3/);
    assert.match(await text(page, '.verdict'), /Held 3 of 3/);
    assert.deepEqual(await axeFinds(page), []);
    await boxes[0].click();
    await boxes[2].click();
    assert.match(await answer(), /^Back to what is/);
    assert.equal(await page.$eval('.hypothesis', (one) => one.checkVisibility({ visibilityProperty: true })), false);
    // The numbers act where the focus is nowhere else.
    await page.focus('#report');
    await page.keyboard.press('2');
    assert.match(await text(page, '.hypothesis .banner'), /Without n2:/);
    await page.keyboard.press('Escape');
    assert.equal(await page.$eval('.hypothesis', (one) => one.checkVisibility({ visibilityProperty: true })), false);
    assert.deepEqual(troubles, []);
    await page.close();
  });
});

describe('what it must never do', () => {
  test('after it has loaded it asks for nothing, whatever is done', async () => {
    const { page, requests, troubles } = await visit(house);
    for (const name of ['held', 'crash', 'partition']) await tryExample(page, name);
    await page.click('.evidence');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.type('#text', '{"server_id":"http://127.0.0.1:1/","now":"2026-01-01T00:00:00Z"}');
    await page.click('#paste button');
    await settled(page);
    await page.click('.command button');
    await page.click('#clear');
    await settled(page);
    assert.deepEqual(requests, []);
    assert.deepEqual(troubles, []);
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    assert.deepEqual(kept, [0, 0, '']);
    await page.close();
  });

  test('it works when the network is gone', async () => {
    const { page } = await visit(house);
    await page.setOfflineMode(true);
    await tryExample(page, 'crash');
    assert.match(await text(page, '.verdict'), /Lost/);
    await page.close();
  });

  test('when the core does not load, the page says so', async () => {
    const page = await house.browser.newPage();
    // It has the core from an earlier visit.
    await page.setBypassServiceWorker(true);
    await page.setRequestInterception(true);
    page.on('request', (request) => void (request.url().endsWith('.wasm') ? request.abort() : request.continue()));
    await page.goto(house.address);
    await page.waitForSelector('.trouble');
    assert.match(await text(page, '#report'), /Quorate itself is in trouble .* says nothing about your servers/);
    assert.deepEqual(await axeFinds(page), []);
    await page.close();
  });

  /** A page for which some files do not come until they are let through. @param {RegExp} files */
  async function visitWithout(files) {
    const page = await house.browser.newPage();
    await page.setBypassServiceWorker(true);
    await page.setRequestInterception(true);
    /** @type {import('puppeteer-core').HTTPRequest[]} */
    const held = [];
    let isOver = false;
    page.on('request', (request) => {
      if (files.test(request.url()) && !isOver) held.push(request);
      else void request.continue();
    });
    await page.goto(house.address);
    return { page, come: () => { isOver = true; return Promise.all(held.map((request) => request.continue())); } };
  }

  test('when the core does not come, the page says what helps, and goes on when it is there', async () => {
    const { page, come } = await visitWithout(/\.wasm$/);
    await page.waitForFunction(() => document.querySelector('#newer')?.textContent);
    assert.match(await text(page, '#newer'), /not ready yet: something that it needs does not come\. .* reload it/);
    assert.deepEqual(await axeFinds(page), []);
    await come();
    await settled(page);
    assert.equal(await text(page, '#newer'), '');
    await tryExample(page, 'crash');
    await page.close();
  });

  test('where a module is broken off, the page is loaded once more by itself, and then says so', async () => {
    for (const isOnce of [true, false]) {
      const page = await house.browser.newPage();
      await page.setBypassServiceWorker(true);
      await page.setRequestInterception(true);
      let aborted = 0;
      page.on('request', (request) => {
        const isCut = request.url().endsWith('collect/nats.js') && !(isOnce && aborted);
        if (!isCut) return void request.continue();
        aborted += 1;
        void request.abort('aborted');
      });
      await page.goto(house.address);
      if (isOnce) {
        await settled(page);
        await tryExample(page, 'crash');
        assert.equal(await text(page, '#newer'), '');
      } else {
        await page.waitForFunction(() => document.querySelector('#newer')?.textContent);
        assert.match(await text(page, '#newer'), /not ready yet: .* reload it/);
      }
      assert.equal(aborted, isOnce ? 1 : 2);
      await page.close();
    }
  });

  test('nobody waits for ever for an example, nor for what only archives need', async () => {
    const { page, come } = await visitWithout(/archive\/tar\.js$|examples\/crash\.json$/);
    await settled(page);
    await tryExample(page, 'held');
    await page.click('#clear');
    await settled(page);
    await page.click('[data-example=crash]');
    await page.waitForFunction(() => document.querySelector('#errors')?.textContent?.includes('examples/crash.json'));
    await page.click('#clear');
    await settled(page);
    await come();
    await tryExample(page, 'crash');
    await page.close();
  });

  test('its own policy forbids it to talk to anyone else', async () => {
    const { page } = await visit(house);
    const policy = await page.$eval('meta[http-equiv=Content-Security-Policy]', (meta) => meta.getAttribute('content'));
    assert.match(policy ?? '', /default-src 'none'/);
    assert.match(policy ?? '', /form-action 'none'/);
    assert.match(policy ?? '', /worker-src 'self';/);
    const reached = await page.evaluate(() => fetch('http://localhost:1/').then(() => 'reached', String));
    assert.match(reached, /Failed to fetch/);
    assert.equal(await runsAddedScript(page), false);
    await page.close();
  });

  test('what a server calls itself is text', async () => {
    const { page, requests, troubles } = await visit(house);
    const bad = '<img src=x onerror=alert(1)>';
    const all = JSON.stringify(await example('held')).replaceAll('n2', bad);
    /** @type {string[]} */
    const files = [];
    await page.type('#expected', bad);
    await settled(page);
    for (const { source, body } of JSON.parse(all)) {
      files.push(join(folder, encodeURIComponent(source)));
      await writeFile(files[files.length - 1], body);
    }
    const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('#files'));
    await field.uploadFile(...files);
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.ok((await text(page, '.peers')).includes(bad));
    await page.click('.evidence');
    await page.waitForSelector('dialog[open]');
    assert.equal(await page.$('img'), null);
    assert.deepEqual(requests, []);
    assert.deepEqual(troubles, []);
    await page.close();
  });
});

describe('for everyone', () => {
  test('all of it can be done with the keyboard alone', async () => {
    const { page } = await visit(house);
    const focused = () => page.evaluate(() => {
      const element = /** @type {HTMLElement} */ (document.activeElement);
      // A file field is drawn by the label around it.
      const drawn = element.matches('.button input') ? /** @type {HTMLElement} */ (element.parentElement) : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
      return {
        words: (element.textContent || element.id).replace(/\s+/g, ' ').trim(),
        kind: element.className,
        inDialog: element.closest('dialog') !== null,
        seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
      };
    });
    const tabTo = async (/** @type {(at: Awaited<ReturnType<typeof focused>>) => boolean} */ wanted) => {
      for (let steps = 0; steps < 100; steps += 1) {
        await page.keyboard.press('Tab');
        const at = await focused();
        if (at.words) assert.ok(at.seen, `focus is visible on: ${at.words.slice(0, 60)}`);
        if (wanted(at)) return;
      }
      assert.fail('not reached with Tab');
    };
    await tabTo(({ words }) => words.startsWith('Lost to a crash'));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.verdict');
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'report');

    await tabTo(({ kind }) => kind === 'evidence');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await tabTo(({ words, inDialog }) => inDialog && words === 'Close');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    assert.equal((await focused()).kind, 'evidence');

    await tabTo(({ kind }) => kind === 'remove');
    const count = (await page.$$('#readings .source')).length;
    await page.keyboard.press('Space');
    await page.waitForFunction((many) => document.querySelectorAll('#readings .source').length < many, {}, count);
    await settled(page);
    assert.equal((await focused()).kind, 'remove');
    await page.close();
  });

  test('a change of verdict is announced, and only a change', async () => {
    const { page } = await visit(house);
    await page.evaluate(() => {
      Object.assign(window, { said: [] });
      const region = /** @type {HTMLElement} */ (document.querySelector('#announced'));
      // @ts-expect-error: a list of this test's own
      new MutationObserver(() => window.said.push(region.textContent)).observe(region, { childList: true });
    });
    await tryExample(page, 'held');
    const [announced] = /** @type {string[]} */ (await page.evaluate('window.said'));
    assert.match(announced, /^Meta group: held\. 3 of 3 are in contact/);
    assert.equal(await page.title(), 'Held – Quorate');
    await page.click('#readings .remove');
    await settled(page);
    assert.equal(await page.evaluate('window.said.length'), 1, 'the same again is not said again');
    await page.type('#text', '<html><body>502 Bad Gateway</body></html>');
    await page.click('#paste button');
    await settled(page);
    const said = /** @type {string[]} */ (await page.evaluate('window.said'));
    assert.deepEqual(said.slice(1), ['No meta group in what was read. 1 text could not be read.']);
    await page.close();
  });

  test('what servers answered is read, also where their names are typed', async () => {
    const { page } = await visit(house);
    await page.focus('#servers');
    const pasteHere = (/** @type {string} */ given) => page.evaluate((words) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', words);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, given);
    await pasteHere('n1\nn2\nn3');
    assert.equal(await page.$('.verdict'), null, 'names are names');
    await pasteHere(terminal(await example('crash')));
    await page.waitForSelector('.verdict');
    assert.match(await text(page, '.verdict'), /Lost/);
    await page.close();
  });
});

const SHOTS = 'dist/screenshots';

describe('how it looks', () => {
  /** @type {Record<string, (page: Page) => Promise<unknown>>} */
  const states = {
    empty: () => Promise.resolve(),
    held: (page) => tryExample(page, 'held'),
    lost: (page) => tryExample(page, 'crash'),
    partition: (page) => tryExample(page, 'partition'),
    errors: async (page) => {
      await page.type('#text', '<html><body>502 Bad Gateway</body></html>');
      await page.click('#paste button');
      await settled(page);
      await paste(page, terminal(await example('crash')));
      await page.waitForSelector('.verdict');
      await settled(page);
    },
    evidence: async (page) => {
      await tryExample(page, 'partition');
      await page.click('.because .evidence');
      await page.waitForSelector('dialog[open] mark');
    },
  };
  for (const [name, make] of Object.entries(states)) {
    for (const width of [1440, 390]) {
      for (const scheme of /** @type {const} */ (['light', 'dark'])) {
        test(`${name}, ${width} px, ${scheme}`, async () => {
          const { page, troubles } = await visit(house, { width, scheme });
          await make(page);
          await page.evaluate(() => window.scrollTo(0, 0));
          await mkdir(SHOTS, { recursive: true });
          await page.screenshot({ path: `${SHOTS}/${name}-${width}-${scheme}.png`, fullPage: name !== 'evidence' });
          assert.deepEqual(await axeFinds(page), []);
          assert.equal(await scrollsSideways(page), false);
          await page.setViewport({ width: 320, height: 600 });
          assert.equal(await scrollsSideways(page), false);
          assert.deepEqual(troubles, []);
          await page.close();
        });
      }
    }
  }
});
