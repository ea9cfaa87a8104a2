// dist/quorate-element.js, the element as one file: without a server, and under a page's own policy.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { bundle } from '../../www/build/bundle.js';
import { open } from './browser.js';
import { example, seen, standIn, untilSeen } from './element.js';

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {Awaited<ReturnType<typeof standIn>>} */
let servers;
/** @type {string} */
let folder;
before(async () => {
  const held = await example('held');
  servers = await standIn(() => held);
  house = await open([`--host-resolver-rules=MAP n* 127.0.0.1:${servers.port}`]);
  folder = await mkdtemp(join(tmpdir(), 'element-'));
  await copyFile('dist/quorate-element.js', join(folder, 'quorate-element.js'));
});
after(async () => {
  await house?.close();
  servers?.close();
  if (folder) await rm(folder, { recursive: true });
});

/**
 * A page on the disk, beside the one file.
 *
 * @param {string} html
 */
async function fromDisk(html) {
  const file = join(folder, 'page.html');
  await writeFile(file, html);
  const page = await house.browser.newPage();
  page.setDefaultTimeout(20_000);
  /** @type {string[]} */
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  return { page, troubles };
}

test('the example of the README works from the disk, as it stands there', async () => {
  const readme = await readFile('README.md', 'utf8');
  const [, html] = /```html\n(<!doctype html>[\s\S]*?quorate-report[\s\S]*?)```/.exec(readme) ?? [];
  assert.ok(html, 'there is one');
  assert.equal(html.trim().split('\n').length, 10, 'in ten lines');
  const { page, troubles } = await fromDisk(html);
  await untilSeen(page, /Held .*3 of 3 are in contact/);
  const title = 'held: 3 of 3 are in contact, 2 needed: one further loss is survived.';
  await page.waitForFunction((wanted) => document.title === wanted, {}, title);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('readings beside it in the page, and nothing is asked of anybody', async () => {
  const script = JSON.stringify(await example('crash')).replaceAll('<', '\\u003c');
  const { page, troubles } = await fromDisk(`<!doctype html><script src="quorate-element.js"></script>
    <quorate-report><script type="application/json">${script}</script></quorate-report>`);
  await untilSeen(page, /Lost/);
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.deepEqual(asked.filter((name) => !name.endsWith('/quorate-element.js')), []);
  assert.deepEqual(troubles, []);
  await page.close();
});

const POLICIES = [
  { policy: "script-src 'self' file:", works: false },
  { policy: "script-src 'self' file: 'wasm-unsafe-eval'; style-src 'none'; connect-src 'none'", works: true },
  { policy: "script-src 'self' file: 'unsafe-eval'", works: true },
];
for (const { policy, works } of POLICIES) {
  test(`under the policy ${policy}`, async () => {
    const { page } = await fromDisk(`<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
      <script src="quorate-element.js"></script><quorate-report>{"server_id":"x"}</quorate-report>`);
    if (works) {
      await untilSeen(page, /No (meta )?group/);
      const kind = await page.$eval('quorate-report', (one) => getComputedStyle(
        /** @type {Element} */ (one.shadowRoot?.querySelector('.surface'))).containerType);
      assert.match(kind, /size/, 'and it is dressed');
    } else {
      await untilSeen(page, /In trouble/);
      assert.match(await seen(page, '.glance'), /has to add one word to script-src: 'wasm-unsafe-eval'\./);
    }
    await page.close();
  });
}

test('made twice, it is the same to the byte', async () => {
  const again = bundle('www/build/entries/element.js', { external: ['./archive.js'] });
  assert.equal(again, await readFile('dist/quorate-element.js', 'utf8'));
});
