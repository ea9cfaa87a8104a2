// The hand-made reports are such as the core may give: each is held against the type that programs read it by.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const REPORTS = 'tests/www/reports';

test('every hand-made report has the type of a report, and nothing besides', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  try {
    for (const name of readdirSync(REPORTS)) {
      // As a literal: words like `held` keep their type, and a field too much is seen.
      const literal = readFileSync(join(REPORTS, name), 'utf8');
      writeFileSync(join(folder, name.replace('.json', '.ts')),
        `import type { Report } from ${JSON.stringify(resolve('www/types/report.js'))};\n` +
        `export const report: Report = ${literal};\n`);
    }
    const files = readdirSync(folder);
    assert.ok(files.length > 5);
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext'];
    const { stdout, status } = spawnSync(resolve('node_modules/.bin/tsc'), [...options, ...files], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(stdout, '');
    assert.equal(status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
