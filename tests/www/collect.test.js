// The command on the page, run by a shell: what it prints is read back whole, also who did not answer.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { collectCommand } from '../../www/collect.js';

/** A curl that answers from a recording, to `curl -sSi -m 5 http://SERVER:8222/QUESTION`. */
const CURL = `#!/usr/bin/env node
const { server, question } = /^http:\\/\\/(?<server>[^:]+):8222\\/(?<question>\\w+)$/.exec(process.argv.at(-1)).groups;
const recorded = require(process.env.RECORDED);
const { status, body } = recorded.find((one) => one.server === server && one.path.startsWith('/' + question));
if (body === undefined) {
  console.error(\`curl: (7) Failed to connect to \${server} port 8222 after 0 ms: Couldn't connect to server\`);
  process.exit(7);
}
process.stdout.write(\`HTTP/1.1 \${status} OK\\r\\nContent-Length: \${body.length}\\r\\n\\r\\n\${body}\`);
`;

test('all that it prints is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'collect-'));
  try {
    writeFileSync(join(folder, 'curl'), CURL, { mode: 0o755 });
    for (const [name, verdict] of [['held', 'held'], ['crash', 'lost']]) {
      const recorded = join(process.cwd(), `www/examples/${name}.json`);
      /** @type {{ server: string }[]} */
      const readings = JSON.parse(readFileSync(recorded, 'utf8'));
      const servers = [...new Set(readings.map(({ server }) => server))];
      const { stdout } = spawnSync('bash', ['-c', collectCommand(servers)], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, RECORDED: recorded },
      });
      const triage = await Triage.create();
      triage.add({ source: 'paste 1', body: stdout });
      const report = triage.report();
      assert.deepEqual(report.errors, []);
      assert.deepEqual(report.readings.map(({ label, endpoint }) => `${label} ${endpoint}`),
        servers.flatMap((server) => ['jsz', 'healthz', 'varz', 'routez', 'raftz'].map((one) => `${server} /${one}`)));
      assert.equal(report.groups[0].verdict, verdict);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('names that a shell would take apart stay out of it', () => {
  assert.match(collectCommand(['a.b-c_1', '$(rm -rf /)', 'a b', '', ';', '-o']), /for s in a\.b-c_1; do/);
  assert.match(collectCommand(['$(x)']), /for s in n1 n2 n3; do/);
});
