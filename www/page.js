/**
 * The standalone page: takes what is dropped, chosen or pasted, gives it to the core, and puts the report on the page.
 * What is small is judged here, at once. When something big comes, all of it moves to a worker, where there is one.
 *
 * @typedef {import('./types/report.js').Report} Report
 * @typedef {import('./types/report.js').Evidence} Evidence
 * @typedef {import('./originals.js').Input} Input
 * @typedef {import('./intake.js').Given} Given
 */

import { Triage, shown as isShown, whatIf } from './core.js';
import { fromFiles, fromTransfer, readSmall } from './intake.js';
import { givenAs, originalOf } from './originals.js';
import { Announcer } from './page/announcer.js';
import { AsOf } from './page/as-of.js';
import { carried } from './page/carried.js';
import { listenToDrops } from './page/drop.js';
import { Examples } from './page/examples.js';
import { Guide } from './page/guide.js';
import { installed } from './page/installed.js';
import { listenToKeys } from './page/keys.js';
import { listenToNumbers } from './page/numbers.js';
import { byId, fill, follow } from './page/place.js';
import { rehearse } from './page/rehearse.js';
import { save } from './page/save.js';
import { SavedReports, savedNotice } from './page/saved.js';
import { Share } from './page/share.js';
import { soon } from './page/soon.js';
import { Reads } from './reads.js';
import { RemoteTriage } from './remote.js';
import { el, isTyping } from './render/dom.js';
import { progressSection } from './render/progress.js';
import { link } from './render/link.js';
import { errorsList, readingsList, renderReport, revealMoment, showMoment } from './render/report.js';
import { WaysOut } from './render/way-out.js';
import { counted } from './render/words.js';
import { fileName } from './share/name.js';
import { openSource, sourceDialog } from './source-dialog.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const textField = /** @type {HTMLTextAreaElement} */ (byId('text'));
const expectedField = /** @type {HTMLInputElement} */ (byId('expected'));
const dialog = sourceDialog();
const examples = new Examples();

/** All that was given, by source, in the order it came. @type {Map<string, Input>} */
const inputs = new Map();
/** What could not be opened, by source, and what to do. @type {Map<string, { what: string, remedy: string }>} */
const unopened = new Map();
const waysOut = new WaysOut(isShown);
/** What is on the page is an example: never to be mixed with real readings, nor with another example. */
let trying = false;
const here = await Triage.create({ wasm: carried.wasm() }).catch(trouble);
/** @type {Promise<RemoteTriage | undefined> | undefined} */
let starting;
/** In its worker; nothing where there can be none, or it does not come. */
function elsewhere() {
  if (carried.isWhole) return Promise.resolve(undefined);
  return (starting ??= RemoteTriage.create().catch(() => undefined));
}
/** Who judges now. @type {Triage | RemoteTriage} */
let triage = here;
/** The moment that is shown; nothing for the newest, whichever that is. @type {number | undefined} */
let moment;
/** Of the report that is shown. @type {Report['moments']} */
let moments = [];
/** Of what was read when the report was drawn; nothing while it is still read. @type {AsOf | undefined} */
let asOf;
/** Of the moment that was chosen last. */
let choosing = new AbortController();
let batches = 0;
let pastes = 0;

/** This document is the live page: see page/live.js. */
const isLive = document.documentElement.dataset.page === 'live';
const announcer = new Announcer(byId('announced'), isLive);
const guide = new Guide(byId('collect'), (typed, lacks) => {
  // Behind the mark, which no server ever gets to see.
  const mark = typed.trim() ? `#servers=${encodeURIComponent(typed)}` : '';
  /** @type {HTMLAnchorElement} */ (byId('to-live')).href = `${carried.isWhole ? 'quorate-live' : 'live'}.html${mark}`;
  const way = lacks && [`Missing: ${lacks}. `, el('a', { href: '#collect-title' }, 'A block that asks for just those')];
  byId('to-collect').replaceChildren(...way);
});

const REFRESH_MS = 700;
const showProgress = progressSection(byId('reading'), byId('report'));
let refresh = 0;
let shown = '';
const DRAW_MS = 50;
let drawn = 0;
const reads = new Reads(() => {
  if (drawn) return;
  draw();
  // Of all that changes meanwhile, the last is shown.
  drawn = window.setTimeout(() => {
    drawn = 0;
    draw();
  }, DRAW_MS);
});

function draw() {
  showProgress(reads);
  if (reads.size) {
    refresh ||= window.setInterval(showMeanwhile, REFRESH_MS);
  } else {
    clearInterval(refresh);
    refresh = 0;
  }
}

/**
 * The core did not load, or broke: the page says so instead of standing still.
 *
 * @param {unknown} error
 * @returns {never}
 */
function trouble(error) {
  const says = error instanceof Error ? error.message : String(error);
  byId('report').replaceChildren(el('section', { class: 'trouble', role: 'alert' },
    el('h2', {}, 'Quorate itself is in trouble'),
    el('p', {}, 'This is a fault of ours and says nothing about your servers. Reload the page; if it stays, report:'),
    el('pre', {}, says)));
  document.body.dataset.trouble = '';
  main.setAttribute('aria-busy', 'false');
  throw error;
}

/** Names typed by the operator. */
function expected() {
  return expectedField.value.split(/[\s,;]+/).filter(Boolean);
}

/**
 * A name for each thing given, so that evidence finds the very file it was read from. The end of the name is left
 * alone: the core may read a server's name in it.
 *
 * @param {string} source
 */
function unused(source) {
  if (!inputs.has(source)) return source;
  let copy = 2;
  while (inputs.has(`(${copy})/${source}`)) copy += 1;
  return `(${copy})/${source}`;
}

/** What is dropped or pasted while earlier files are still read waits for its turn. @type {Promise<void>} */
let turn = Promise.resolve();

/**
 * @param {() => Promise<void> | void} work
 * @param {() => void} [ends] However it went.
 */
function queue(work, ends) {
  turn = turn.then(work).catch(trouble).catch(() => {}).finally(ends);
  return turn;
}

/** @param {() => Promise<void> | void} work */
function inTurn(work) {
  main.setAttribute('aria-busy', 'true');
  return queue(work, () => main.setAttribute('aria-busy', 'false'));
}

/** From now on the worker judges, if there is one: what was given so far is given to it as well. */
async function moveOver() {
  const there = await elsewhere();
  if (triage !== here || !there) return;
  await Promise.all([there.expect(expected()), ...[...inputs.values()].map((input) => there.add(input))]);
  here.clear();
  triage = there;
}

/**
 * @param {Promise<Given[]> | Given[]} given One drop, one paste, one example: one batch.
 * @param {boolean} [example]
 */
function take(given, example = false) {
  if (isLive && !('mixed' in document.body.dataset)) {
    byId('mix-told').textContent = 'Not added: live readings are mixed with others only when you press this button.';
    return Promise.resolve();
  }
  return inTurn(async () => {
    const { given: all, expected: names, troubles } = await savedReports.sort(await readSmall(await given));
    for (const { source, ...why } of troubles) unopened.set(source, why);
    if (!all.length) return show();
    savedReports.step();
    if (trying) await forget();
    if (names) await expectAlso(names);
    trying = example;
    moment = undefined;
    batches += 1;
    const batch = String(batches);
    if (all.some(({ file }) => file)) await moveOver();
    for (const { file, unopened: why, ...one } of all) {
      if (why !== undefined) {
        const remedy = 'See that the file is still there and may be read, then give it again.';
        unopened.set(one.source, { what: `The browser could not open it (${why})`, remedy });
        continue;
      }
      // What was saved keeps what belonged together.
      const together = one.batch === undefined ? batch : `${batch}/${one.batch}`;
      const input = { ...one, source: unused(one.source || `paste ${(pastes += 1)}`), batch: together };
      inputs.set(input.source, file ? { ...input, file } : input);
      if (file) readFile(file, input);
      else await triage.add(input);
    }
    await show();
    if (reads.size) byId('announced').textContent = `Reading ${counted(reads.size, 'file')}.`;
    if (matchMedia('(max-width: 60rem)').matches) {
      byId(reads.size ? 'reading' : 'report').scrollIntoView({ block: 'start' });
    }
  });
}

/**
 * What the servers say after a step: read, and back to the step that is next.
 *
 * @param {string} body
 */
function takeNext(body) {
  void take([{ source: '', body }]).then(() => {
    const wayOut = /** @type {HTMLElement | null} */ (document.querySelector('#report .recovery h3'));
    (wayOut ?? byId('report')).focus();
  });
}

/**
 * Reads a big file, beside everything else. However it ends, what was read of it counts.
 *
 * @param {File} file
 * @param {{ source: string, batch: string }} input
 */
function readFile(file, input) {
  const judge = triage;
  void reads.add(input.source, file.size, async (pouring) => {
    // Cleared away while it waited for its turn.
    if (inputs.get(input.source)?.file === file) await judge.addStream({ ...input, stream: file, ...pouring });
  }).then(() => {
    // Until the last has ended, it is shown with the others.
    if (!reads.size) void inTurn(() => show());
  }, trouble).catch(() => {});
}

/** @param {string} source */
function remove(source) {
  void inTurn(async () => {
    inputs.delete(source);
    unopened.delete(source);
    moment = undefined;
    await triage.remove(source);
    reads.stop(source);
    await show();
    // What had the focus is gone: the next thing to remove, or the place where things are added.
    const next = /** @type {HTMLElement | null} */ (document.querySelector('#read .remove'));
    (next ?? byId('intake')).focus();
  });
}

async function forget() {
  inputs.clear();
  unopened.clear();
  await triage.clear();
  reads.stopAll();
  triage = here;
  moment = undefined;
  pastes = 0;
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  waysOut.forget();
}

function clear() {
  void inTurn(async () => {
    await forget();
    savedReports.step();
    await show();
    byId('intake').focus();
  });
}

async function tellExpected() {
  here.expect(expected());
  if (triage !== here) await triage.expect(expected());
}

/** The operator's list changes what all of it means: everything is judged anew. */
function expectAnew() {
  void inTurn(async () => {
    await tellExpected();
    await show();
  });
}

/**
 * One round of the live page, in its turn.
 *
 * @param {import('./live/rounds.js').Reading[]} readings
 * @param {string[]} dropped
 */
function takeRound(readings, dropped) {
  return queue(async () => {
    const looked = moment === undefined ? undefined : moments[moment]?.as_of;
    for (const source of dropped) {
      inputs.delete(source);
      await triage.remove(source);
    }
    for (const reading of readings) {
      inputs.set(reading.source, reading);
      await triage.add(reading);
    }
    await show(false, looked === undefined ? undefined : await reportOf(looked));
  });
}

/**
 * Whoever looks at an earlier moment goes on doing so, as long as it is kept.
 *
 * @param {string} looked When it was.
 */
async function reportOf(looked) {
  moment = undefined;
  const report = await wholeReport();
  const at = report.moments.findIndex((one) => one.as_of === looked);
  if (at < 0) return report;
  moment = at;
  return { ...report, ...await triage.asOf(at) };
}

/** @param {string[]} names Of servers, that come with readings. */
async function expectAlso(names) {
  // With nothing else here it is judged as it was where it comes from.
  const before = inputs.size ? expected() : [];
  expectedField.value = [...new Set([...before, ...names])].join(', ');
  await tellExpected();
}

/** A link that carries readings, opened. */
function openLink() {
  if (location.hash.startsWith('#readings=')) void take([{ source: 'the link', body: location.href }]);
}

/**
 * Readings apart from those on the page, judged.
 *
 * @param {import('./redact.js').Readings} readings
 */
async function judgedApart(readings) {
  const apart = await Triage.create({ expected: readings.expected });
  for (const input of readings.inputs) apart.add(input);
  return apart.report();
}

/** @param {Report} report */
function unreadNotice(report) {
  if (!report.errors.length) return null;
  return el('p', { class: 'notice' }, `${counted(report.errors.length, 'text')} could not be read. `,
    el('a', { href: '#read' }, 'See which, and what to do'));
}

/** @returns {Promise<Report>} The core's, and what never reached it. */
async function wholeReport() {
  const report = await triage.report(moment);
  const errors = [...unopened].map(([source, { what, remedy }]) =>
    ({ source, what, remedy, says: `${source}: ${what}. ${remedy}` }));
  return { ...report, errors: [...errors, ...report.errors] };
}

let isShowing = false;

/** What is read meanwhile changes the report; under the hands of whoever reads it, it stays as it is. */
function showMeanwhile() {
  if (isShowing || document.querySelector('dialog[open]') || byId('report').contains(document.activeElement)) return;
  isShowing = true;
  void queue(() => show(true), () => { isShowing = false; });
}

/** @param {Report} report Of many moments: only what the newest says is listed. */
function newestOnly(report) {
  /** @type {Report['readings']} */
  const readings = [];
  report.readings.forEach((reading, index) => {
    if (reading.moment === undefined || reading.moment === report.moments.length - 1) readings[index] = reading;
  });
  return { ...report, readings };
}

/**
 * @param {boolean} [meanwhile] Only if the report has changed.
 * @param {Report} [known] Made already.
 * @param {AbortSignal} [overtaken] It is another moment of what is shown, until still another is chosen.
 */
async function show(meanwhile = false, known = undefined, overtaken = undefined) {
  const saved = savedReports.shown;
  const report = saved ?? known ?? (await wholeReport());
  const isNothing = inputs.size + unopened.size === 0;
  const empty = isNothing && !saved;
  if (reads.size) {
    const told = JSON.stringify(report);
    if (meanwhile && told === shown) return;
    shown = told;
  }
  if (!saved) ({ moments } = report);
  // What was done is told by the newest readings, whichever are looked at.
  const isNewest = moment === undefined;
  if (!saved && isNewest) waysOut.follow(report);
  const whatIfOf = (/** @type {string[]} */ without) => whatIf(report, without);
  const host = saved ? { whatIf: whatIfOf } : {
    remove,
    wayOut: isNewest ? waysOut : undefined,
    read: isNewest ? takeNext : undefined,
    givenAs: (/** @type {string} */ source) => givenAs(inputs, source),
    whatIf: whatIfOf,
    save,
    select: (/** @type {number} */ chosen) => {
      choosing.abort();
      const { signal } = choosing = new AbortController();
      void inTurn(async () => {
        const then = signal.aborted ? undefined : await (asOf?.of(chosen) ?? triage.asOf(chosen));
        // The last choice is the one to show.
        if (signal.aborted) return;
        moment = chosen < report.moments.length - 1 ? chosen : undefined;
        await show(false, { ...report, ...then }, signal);
      });
    },
    show: (/** @type {Evidence} */ evidence) => {
      const reading = report.readings[evidence.reading];
      void originalOf(inputs, reading.source).then((original) => openSource(dialog, evidence, reading, original));
    },
  };
  // Half-read files say this now and that later.
  const announce = () => { if (!reads.size) announcer.tell(report, inputs.size > 0); };
  document.body.dataset.state = empty ? 'empty' : 'filled';
  delete document.body.dataset.trouble;
  /** @type {HTMLElement} */ (document.querySelector('.examples')).hidden = !empty && !trying;
  byId('read').hidden = empty;
  byId('share').hidden = empty;
  savedReports.draw(isNothing ? undefined : saved ? await wholeReport() : report);
  // A file of which nothing was read yet does not say that there is no group.
  const isUntold = empty || (reads.size > 0 && !report.groups.length);
  const parts = document.querySelector('#report > .parts');
  if (overtaken && parts) {
    const whole = showMoment(parts, report, host, overtaken);
    announce();
    await whole;
    if (overtaken.aborted) return;
  } else {
    asOf?.end();
    asOf = saved || reads.size ? undefined : new AsOf((chosen) => triage.asOf(chosen));
    const notices = [saved ? savedNotice(saved) : null, empty ? null : unreadNotice(report)];
    const whole = [...notices, isUntold ? null : renderReport(report, host)].filter((part) => part !== null);
    // Live, a report follows another: what is the same in both stays as whoever reads it has it.
    if (isLive) follow(byId('report'), whole);
    else fill('report', ...whole);
    revealMoment(byId('report'));
    fill('errors', errorsList(report, host));
    const list = readingsList(isLive ? newestOnly(report) : report, host);
    if (isLive) follow(byId('readings'), list ? [list] : []);
    else fill('readings', list);
    announce();
  }
  // What comes meanwhile may be what is missing.
  if (!reads.size) guide.show(empty ? undefined : report, expectedField.value);
  void asOf?.ahead(moment ?? moments.length - 1, moments.length).catch(() => {});
}

/**
 * Several lines are no names of servers, nor is what servers answer: whoever has just typed those pastes that next.
 *
 * @param {EventTarget | null} field
 * @param {DataTransfer} pasted
 */
function isSession(field, pasted) {
  if (field === expectedField) return pasted.getData('text').includes('\n');
  return field === document.getElementById('servers')
    && /"server_id"|^curl: \(\d+\)|^HTTP\/\d/m.test(pasted.getData('text'));
}

function listen() {
  for (const id of ['files', 'folder']) {
    byId(id).addEventListener('change', (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      void take(fromFiles(field.files ?? [])).then(() => { field.value = ''; });
    });
  }
  byId('paste').addEventListener('submit', (event) => {
    event.preventDefault();
    if (!textField.value.trim()) return textField.focus();
    void take([{ source: '', body: textField.value }]);
    textField.value = '';
  });
  textField.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) textField.form?.requestSubmit();
  });
  document.addEventListener('paste', (event) => {
    if (!event.clipboardData) return;
    if (isTyping(event.target) && !isSession(event.target, event.clipboardData)) return;
    event.preventDefault();
    void take(fromTransfer(event.clipboardData));
  });

  let wait = 0;
  expectedField.addEventListener('input', () => {
    clearTimeout(wait);
    main.setAttribute('aria-busy', 'true');
    wait = window.setTimeout(expectAnew, 250);
  });
  byId('clear').addEventListener('click', clear);
  byId('share').addEventListener('click', () => void inTurn(() => share.open()));
  addEventListener('hashchange', openLink);
  for (const button of document.querySelectorAll('[data-example]')) {
    const name = /** @type {HTMLElement} */ (button).dataset.example ?? '';
    button.addEventListener('click', () => {
      void take(examples.of(name), true).then(() => byId('report').focus());
    });
  }
}

const savedReports = new SavedReports(byId('saved'), () => void inTurn(() => show()));
const share = new Share(/** @type {HTMLDialogElement} */ (byId('sharing')), {
  report: async () => savedReports.shown ?? (await wholeReport()),
  inputs: () => (savedReports.shown ? [] : inputs.values()),
  expected,
  judge: judgedApart,
  keep: (report) => void inTurn(() => {
    savedReports.keep(fileName(report, 'json'), report);
    return show();
  }),
});

document.body.append(dialog);
if (isLive) {
  const { Live } = await import('./page/live.js');
  const reset = () => inTurn(async () => {
    await forget();
    await show();
  });
  const live = new Live(byId('live'), { take: takeRound, reset });
  addEventListener('pagehide', () => live.end());
}
byId('mix').addEventListener('click', () => {
  document.body.dataset.mixed = '';
  byId('mix-told').textContent = '';
  textField.focus();
});
listen();
const overlay = /** @type {HTMLElement} */ (document.querySelector('.overlay'));
listenToDrops(overlay, (dropped) => void take(fromTransfer(dropped)));
listenToKeys(/** @type {HTMLDialogElement} */ (byId('keys')), byId('to-keys'));
listenToNumbers(byId('report'));
link(byId('report'));
if (expectedField.value) expectAnew();
else main.setAttribute('aria-busy', 'false');
openLink();
// Asked for while the page loads, too, but after what the first verdict needs. What fails is asked for again.
const [given] = await Promise.all([examples.given(), elsewhere(), soon(import('./archive.js'))]);
installed(byId('newer'));
document.body.dataset.loaded = '';
// Whoever works is not to wait for it: given a turn, it asks first.
if (!isLive) {
  const isGiven = () => inputs.size > 0 || main.getAttribute('aria-busy') === 'true';
  void rehearse(given, here, isGiven).catch(() => {});
}
