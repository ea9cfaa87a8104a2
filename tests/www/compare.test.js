// Two reports of recorded moments, and what is said to have changed between them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { compare, inTime } from '../../www/share/compare.js';
import { recorded } from './recorded.js';

const triage = await Triage.create();

/** @param {string} id */
function reportOf(id) {
  triage.clear();
  for (const input of recorded(id)) triage.add(input);
  return triage.report();
}

test('nothing changed between a report and itself', () => {
  const report = reportOf('01_healthy/2.10.26/01-just-ready');
  const { groups, findings } = compare(report, report);
  assert.deepEqual([groups.length, groups[0].says, findings], [1, [], []]);
  assert.ok(groups[0].rows.length > 9);
  assert.ok(groups[0].rows.every(({ before, after }) => before === after));
});

test('a loss, in words and numbers', () => {
  const held = reportOf('04_lost_leader_survives_kill/2.9.10/01-healthy');
  const lost = reportOf('04_lost_leader_survives_kill/2.9.10/06-lost-t30s');
  const { groups: [group], findings } = compare(held, lost);
  assert.match(group.says[0], /^The verdict was “held” and is “lost, assuming”\.$/);
  assert.match(group.says[1], /^n\d led; nobody does now\.$/);
  assert.ok(group.says.some((one) => /^n\d.* (is|are) no longer in contact\.$/.test(one)), group.says.join(' '));
  const row = (/** @type {string} */ what) => group.rows.find((one) => one.what === what);
  assert.deepEqual(row('Verdict'), { what: 'Verdict', before: 'Held', after: 'Lost, assuming' });
  assert.deepEqual(row('Survives more losses'), { what: 'Survives more losses', before: '1', after: '–' });
  assert.ok(findings.some((one) => one.startsWith('New: Meta quorum lost (META_006)')), findings.join('\n'));
  const { groups: [back], findings: over } = compare(lost, held);
  assert.match(back.says[1], /^n\d leads now; nobody did before\.$/);
  assert.ok(over.some((one) => one.startsWith('Gone: Meta quorum lost')));
  assert.deepEqual(inTime(lost, held), [held, lost]);
  assert.deepEqual(inTime(held, lost), [held, lost]);
});

test('groups come and go', () => {
  const report = reportOf('01_healthy/2.10.26/01-just-ready');
  const none = { ...report, groups: [] };
  assert.match(compare(none, report).groups[0].says[0], /^Only in the later report: /);
  assert.match(compare(report, none).groups[0].says[0], /^Only in the earlier report: /);
  const [group] = report.groups;
  const domain = { ...report, groups: [{ ...group, domain: 'hub' }, { ...group, domain: 'leaf' }] };
  const names = compare(report, domain).groups.map(({ name }) => name);
  assert.deepEqual(names, ['Meta group of domain hub', 'Meta group of domain leaf', 'Meta group']);
});
