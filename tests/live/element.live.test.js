/* global document */
// `<quorate-report>` asks a real cluster while servers are killed and started again: its verdict is the truth.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NEW } from '../../www/build/nats-server.js';
import { open } from '../www/browser.js';
import { wholeCluster } from './stage.js';

/** @typedef {import('../../www/element.js').QuorateReport} Element */
/** @typedef {import('../../www/types/report.js').Verdict} Verdict */
/** @typedef {{ oldVerdict: Verdict | null, verdict: Verdict }} Change */

test('the element follows a cluster that is killed and started again', async (t) => {
  const { cluster, watch } = await wholeCluster(t, NEW);
  const house = await open();
  t.after(() => house.close());
  const page = await house.blankPage();
  const src = cluster.names.flatMap((name) => {
    const { monitor } = cluster.server(name);
    return ['/jsz', '/healthz'].map((path) => `${name}=http://127.0.0.1:${monitor}${path}`);
  });
  await page.evaluate(async (addresses) => {
    const changes = Object.assign(globalThis, { changes: /** @type {Change[]} */ ([]) }).changes;
    document.addEventListener('quorate-verdict', (event) => {
      const { oldVerdict, verdict } = /** @type {CustomEvent<Change>} */ (event).detail;
      changes.push({ oldVerdict, verdict });
    });
    const element = Object.assign(document.createElement('quorate-report'), { src: addresses, every: 1, timeout: 2 });
    element.style.cssText = 'width: 700px; height: 600px';
    document.body.replaceChildren(element);
    await import(new URL('define.js', document.baseURI).href);
  }, src.join(' '));
  const changes = () => /** @type {Promise<Change[]>} */ (page.evaluate('changes'));
  const until = async (/** @type {(verdict: Verdict, words: string) => boolean} */ isSo) => {
    const patience = AbortSignal.timeout(60_000);
    for (;;) {
      const { verdict, words } = await page.$eval('quorate-report', (one) => {
        const surface = /** @type {HTMLElement} */ (one.shadowRoot?.querySelector('.surface'));
        return {
          verdict: /** @type {Verdict} */ (/** @type {Element} */ (one).report?.groups.at(0)?.verdict),
          words: surface.innerText.replace(/\s+/g, ' '),
        };
      });
      if (verdict && isSo(verdict, words)) return;
      if (patience.aborted) throw new Error(`not within a minute; it shows: ${words.slice(0, 600)}`);
      await sleep(300);
    }
  };

  await until((verdict, words) => verdict === 'held' && /3 of 3 are in contact/.test(words));
  assert.deepEqual(await changes(), [{ oldVerdict: null, verdict: 'held' }]);

  const [first, second, third] = cluster.names;
  await cluster.kill(first, second);
  // One of three may still call itself the leader for some seconds; then nobody does.
  await until((verdict, words) => verdict === 'lost' && /4 of 6 questions of the last round/.test(words));
  const lost = await changes();
  assert.equal(lost.at(-1)?.verdict, 'lost');

  await cluster.start(first);
  await cluster.start(second);
  await watch.untilWhole();
  await until((verdict, words) => verdict === 'held' && /3 of 3 are in contact/.test(words));
  const all = await changes();
  assert.equal(all.at(-1)?.verdict, 'held');
  all.forEach(({ oldVerdict, verdict }, index) => {
    assert.notEqual(oldVerdict, verdict, 'only a change is told');
    assert.equal(oldVerdict, all[index - 1]?.verdict ?? null, 'and every one');
  });
  assert.ok(all.filter(({ verdict }) => verdict === 'lost').length >= 1, third);
});
