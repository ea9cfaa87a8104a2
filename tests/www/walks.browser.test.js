// Six real incidents, each walked from nothing to the command that is to be typed next: one paste or one drop, and at
// most two clicks. What is seen on the way is kept under dist/walks/.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { open } from './browser.js';
import { recorded, terminal } from './recorded.js';
import { allowClipboard, drop, paste, settled, text, visit } from './visit.js';

const SHOTS = 'dist/walks';

/** What the page's own command asks. */
const QUESTIONS = ['/jsz', '/healthz', '/varz', '/routez', '/raftz?acc=$SYS'];

/**
 * @typedef {object} Walk
 * @property {string} moment
 * @property {string[]} [servers] Whom the operator could ask; without it, all.
 * @property {'paste' | 'drop'} by
 * @property {RegExp} verdict What is to be read at once.
 * @property {string[]} clicks
 * @property {string} command What is in the clipboard in the end.
 */

/** @type {Record<string, Walk>} */
const WALKS = {
  'crash of a majority': {
    moment: '05_lost_followers_only_kill.n5/2.12.8/06-lost-t30s',
    by: 'paste',
    verdict: /^Lost, assuming At most 2 of 5 can be in contact.* n1, n2 and n3 did not answer because they are down/,
    clicks: ['.next .command button'],
    command: 'curl -sS -m 5 http://localhost:8222/healthz',
  },
  'partition seen from the minority': {
    moment: '07_partition_leader_majority_drop.n5/2.12.8/05-split-t30s',
    servers: ['n1', 'n2'],
    by: 'paste',
    verdict: /^Undecided Between 0 and 5 of 5 can be in contact, 3 needed: the readings leave it open\./,
    clicks: ['.next .command button'],
    command: 'curl -sS -m 5 http://n3:8222/jsz',
  },
  'ghost peer with even size': {
    moment: '11_ghost_peer_term/2.12.8/04-replaced-settled',
    by: 'drop',
    verdict: /^Held 3 of 4 are in contact, 3 needed: no further loss is survived\./,
    clicks: ['.conditional:has(.command) summary', '.conditional .command button'],
    command: `nats req '$JS.API.SERVER.REMOVE' '{"peer":"","peer_id":"BXScrY9i"}'`,
  },
  'rolling restart gone wrong': {
    moment: '09_rolling_restart/2.12.8/03-second-down-t0.1s',
    by: 'paste',
    verdict: /^Undecided Between 0 and 3 of 3 can be in contact, 2 needed: the readings leave it open\./,
    clicks: ['.next .command button'],
    command: 'curl -sS -m 5 http://n2:8222/jsz',
  },
  'full disk': {
    moment: '19_js_disabled_runtime/2.12.8/04-one-disabled-t20s',
    by: 'paste',
    verdict: /^Held 2 of 3 are in contact, 2 needed: no further loss is survived\./,
    clicks: ['.step:first-child .command:nth-of-type(4) button'],
    command: 'cp -a /data/n3/jetstream /backup/n3',
  },
  'super-cluster with one cluster gone': {
    moment: '14_supercluster.n6/2.12.8/06-cluster-A-dead-t20s',
    by: 'paste',
    verdict: /^Lost, assuming At most 3 of 6 can be in contact.* a1, a2 and a3 did not answer because they are down/,
    clicks: ['.next .command button'],
    command: 'curl -sS -m 5 http://localhost:8222/healthz',
  },
};

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
/** @type {string} */
let folder;
before(async () => {
  house = await open();
  folder = await mkdtemp(join(tmpdir(), 'walks-'));
  await mkdir(SHOTS, { recursive: true });
});
after(async () => {
  await house?.close();
  if (folder) await rm(folder, { recursive: true });
});

/**
 * One file for each answer, in a folder for each server.
 *
 * @param {ReturnType<typeof recorded>} asked
 */
async function saved(asked) {
  for (const { server, path, body } of asked.filter(({ status }) => status)) {
    await mkdir(join(folder, String(server)), { recursive: true });
    await writeFile(join(folder, String(server), `${String(path).slice(1)}.json`), String(body));
  }
  return folder;
}

for (const [name, walk] of Object.entries(WALKS)) {
  test(name, async (t) => {
    const { page, requests, troubles } = await visit(house);
    await allowClipboard(page);
    await page.evaluate(() => {
      const done = Object.assign(window, { clicks: 0, keys: 0 });
      addEventListener('click', () => { done.clicks += 1; }, true);
      addEventListener('keydown', () => { done.keys += 1; }, true);
    });
    const shot = (/** @type {string} */ step) =>
      page.screenshot({ path: `${SHOTS}/${name.replaceAll(' ', '-')}-${step}.png` });
    await shot('1-nothing');

    const asked = recorded(walk.moment, (path) => QUESTIONS.includes(path))
      .filter(({ server }) => !walk.servers || walk.servers.includes(String(server)));
    if (walk.by === 'paste') await paste(page, terminal(asked));
    else await drop(page, [await saved(asked)]);
    await page.waitForSelector('.verdict');
    await settled(page);
    const says = (await text(page, '.verdict')).replace(/^Meta group.*? 2026 /, '');
    assert.match(says, walk.verdict);
    const seen = await page.$eval('.verdict', 
      (verdict) => verdict.getBoundingClientRect().bottom <= window.innerHeight);
    assert.equal(seen, true, 'without scrolling');
    await shot('2-verdict');

    for (const selector of walk.clicks) await page.click(selector);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.told')].some(({ textContent }) => textContent === 'Copied'));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, walk.command);
    await shot('3-command');

    const [clicks, keys] = await page.evaluate(() => {
      const done = /** @type {any} */ (window);
      return [done.clicks, done.keys];
    });
    t.diagnostic(`1 ${walk.by}, ${clicks} clicks, ${keys} keystrokes`);
    assert.ok(clicks <= 2 && keys <= (walk.by === 'paste' ? 2 : 0), `${clicks} clicks, ${keys} keystrokes`);
    assert.deepEqual([requests, troubles], [[], []]);
    await page.close();
  });
}
