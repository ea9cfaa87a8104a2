// What is drawn of a report: on real captures and recorded runs, and on a super-cluster of a hundred servers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { open } from './browser.js';
import { superCluster } from './supercluster.js';
import { axeFinds, drop, scrollsSideways, settled, text, visit } from './visit.js';

/** @import { Input } from '../../dist/quorate.js' */
/** @import { Page } from 'puppeteer-core' */

const SHOTS = 'dist/shots/picture';

/** @type {Awaited<ReturnType<typeof open>>} */
let house;
before(async () => {
  house = await open();
  await mkdir(SHOTS, { recursive: true });
});
after(() => house?.close());

/**
 * All that was asked in one recorded run, round by round.
 *
 * @param {string} run
 * @returns {Input[]}
 */
function recordedRun(run) {
  const [scenario] = run.split('/');
  const lines = gunzipSync(readFileSync(new URL(`../corpus/${scenario}.jsonl.gz`, import.meta.url))).toString().trim();
  const asked = /^\/(jsz|healthz|varz|routez|raftz)(\?acc=\$SYS)?$/;
  return lines.split('\n').map((line) => JSON.parse(line)).filter(({ id }) => id.startsWith(`${run}/`))
    .flatMap(({ id, captured_at: at, readings }) => readings
      .filter((/** @type {{ path: string }} */ { path }) => asked.test(path))
      .map((/** @type {Input} */ reading) => (
        { ...reading, source: `${id} ${reading.server} ${reading.path}`, moment: String(at) })));
}

/** @param {string} name */
async function example(name) {
  return JSON.parse(await readFile(`www/examples/${name}.json`, 'utf8'));
}

/**
 * Gives the page all of it as one text, as a paste or a file would.
 *
 * @param {Page} page
 * @param {Input[]} inputs
 */
async function give(page, inputs) {
  // What stands between the page and this test is only the page's own host.
  await page.evaluate(async (/** @type {Input[]} */ given) => {
    const here = (/** @type {string} */ path) => import(new URL(path, document.baseURI).href);
    const [{ Triage, whatIf }, { renderReport, revealMoment, showMoment }, { AsOf }] =
      await Promise.all([here('core.js'), here('render/report.js'), here('page/as-of.js')]);
    const triage = await Triage.create();
    for (const input of given) triage.add(input);
    const place = /** @type {HTMLElement} */ (document.querySelector('#report'));
    const newest = triage.report();
    const known = new AsOf((/** @type {number} */ moment) => triage.asOf(moment));
    let choosing = new AbortController();
    const show = (/** @type {number | undefined} */ moment) => {
      choosing.abort();
      choosing = new AbortController();
      const report = moment === undefined ? newest : { ...newest, ...known.of(moment) };
      const host = {
        whatIf: (/** @type {string[]} */ without) => whatIf(report, without),
        show: (/** @type {unknown} */ evidence) => { Object.assign(window, { evidence }); },
        save: (/** @type {string} */ name, /** @type {Blob} */ blob) => {
          Object.assign(window, { saved: { name, blob } });
        },
        select: show,
      };
      const { signal } = choosing;
      if (moment !== undefined) {
        void known.ahead(moment, newest.moments.length);
        return (settling = showMoment(place.firstElementChild, report, host, signal));
      }
      place.replaceChildren(renderReport(report, host));
      revealMoment(place);
    };
    /** @type {Promise<void> | undefined} */
    let settling;
    document.body.dataset.state = 'filled';
    show(undefined);
    const afresh = (/** @type {number} */ moment) => {
      const report = { ...newest, ...triage.asOf(moment) };
      const host = {
        whatIf: (/** @type {string[]} */ without) => whatIf(report, without),
        show: () => {}, save: () => {}, select: () => {},
      };
      return renderReport(report, host);
    };
    // What is shown, in whichever order its attributes were set.
    const parts = (/** @type {ParentNode} */ root) =>
      [...root.querySelectorAll('.group > *, .findings, .moments')].map((part) => {
        const copy = /** @type {Element} */ (part.cloneNode(true));
        for (const one of [copy, ...copy.querySelectorAll('*')]) {
          const all = [...one.attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
          for (const { name } of all) one.removeAttribute(name);
          for (const { name, value } of all) one.setAttribute(name, value);
        }
        return copy.outerHTML;
      });
    Object.assign(window, { show, afresh, parts, drawn: () => settling });
  }, inputs);
}

/**
 * @param {Page} page
 * @param {number | undefined} moment
 */
function choose(page, moment) {
  return page.evaluate((at) => /** @type {any} */ (window).show(at), moment);
}

/**
 * @param {Page} page
 * @param {string} peer
 */
function seat(page, peer) {
  return page.$(`.seat[data-peer="${peer}"]`).then((found) => /** @type {NonNullable<typeof found>} */ (found));
}

/** Recorded incidents, and the moment of each that is looked at. */
const INCIDENTS = /** @type {const} */ ({
  crash: ['04_lost_leader_survives_kill.n5/2.15.1', 4],
  partition: ['07_partition_leader_minority_drop.n5/2.15.1', 2],
  ghost: ['11r_ghost_after_restart/2.15.1', undefined],
  'super-cluster': ['14_supercluster.n6/2.15.1', 5],
  'rolling-restart': ['09_rolling_restart.n5/2.15.1', 4],
});

for (const [name, [run, moment]] of Object.entries(INCIDENTS)) {
  test(`${name}: drawn, in a table and over time; axe finds nothing at any width, by day and night`, async () => {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      const { page, troubles } = await visit(house, { scheme });
      await give(page, recordedRun(run));
      if (moment !== undefined) await choose(page, moment);
      for (const part of ['.drawing', '.heard-whom table', '.timeline table']) assert.ok(await page.$(part), part);
      assert.deepEqual(await axeFinds(page), []);
      for (const width of [3840, 1440, 768, 390, 320]) {
        await page.setViewport({ width, height: 900 });
        assert.equal(await scrollsSideways(page), false, `${width} px`);
        const drawn = await page.$('.drawn');
        await drawn?.screenshot({ path: `${SHOTS}/${name}-${width}-${scheme}.png` });
      }
      assert.deepEqual(await axeFinds(page), [], 'at 320 px');
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });
}

describe('the drawing', () => {
  test('the leader in the middle, and who is heard is joined to it', async () => {
    const { page } = await visit(house);
    await give(page, await example('held'));
    const spots = await page.$$eval('.seat', (all) => all.map((one) => [
      one.getAttribute('data-peer'), one.getAttribute('data-leads') !== null, one.querySelector('.crown') !== null]));
    assert.deepEqual(spots, [['n2', true, true], ['n1', false, false], ['n3', false, false]]);
    const spokes = await page.$$eval('.edge[data-by=raft]', (all) => all.map((one) =>
      [one.getAttribute('data-peer'), one.getAttribute('data-other'), one.getAttribute('data-how')].join(' ')));
    assert.deepEqual(spokes, ['n2 n1 heard', 'n2 n3 heard']);
    assert.equal(await page.$eval('.gauge .says', (one) => one.textContent), 'in contact: 3 of 3');
    assert.equal(await page.$eval('.gauge .needed', (one) => one.textContent), 'majority: 2');
    assert.match(await page.$eval('.drawing', (one) => one.getAttribute('aria-label') ?? ''),
      /^Drawing of 3 peers\. n2 leads\. able: 3$/);
    await page.close();
  });

  test('a partition: two claim the lead, and between the two sides every line is cut', async () => {
    const { page } = await visit(house);
    const [run, moment] = INCIDENTS.partition;
    await give(page, recordedRun(run));
    await choose(page, moment);
    assert.equal((await page.$$('.seat .crown')).length, 2);
    const cut = await page.$$eval('.edge[data-how=unheard]:has(.cut)', (all) => all.map((one) =>
      [one.getAttribute('data-peer') ?? '', one.getAttribute('data-other') ?? '']));
    const alone = ['n1', 'n4'];
    assert.ok(cut.length > 3);
    for (const [one, other] of cut) assert.notEqual(alone.includes(one), alone.includes(other), `${one} ${other}`);
    assert.equal((await page.$$('.edge[data-how=unheard]')).length, cut.length, 'each is crossed');
    await page.close();
  });

  test('who is no ordinary peer has a shape and a word of its own: never colour alone', async () => {
    const { page } = await visit(house);
    await give(page, recordedRun(INCIDENTS.ghost[0]));
    const ghosts = await page.$$eval('.seat:has(.ghost)', (all) => all.map((one) => one.textContent));
    assert.ok(ghosts.length > 0);
    for (const words of ghosts) assert.match(words ?? '', /ghost/);
    await give(page, await example('crash'));
    const silent = await page.$$eval('.seat[data-vote=silent]', (all) => all.map((one) =>
      [one.querySelector('.dashed') !== null, /silent/.test(one.textContent ?? '')]));
    assert.deepEqual(silent, [[true, true], [true, true], [true, true]]);
    assert.equal(await page.$eval('.drawing .none', (one) => one.textContent), 'nobody leads');
    await page.close();
  });

  test('forced colours and print keep every shape', async () => {
    const { page } = await visit(house);
    const [run, moment] = INCIDENTS.partition;
    await give(page, recordedRun(run));
    await choose(page, moment);
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    const strokes = await page.$$eval('.edge .line, .seat .vote-icon .ring', (all) =>
      all.map((one) => getComputedStyle(one).stroke));
    assert.ok(strokes.every((stroke) => stroke !== 'none'));
    await (await page.$('.drawn'))?.screenshot({ path: `${SHOTS}/forced-colors.png` });
    await session.send('Emulation.setEmulatedMedia', { media: 'print', features: [] });
    assert.equal(await page.$eval('.drawing', (one) => one.checkVisibility()), true);
    assert.equal(await page.$eval('.saving', (one) => one.checkVisibility()), false);
    await page.pdf({ path: `${SHOTS}/printed.pdf` });
    await page.close();
  });
});

/** Runs in the page: words of the drawing that its edges cut off, or that lie on others. */
function unreadable() {
  const view = /** @type {SVGSVGElement} */ (document.querySelector('.drawing'));
  const { width, height } = view.viewBox.baseVal;
  const back = /** @type {DOMMatrix} */ (view.getScreenCTM()).inverse();
  const words = [...view.querySelectorAll('text')].filter(({ textContent }) => textContent).map((one) => {
    const box = one.getBBox();
    const onto = back.multiply(/** @type {DOMMatrix} */ (one.getScreenCTM()));
    const corners = [[0, 2], [1, 2], [1, -2], [0, -2]].map(([x, y]) =>
      new DOMPoint(box.x + x * box.width, box.y + y + (y < 0 ? box.height : 0)).matrixTransform(onto));
    return { says: one.textContent ?? '', corners };
  });
  /** @typedef {typeof words[0]} Words */
  // Turned boxes are apart where a line along one side of either has them on its two sides.
  const isApart = (/** @type {Words} */ a, /** @type {Words} */ b) => [a, b].some(({ corners }) =>
    corners.some((from, index) => {
      const to = corners[(index + 1) % 4];
      const across = (/** @type {DOMPoint} */ { x, y }) => x * (to.y - from.y) - y * (to.x - from.x);
      const [one, other] = [a, b].map((box) => box.corners.map(across));
      return Math.max(...one) <= Math.min(...other) || Math.max(...other) <= Math.min(...one);
    }));
  return [
    ...words.filter(({ corners }) => corners.some(({ x, y }) => x < 0 || y < 0 || x > width || y > height))
      .map(({ says }) => `${says} is cut off`),
    ...words.flatMap((one, index) => words.slice(index + 1).filter((other) => !isApart(one, other))
      .map((other) => `${one.says} lies on ${other.says}`)),
  ];
}

describe('long names', () => {
  for (const [clusters, each] of [[1, 3], [1, 5], [3, 3], [1, 16], [1, 25], [10, 10]]) {
    test(`${clusters * each} servers are told apart, and their words are neither cut nor on others`, async () => {
      const { page, troubles } = await visit(house);
      const name = (/** @type {string} */ short) => `messaging-prod-${short}.nats-headless.svc.cluster.local`;
      await give(page, superCluster({ clusters, each, rounds: 16 }, name));
      for (const moment of [3, 9, 15]) {
        await choose(page, moment);
        await page.waitForFunction(() => !document.querySelector('.parts [aria-busy]'));
        assert.deepEqual(await page.evaluate(unreadable), [], `moment ${moment}`);
        const seats = await page.$$eval('.drawing .seat[data-peer]', (all) => all.map((one) =>
          [one.getAttribute('data-vote') ?? '', one.querySelector('.name')?.textContent ?? '', one.textContent ?? '']));
        assert.equal(new Set(seats.map(([, label]) => label)).size, clusters * each);
        for (const [vote, , words] of seats) assert.ok(vote === 'able' || words.includes(vote), `${words}: ${vote}`);
      }
      // The same label in each, and the whole name within reach.
      const leader = await page.$eval('.timeline .leaders bdi', (one) => [one.textContent, one.title]);
      assert.match(leader[0] ?? '', /c1-nats-0…$/);
      assert.equal(leader[1], name('c1-nats-0'));
      const spoken = await page.$$eval('.seat[data-peer]', (all) => all.map((one) => one.getAttribute('aria-label')));
      assert.ok(spoken.some((words) => words?.includes(`${leader[0]} `) && words.includes(`(${leader[1]})`)));
      const heads = await page.$$eval('.matrix tbody th bdi', (all) => all.map((one) => one.textContent));
      assert.equal(new Set(heads).size, heads.length);
      assert.deepEqual(troubles, []);
      await page.close();
    });
  }
});

test('of many names that a loss rests on the first are told, after how many can be in contact', async () => {
  const { page } = await visit(house);
  await give(page, superCluster({ clusters: 10, each: 10, rounds: 16 }));
  const words = await text(page, '.verdict');
  assert.match(words, /Lost, assuming At most \d+ of 100 can be in contact, 51 needed\..* Assuming that /);
  assert.match(words, /c\d+-nats-\d and \d+ more .*All \d+/);
  const [said, all] = await page.$eval('.assumes details', (fold) => {
    fold.setAttribute('open', '');
    return [fold.querySelector('summary')?.textContent, fold.querySelectorAll('bdi').length];
  });
  assert.equal(said, `All ${all}`);
  await page.close();
});

describe('what if', () => {
  test('a press takes a peer out, another puts it back, and Escape goes back to what is', async () => {
    const { page } = await visit(house);
    await give(page, await example('held'));
    const real = await text(page, '.verdict');
    await (await seat(page, 'n1')).click();
    assert.match(await text(page, '.hypothesis'),
      new RegExp('^HYPOTHETICAL – not what was read\\. Without n1: Held .*2 of 3.* no further loss is survived\\. ' +
        '.*no: n2 and n3\\. n1 would be away: bring it back', 'i'));
    assert.equal(await page.$eval('.drawn', (one) => one.hasAttribute('data-hypothetical')), true);
    assert.equal(await page.$eval('.gauge .says', (one) => one.textContent), 'in contact: 2 of 3');
    assert.match(await text(page, '.what-if [role=status]'), /^Hypothetical, without n1: Held\. /);
    assert.deepEqual(await axeFinds(page), []);
    await (await page.$('.drawn'))?.screenshot({ path: `${SHOTS}/what-if-held.png` });
    await page.keyboard.press('3');
    assert.match(await text(page, '.hypothesis .then-verdict'), /Lost/);
    assert.equal(await text(page, '.verdict'), real, 'what was read stays');
    assert.equal(await page.$eval('.seat[data-peer=n3]', (one) => one.getAttribute('aria-pressed')), 'true');
    assert.deepEqual(await page.$$eval('.what-if input:checked', (all) => all.length), 2, 'the list agrees');
    await (await page.$('.drawn'))?.screenshot({ path: `${SHOTS}/what-if-lost.png` });
    await (await seat(page, 'n3')).click();
    assert.match(await text(page, '.hypothesis .then-verdict'), /Held/);
    await page.keyboard.press('Escape');
    assert.equal(await page.$eval('.hypothesis', (one) => one.checkVisibility({ visibilityProperty: true })), false);
    assert.equal(await page.$eval('.drawn', (one) => one.hasAttribute('data-hypothetical')), false);
    assert.equal(await page.$eval('.gauge .says', (one) => one.textContent), 'in contact: 3 of 3');
    assert.match(await text(page, '.what-if [role=status]'), /^Back to what is/);
    await page.close();
  });

  test('on paper it is told that it is hypothetical, and where nobody is taken out nothing is', async () => {
    const { page } = await visit(house);
    await give(page, await example('held'));
    await page.emulateMediaType('print');
    const isThere = (/** @type {string} */ part) => page.$eval(part, (one) => one.checkVisibility());
    assert.equal(await isThere('.what-if'), false);
    await page.emulateMediaType('screen');
    await (await seat(page, 'n1')).click();
    await page.emulateMediaType('print');
    assert.match(await text(page, '.hypothesis'), /^HYPOTHETICAL – not what was read\. Without n1: Held/i);
    assert.equal(await isThere('.hypothesis'), true);
    assert.equal(await isThere('.hypothesis button'), false);
    await (await page.$('.drawn'))?.screenshot({ path: `${SHOTS}/what-if-printed.png` });
    await page.close();
  });

  test('nothing moves when the answer comes or goes', async () => {
    for (const width of [1440, 390, 320]) {
      const { page } = await visit(house, { width });
      await give(page, await example('partition'));
      const places = () => page.$$eval('.parts > *, .group > *, .drawing, .what-if > *, .drawn .saving', (all) =>
        all.map((one) => JSON.stringify(one.getBoundingClientRect())));
      const without = await places();
      await page.$eval('.seat[tabindex="0"]', (one) => /** @type {SVGElement} */ (one).focus());
      for (const key of /** @type {const} */ (['1', '2', 'Escape'])) {
        await page.keyboard.press(key);
        assert.deepEqual(await places(), without, `${width} px, ${key}`);
      }
      await page.close();
    }
  });

  test('with the keyboard alone: one stop, arrows from peer to peer, Enter and the numbers', async () => {
    const { page } = await visit(house);
    await give(page, await example('partition'));
    assert.equal((await page.$$('.drawing [tabindex="0"]')).length, 1);
    await page.$eval('.drawing [tabindex="0"]', (one) => /** @type {SVGElement} */ (one).focus());
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-peer'));
    const leader = await focused();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await focused(), leader);
    const next = await focused();
    await page.keyboard.press('Enter');
    assert.match(await text(page, '.hypothesis .banner'), new RegExp(`Without ${next}:`));
    await page.keyboard.press('Space');
    assert.equal(await page.$eval('.hypothesis', (one) => one.checkVisibility({ visibilityProperty: true })), false);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), leader);
    await page.keyboard.press('1');
    assert.match(await text(page, '.hypothesis .banner'), /Without n1:/);
    await page.focus('.hypothesis button');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), leader, 'the focus is not lost with the button');
    await page.close();
  });
});

describe('who hears whom', () => {
  test('a table: the row hears the column, and a cell shows where it is written', async () => {
    const { page } = await visit(house);
    const [run, moment] = INCIDENTS.partition;
    await give(page, recordedRun(run));
    await choose(page, moment);
    const cells = await page.$$eval('.matrix tbody tr', (rows) => rows.map((row) =>
      [...row.querySelectorAll('td[data-how]')].map((cell) => cell.getAttribute('data-how'))));
    assert.equal(cells.length, 5);
    cells.forEach((row, index) => assert.equal(row[index], 'self'));
    // n4 still claims the lead, and has not heard the others for long.
    assert.deepEqual(cells[3], ['heard', 'unheard', 'unheard', 'self', 'unheard']);
    assert.deepEqual(await page.$$eval('.matrix .names:not(th)', (all) => all.map((one) => one.textContent)),
      ['n4', 'n5', 'n5', 'n4', 'n5']);
    assert.equal((await page.$$('.matrix th:not([scope])')).length, 0);
    await page.click('.matrix td[data-peer=n4][data-other=n2] button');
    const evidence = await page.evaluate(() => /** @type {any} */ (window).evidence);
    assert.match(evidence.pointer, /replicas\/\d\/active$/);
    await page.keyboard.press('ArrowRight');
    const at = await page.evaluate(() => {
      const cell = document.activeElement?.closest('td');
      return [cell?.getAttribute('data-peer'), cell?.getAttribute('data-other')];
    });
    assert.deepEqual(at, ['n4', 'n3']);
    await page.close();
  });
});

describe('moments', () => {
  test('choosing one shows the whole report of then; arrows go from one to the next', async () => {
    const { page, troubles } = await visit(house);
    await give(page, recordedRun(INCIDENTS.crash[0]));
    const radios = await page.$$('.timeline input[type=radio]');
    assert.ok(radios.length > 3);
    const verdicts = await page.$$eval('.timeline .verdicts td', (all) =>
      all.map((one) => one.getAttribute('data-verdict')));
    const assumed = await page.$$eval('.timeline .verdicts td', (all) =>
      all.map((one) => String(/assuming/.test(one.textContent))));
    assert.deepEqual([...new Set(assumed)].sort(), ['false', 'true']);
    const verdict = () => page.$eval('.verdict', (one) => one.getAttribute('data-verdict'));
    assert.equal(verdicts.at(-1), await verdict());
    for (const index of verdicts.keys()) {
      await (await page.$$('.timeline input'))[index].click();
      assert.equal(await verdict(), verdicts[index], `moment ${index}`);
      assert.equal(await page.$eval('.verdict', (one) => one.getAttribute('data-assumed')), assumed[index]);
      assert.equal((await page.$('.timeline.earlier')) !== null, index < radios.length - 1);
    }
    await (await page.$$('.timeline input'))[0].click();
    assert.equal(await text(page, '.timeline .notice'),
      'An earlier moment: nothing later is in what follows. Back to the newest');
    await (await page.$('.timeline'))?.screenshot({ path: `${SHOTS}/timeline.png` });
    assert.deepEqual(await axeFinds(page), []);
    await page.click('.timeline .notice button');
    assert.equal(await page.$('.timeline .notice'), null);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  test('of three chosen in quick succession the last is shown, and it is what it is when drawn afresh', async () => {
    const { page, troubles } = await visit(house);
    await give(page, recordedRun(INCIDENTS.crash[0]));
    const last = (await page.$$('.timeline input')).length - 1;
    for (const chosen of [[0, last, 1], [2, 0, last], [1, 3, 2]]) {
      const seen = await page.evaluate(async (all) => {
        const { show, afresh, parts } = /** @type {any} */ (window);
        const frame = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
        /** @type {Promise<void> | undefined} */
        let drawn;
        for (const one of all) {
          drawn = show(one);
          const busy = [...document.querySelectorAll('.parts [aria-busy]')].map(({ className }) => className);
          if (!busy.includes('peers') || busy.includes('verdict')) throw new Error(`busy: ${busy.join(', ')}`);
          await frame();
          await frame();
        }
        await drawn;
        return { shown: parts(document), wanted: parts(afresh(all[all.length - 1])) };
      }, chosen);
      assert.ok(seen.wanted.length > 4);
      assert.deepEqual(seen.shown, seen.wanted);
      assert.equal(await page.$('.parts [aria-busy]'), null);
    }
    assert.deepEqual(troubles, []);
    await page.close();
  });

  for (const [name, [run]] of Object.entries(INCIDENTS)) {
    test(`${name}: each moment, reached from another, is as when drawn afresh, with and without a peer`, async () => {
      const { page, troubles } = await visit(house);
      await give(page, recordedRun(run));
      const count = (await page.$$('.timeline input')).length;
      const there = Array.from({ length: count }, (_, index) => index);
      const back = there.map((index) => (index * 3 + 1) % count).reverse();
      for (const moment of [...there, ...back]) {
        for (const out of [false, true]) {
          const seen = await page.evaluate(async (at, without) => {
            const { show, afresh, parts } = /** @type {any} */ (window);
            const seats = () => new Map([...document.querySelectorAll('.seat[data-peer]')].map((one) =>
              [one.getAttribute('data-peer'), one]));
            const press = (/** @type {ParentNode} */ root) => {
              const first = root.querySelector('.seat[data-peer=n1][aria-pressed]');
              first?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
            };
            if (without) press(document);
            const known = seats();
            await show(at);
            const fresh = afresh(at);
            // Who was taken out in thought stays out.
            if (document.querySelector('.seat[data-gone]')) press(fresh);
            const kept = [...seats()].every(([peer, one]) => (known.get(peer) ?? one) === one);
            const result = { shown: parts(document), wanted: parts(fresh), kept };
            if (document.querySelector('.seat[data-gone]')) press(document);
            return result;
          }, moment, out);
          assert.ok(seen.wanted.length > 3);
          assert.deepEqual(seen.shown, seen.wanted, `moment ${moment}`);
          assert.ok(seen.kept, `moment ${moment}: who stays keeps its element`);
        }
      }
      assert.deepEqual(troubles, []);
      await page.close();
    });
  }

  test('on the page itself: the focus stays on the moment, and the arrow keys go on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'picture-'));
    const files = [];
    for (const { server, body, moment } of recordedRun(INCIDENTS.crash[0]).filter(({ path }) => path === '/jsz')) {
      if (typeof body !== 'string') continue;
      files.push(join(folder, `${moment}.${server}.jsz.json`));
      await writeFile(files[files.length - 1], body);
    }
    const { page } = await visit(house);
    await drop(page, files);
    await page.waitForSelector('.timeline input');
    await settled(page);
    const checked = () => page.$eval('.timeline input:checked', (one) => [one.value, document.activeElement === one]);
    await page.focus('.timeline input:checked');
    const [newest] = await checked();
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('.timeline.earlier');
    await settled(page);
    assert.deepEqual(await checked(), [String(Number(newest) - 1), true]);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.timeline:not(.earlier)'));
    assert.deepEqual(await checked(), [newest, true]);
    await settled(page);

    const pressed = () => page.$$eval('.seat[aria-pressed=true]', (all) => all.length);
    await page.keyboard.press('1');
    assert.equal(await pressed(), 1, 'the numbers act beside the moments too');
    await page.keyboard.press('Escape');
    assert.equal(await pressed(), 0);
    assert.deepEqual(await checked(), [newest, true]);

    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('.timeline.earlier');
    await page.focus('.timeline .notice button');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.timeline:not(.earlier)'));
    await settled(page);
    assert.deepEqual(await checked(), [newest, true], 'the button is gone, and the focus on the moment it led to');
    await page.close();
    await rm(folder, { recursive: true });
  });

  test('what had the focus and is gone leaves it to the moment that is shown', async () => {
    const { page } = await visit(house);
    await give(page, recordedRun(INCIDENTS.crash[0]));
    const checked = () => page.$eval('.timeline input:checked', (one) => [one.value, document.activeElement === one]);
    // A part that no other moment has.
    await page.$eval('.group .verdict', (verdict) => {
      const part = verdict.ownerDocument.createElement('section');
      part.className = 'recovery';
      part.tabIndex = 0;
      document.querySelector('.recovery')?.remove();
      verdict.after(part);
      part.focus();
    });
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'recovery');
    await page.evaluate(() => Promise.resolve(/** @type {any} */ (window).show(0)));
    assert.equal(await page.$('.recovery'), null);
    assert.deepEqual(await checked(), ['0', true]);
    await page.close();
  });

  test('a report that follows another: the focus stays on the moment shown, or goes to it', async () => {
    const { page } = await visit(house);
    await give(page, recordedRun(INCIDENTS.crash[0]));
    const follow = (/** @type {number} */ moment) => page.evaluate(async (at) => {
      const { refresh } = await import(new URL('render/refresh.js', location.href).href);
      refresh(document.querySelector('#report'), [/** @type {any} */ (window).afresh(at)]);
    }, moment);
    const focused = () => page.evaluate(() => {
      const at = /** @type {HTMLInputElement} */ (document.activeElement);
      return at.value || at.textContent;
    });
    await follow(1);
    await page.focus('.timeline input:checked');
    await follow(2);
    assert.equal(await focused(), '2', 'another is shown');
    await page.focus('.timeline .notice button');
    await follow(1);
    assert.equal(await focused(), 'Back to the newest');
    await follow((await page.$$('.timeline input')).length - 1);
    assert.equal(await focused(), String((await page.$$('.timeline input')).length - 1));
    await page.focus('.timeline .saving button');
    const last = await focused();
    await follow(1);
    assert.equal(await focused(), last, 'a button before it does not move it');
    await page.close();
  });
});

test('one peer is lit wherever it stands: by pointer, by focus, and from a finding', async () => {
  const { page } = await visit(house);
  await give(page, await example('crash'));
  const lit = () => page.$$eval('[data-lit]', (all) => all.map((one) => one.closest('section')?.classList[0]));
  const seats = () => page.$$eval('.seat[data-lit]', (all) => all.map((one) => one.getAttribute('data-peer')));
  await page.focus('.peers tr[data-peer=n5] .evidence');
  assert.ok((await lit()).includes('peers'));
  // The rest when it comes into sight.
  for (const part of ['.because', '.heard-whom', '.drawn']) {
    await page.$eval(part, (one) => one.scrollIntoView());
    await page.waitForSelector(`${part} [data-lit]`);
  }
  assert.deepEqual(await seats(), ['n5']);
  await page.hover('.seat[data-peer=n4]');
  assert.deepEqual(await seats(), ['n4']);
  await (await page.$('.group'))?.screenshot({ path: `${SHOTS}/linked.png` });
  await page.hover('.finding h3');
  assert.ok((await page.$$('.finding[data-lit] [data-peer][data-lit]')).length > 0);
  await page.hover('.brand');
  await page.evaluate(() => document.querySelector('.parts')?.dispatchEvent(new Event('pointerleave')));
  assert.equal((await page.$$('[data-lit]')).length, 0);
  await page.close();
});

test('a picture of what is only thought, or of an earlier moment, says so itself', async () => {
  const { page } = await visit(house);
  const [run] = INCIDENTS.partition;
  await give(page, recordedRun(run));
  await choose(page, 0);
  await page.$eval('.seat[tabindex="0"]', (one) => /** @type {SVGElement} */ (one).focus());
  await page.keyboard.press('1');
  await page.$eval('.drawn .saving button', (one) => /** @type {HTMLElement} */ (one).click());
  await page.waitForFunction(() => /** @type {any} */ (window).saved);
  const source = await page.evaluate(() => /** @type {any} */ (window).saved.blob.text());
  assert.match(source, />An earlier moment\. The newest that was read, as of \d\d:\d\d:\d\d UTC, [^<]*: \w+\.</);
  assert.match(source, />Hypothetical, without n1: \w+</);
  await page.setContent(source);
  await page.screenshot({ path: `${SHOTS}/saved-hypothetical.png` });
  await page.close();
});

test('each picture is kept as an SVG that needs nothing else, and as a PNG twice as large', async () => {
  const { page, requests, troubles } = await visit(house, { scheme: 'dark' });
  const [run, moment] = INCIDENTS.partition;
  await give(page, recordedRun(run));
  await choose(page, moment);
  for (const part of ['.drawn', '.heard-whom', '.timeline']) {
    const kept = async (/** @type {number} */ button) => {
      await page.evaluate(() => { Object.assign(window, { saved: undefined }); });
      await page.$$eval(`${part} .saving button`, (all, index) => all[index].click(), button);
      await page.waitForFunction(() => /** @type {any} */ (window).saved);
      return page.evaluate(async () => {
        const { name, blob } = /** @type {any} */ (window).saved;
        const bytes = [...new Uint8Array(await blob.arrayBuffer())];
        return { name, type: blob.type, bytes };
      });
    };
    const picture = await kept(0);
    const source = Buffer.from(picture.bytes).toString();
    assert.match(picture.name, /^quorate-[a-z0-9-]+\.svg$/);
    assert.equal(await page.$('.daylight'), null, 'nothing is left behind');
    assert.doesNotMatch(source, /var\(|url\(|class=|href|foreignObject|<script/);
    assert.match(source, /<title>/);
    assert.match(source, /n5/);
    const caption = />Meta group · cluster C1 · [^<]* · as of \d\d:\d\d:\d\d UTC, 22 Nov 2026</;
    assert.equal(caption.test(source), part !== '.timeline');
    const parsed = await page.evaluate((/** @type {string} */ given) => {
      const root = new DOMParser().parseFromString(given, 'image/svg+xml').documentElement;
      const ground = root.querySelector('rect')?.getAttribute('fill');
      const first = [...root.querySelectorAll('text')].find(({ textContent }) => textContent === 'Verdict');
      const left = Math.min(...[...root.querySelectorAll('text')].map((one) => Number(one.getAttribute('x'))));
      const isFirst = !first || Number(first.getAttribute('x')) === left;
      return { name: root.nodeName, ground, width: root.getAttribute('width'), isFirst };
    }, source);
    assert.ok(parsed.isFirst, 'what is held fast at the side while it scrolls is in its column');
    assert.deepEqual([parsed.name, parsed.ground], ['svg', 'rgb(255, 255, 255)'], 'by daylight');
    const png = await kept(1);
    assert.deepEqual(png.bytes.slice(1, 4), [...Buffer.from('PNG')]);
    assert.equal(Buffer.from(png.bytes).readUInt32BE(16), 2 * Number(parsed.width));
    await writeFile(`${SHOTS}/saved${part.replace('.', '-')}.svg`, source);
    await writeFile(`${SHOTS}/saved${part.replace('.', '-')}.png`, Buffer.from(png.bytes));
  }
  assert.deepEqual(requests.filter((url) => !url.startsWith('data:') && !/\/(core|render)/.test(url)), []);
  assert.deepEqual(troubles, []);
  await page.close();
});

/**
 * How long the page takes for each, with what is pressed in sight: the act itself, and the frame that shows it with its
 * style, layout, paint, and the hand-over to the thread that puts the picture together. Of what is drawn later: the
 * longest that the page could not answer meanwhile, and when all was drawn.
 *
 * @param {Page} page
 * @param {Record<string, { at: string, run: string }>} what Words, what is in sight, and what to run.
 */
async function measured(page, what) {
  for (const [words, { at: place, run }] of Object.entries(what)) {
    await page.$eval(place, (one) => one.scrollIntoView({ block: 'center' }));
    const times = await page.evaluate(async (script) => {
      const act = new Function('i', script);
      /** @returns {Promise<number>} When nothing else is to be done. */
      const free = () => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      });
      /** @returns {Promise<number>} How long the next frame takes, without the wait for it. */
      const frame = () => new Promise((resolve) => {
        requestAnimationFrame(() => {
          const began = performance.now();
          void free().then((at) => resolve(at - began));
        });
      });
      const all = [];
      for (let i = 0; i < 9; i += 1) {
        await new Promise((resolve) => { setTimeout(resolve, 100); });
        await frame();
        await frame();
        // Asked for before, so that it ends before what the act leaves for after this frame.
        const next = frame();
        const began = performance.now();
        act(i);
        const acted = performance.now() - began;
        const first = acted + await next;
        let isDrawn = false;
        const rest = Promise.resolve(/** @type {any} */ (window).drawn()).then(() => { isDrawn = true; });
        let later = 0;
        for (let last = performance.now(); !isDrawn;) {
          const now = await free();
          later = Math.max(later, now - last);
          last = now;
        }
        await rest;
        all.push({ acted, first, later, whole: performance.now() - began });
      }
      return all;
    }, run);
    const of = (/** @type {'acted' | 'first' | 'later' | 'whole'} */ kind) => {
      const sorted = times.map((one) => one[kind]).sort((a, b) => a - b);
      const [best, median, worst] = [0, 4, 8].map((at) => sorted[at].toFixed(1));
      return `median ${median} ms, best ${best} ms, worst ${worst} ms`;
    };
    console.log(`${words}: ${of('first')}`);
    console.log(`  of it the act itself: ${of('acted')}`);
    if (words !== 'choose a moment') continue;
    console.log(`  then the longest task: ${of('later')}`);
    console.log(`  until all is drawn: ${of('whole')}`);
  }
}

const ACTS = {
  // What the measurement itself takes.
  nothing: { at: '.drawn', run: '' },
  'hover a peer': { at: '.drawn', run: `const all = document.querySelectorAll('.seat[data-peer]');
    all[i * 7 % all.length].dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));` },
  'take a peer out': { at: '.drawn', run: `document.querySelectorAll('.seat[aria-pressed]')[1]
    .dispatchEvent(new MouseEvent('click', { bubbles: true }));` },
  'choose a moment': { at: '.timeline', run: 'window.show(i);' },
};

test('9 servers and 20 moments: how long each interaction takes', async () => {
  const { page } = await visit(house);
  await give(page, superCluster({ clusters: 3, each: 3, rounds: 20 }));
  await measured(page, ACTS);
  await page.close();
});

test('100 servers and 20 moments stay readable: how long each interaction takes', async () => {
  const { page, troubles } = await visit(house);
  await give(page, superCluster({ clusters: 10, each: 10, rounds: 20 }));
  assert.equal((await page.$$('.seat')).length, 100);
  assert.equal((await page.$$('.timeline input')).length, 20);
  // Those alike share a row; who differs stands alone.
  const rows = await page.$$eval('.matrix tbody tr', (all) => all.length);
  assert.ok(rows < 20, `${rows} rows`);
  await page.focus('.matrix tbody tr button.link');
  await page.keyboard.press('Enter');
  assert.ok((await page.$$('.matrix tbody tr')).length > rows);
  const courses = await page.$$eval('.timeline .peer', (all) => all.length);
  assert.ok(courses > 0 && courses <= 8, `${courses} courses`);
  const looks = /** @type {const} */ ([['wide', 1440, 'light'], ['4k', 3840, 'dark'], ['narrow', 390, 'light']]);
  for (const [name, width, scheme] of looks) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    assert.equal(await scrollsSideways(page), false, `${width} px`);
    for (const part of ['drawn', 'heard-whom', 'timeline']) {
      await (await page.$(`.${part}`))?.screenshot({ path: `${SHOTS}/hundred-${part}-${name}.png` });
    }
  }
  await page.setViewport({ width: 1440, height: 900 });
  assert.deepEqual(await axeFinds(page), []);
  await measured(page, ACTS);
  assert.deepEqual(troubles, []);
  await page.close();
});
