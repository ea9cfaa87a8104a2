// The report as a file: JSON by its schema, Markdown in which a stranger's text stays text.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';

import { Ajv } from 'ajv';

import { Triage } from '../../dist/quorate.js';
import { redact } from '../../www/redact.js';
import { markdown } from '../../www/share/markdown.js';
import { fileName } from '../../www/share/name.js';
import { STEMS, foundIn, moments } from './named.js';

/** @typedef {import('../../www/types/report.js').Report} Report */

const schema = JSON.parse(readFileSync('www/types/report.schema.json', 'utf8'));
const isReport = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
const triage = await Triage.create();

/** @param {import('../../www/redact.js').Text[]} inputs */
function judge(inputs) {
  triage.clear();
  for (const input of inputs) triage.add(input);
  return triage.report();
}

/** @param {string} name */
function example(name) {
  return JSON.parse(readFileSync(`www/examples/${name}.json`, 'utf8'));
}

describe('JSON', () => {
  test('what is saved is a report by its schema, with names and without', () => {
    for (const file of readdirSync('tests/corpus').filter((name) => name.endsWith('.gz'))) {
      const [{ inputs, id }] = moments(file).slice(-1);
      const report = judge(inputs);
      assert.ok(isReport(JSON.parse(JSON.stringify(report, null, 2))), `${id}: ${JSON.stringify(isReport.errors)}`);
      const redacted = judge(redact({ inputs, expected: [] }, report).inputs);
      assert.ok(isReport(JSON.parse(JSON.stringify(redacted))), `${id}: ${JSON.stringify(isReport.errors)}`);
    }
  });

  test('the schema refuses what is none', () => {
    const report = judge(example('crash'));
    assert.equal(isReport({ ...report, groups: undefined }), false);
    assert.equal(isReport({ ...report, groups: [{ ...report.groups[0], verdict: 'fine' }] }), false);
  });

  test('its name says what, and as of when', () => {
    assert.equal(fileName(judge(example('crash')), 'json'), 'quorate-lost-20261122T193241Z.json');
    assert.equal(fileName(judge([]), 'md'), 'quorate-no-group.md');
  });
});

describe('Markdown', () => {
  test('says the verdict, as of when, why, what was found, the way out, and what is not known', () => {
    const report = judge(example('crash'));
    const text = markdown(report);
    assert.match(text, /^## Lost, assuming: Meta group\n/);
    assert.match(text, /As of 19:32:41 UTC, 22 Nov 2026\./);
    const titles = [...text.matchAll(/^\*\*([^*]+)\*\*$/gm)].map(([, title]) => title);
    const all = ['How we know', 'The way out', 'Not now', 'What is not known', 'What would help most', 'Findings'];
    assert.deepEqual(titles, all);
    const steps = report.groups[0].recovery?.steps ?? [];
    assert.ok(steps.length > 3 && steps.every(({ says }) => text.includes(says.split('`')[0].trim().slice(0, 20))));
    assert.match(text, /^ {3}```sh\n {3}curl -sS/m);
    // No command of a step is left out without a word.
    const commands = steps.flatMap(({ actions }) => actions.flatMap(({ command }) => command ?? []));
    assert.ok(commands.length > 6 && commands.every((command) => text.includes(command)));
    assert.ok(text.length < 5000, `${text.length}`);
    assert.match(markdown(judge(example('held'))), /^## Held: Meta group, leader n\d/);
    assert.match(markdown(judge([])), /^## No meta group in what was read/);
  });

  test('of an earlier moment it says first that there is a newer one, and what that says', () => {
    const later = example('crash').map((/** @type {{ source: string }} */ one) =>
      ({ ...one, source: `later ${one.source}`, batch: 'later' }));
    const newest = judge([...example('held'), ...later]);
    const text = markdown({ ...newest, ...triage.asOf(0) });
    const first = '**An earlier moment. The newest that was read, as of 19:32:41 UTC, 22 Nov 2026: Lost, assuming.**';
    assert.equal(text.split('\n', 1)[0], first);
    const { length } = newest.readings.filter(({ moment }) => moment === 0);
    assert.match(text, new RegExp(`Judged by Quorate from ${length} readings`));
    assert.match(markdown(newest), new RegExp(`Judged by Quorate from ${newest.readings.length} readings`));
    assert.doesNotMatch(markdown(newest), /earlier moment/);
  });

  test('without names it has none', () => {
    for (const file of ['11_ghost_peer_term.jsonl.gz', '14_supercluster.n6.jsonl.gz', '21_medium.jsonl.gz']) {
      for (const { inputs, id } of moments(file).slice(-3)) {
        const report = judge(inputs);
        assert.notDeepEqual(foundIn(markdown(report), STEMS), [], 'there is something to find');
        const text = markdown(judge(redact({ inputs, expected: [] }, report).inputs), true);
        assert.deepEqual(foundIn(text, STEMS), [], id);
        assert.match(text, /Names are replaced: in commands, too\.\n$/);
      }
    }
  });

  test('a stranger’s text is text', () => {
    const bad = '<img src=x> [a](http://evil) **b** _c_ `d` @here | # ~e~ &amp; http://evil.example\n\n# f\n```\n> g';
    const inputs = example('crash').map((/** @type {any} */ one) =>
      ({ ...one, body: one.body?.replaceAll('"n4"', JSON.stringify(bad)).replaceAll('"n5"', JSON.stringify(bad)) }));
    const report = judge(inputs);
    report.groups[0].peers.push({ ...report.groups[0].peers[0], name: bad, vote: 'unknown', says: bad });
    report.findings[0].says = bad;
    const text = markdown(report);
    const spoken = text.replace(/^ *(`{3,})sh\n[\s\S]*?^ *\1$/gm, '').replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    assert.doesNotMatch(spoken, /<img|(?<!\\)(\]\(|\*\*b|_c_|\||~e)|@here|https?:|^# f|^> g/m);
    assert.match(spoken, /&lt;img src=x\\>/);
    // Words with an underscore inside are as they are.
    report.findings[0].says = 'ORDERS_R3 and 3. of 5';
    assert.match(markdown(report), /: ORDERS_R3 and 3\. of 5/);
  });
});
