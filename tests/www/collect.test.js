// Names in whatever is typed, and the blocks that are made of them: for four programs, and safe in each.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Triage } from '../../dist/quorate.js';
import { FORMS, collectCommand } from '../../www/collect/command.js';
import { asksFor } from '../../www/collect/missing.js';
import { QUESTIONS, questions } from '../../www/collect/questions.js';
import { findServers } from '../../www/collect/servers.js';

/** @typedef {import('../../www/collect/command.js').Form} Form */

/** @param {string} text */
function asks(text, paths = QUESTIONS) {
  return findServers(text).servers.map((server) => ({ server, paths }));
}

describe('servers in what people type', () => {
  const [, ...lessons] = readFileSync('tests/tables/servers.txt', 'utf8').split('\n▶ ');
  for (const lesson of lessons) {
    const [what] = lesson.split('\n', 1);
    test(what, () => {
      const [text, wanted] = lesson.slice(what.length + 1).split('\n▷\n');
      const { servers, rest } = findServers(text);
      const found = [...servers.map(({ base }) => base), ...rest.map((word) => `? ${word}`)];
      assert.deepEqual(found, wanted.trim().split('\n'));
    });
  }

  test('are called as the core calls them', async () => {
    const triage = await Triage.create();
    const { servers } = findServers('n1 n2:8223 localhost 10.0.0.1 [::1] http://mon.example.net/n1');
    for (const { base } of servers) {
      triage.add({ source: base, body: `$ curl -i '${base}/healthz'\n{"status":"ok"}\n` });
    }
    const labels = triage.report().readings.map(({ label }) => label);
    assert.deepEqual(labels, servers.map(({ name }) => name).sort());
  });
});

/** @type {string} */
let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), 'collect-')); });
after(() => rmSync(folder, { recursive: true }));

/**
 * Runs a block in a shell where these programs stand for the real ones.
 *
 * @param {string} block
 * @param {Record<string, string>} programs
 * @param {Record<string, string>} [env]
 */
function runBlock(block, programs, env = {}) {
  const bin = mkdtempSync(join(folder, 'bin-'));
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(bin, name), text, { mode: 0o755 });
  const cwd = mkdtempSync(join(folder, 'cwd-'));
  const { stdout, stderr } = spawnSync('bash', ['-c', block], {
    cwd, encoding: 'utf8', env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}` },
  });
  return { stdout, stderr, files: readdirSync(cwd) };
}

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

describe('the block for bash', () => {
  test('all that it prints is read, also who did not answer', async () => {
    for (const [name, verdict] of [['held', 'held'], ['crash', 'lost']]) {
      const recorded = join(process.cwd(), `www/examples/${name}.json`);
      /** @type {{ server: string }[]} */
      const readings = JSON.parse(readFileSync(recorded, 'utf8'));
      const servers = [...new Set(readings.map(({ server }) => server))];
      const block = collectCommand('bash', { asks: asks(servers.join(' ')) });
      const { stdout, stderr, files } = runBlock(block, { curl: CURL }, { RECORDED: recorded });
      assert.equal(stderr, '');
      assert.deepEqual(files, ['readings.txt']);
      const triage = await Triage.create();
      triage.add({ source: 'paste 1', body: stdout });
      const report = triage.report();
      assert.deepEqual(report.errors, []);
      assert.deepEqual(report.readings.map(({ label, endpoint }) => `${label} ${endpoint}`),
        servers.flatMap((server) => QUESTIONS.map((path) => `${server} ${path}`)));
      assert.equal(report.groups[0].verdict, verdict);
    }
  });

  test('is the one in the README', () => {
    const block = collectCommand('bash', { asks: asks('n1 n2 n3') });
    assert.ok(readFileSync('README.md', 'utf8').includes(block.replace(/^/gm, '    ')));
  });

  test('is short for plain names, and whole addresses for others', () => {
    const block = collectCommand('bash', { asks: asks('n1 n2') });
    const loop = 'for s in n1 n2; do for q in jsz healthz varz routez raftz; do ask "http://$s:8222/$q"; done; done';
    assert.ok(block.includes(loop));
    assert.match(collectCommand('bash', { asks: asks('[::1]:9000') }), /for s in 'http:\/\/\[::1\]:9000'; do/);
    const many = collectCommand('bash', { asks: asks('server-{1..100}.region.example.net') });
    assert.ok(many.split('\n').every((line) => line.length < 220), 'lines to be read');
    const withStreams = collectCommand('bash', { asks: asks('n1', questions(true)) });
    assert.match(withStreams, /'jsz\?streams=true&consumers=true'; do ask "\S+" 30/);
  });
});

describe('whatever is typed', () => {
  const nasty = [
    "'; touch HACKED; '", '"; touch HACKED; "', '$(touch HACKED)', '`touch HACKED`', 'n1;touch HACKED',
    'n1|touch HACKED', 'n1\ntouch HACKED', 'n1 && touch HACKED', '{a,$(touch HACKED)}', "http://n1/a';touch HACKED;'",
    'http://n1/$(touch HACKED)', 'http://n1/`touch HACKED`', 'http://n1/’; touch HACKED; ‘', 'http://n1/%27%22',
    '-o', '--help', '\\', '!x', '~root', '*', '\u202en1',
  ];
  const silent = '#!/bin/sh\nfor a in "$@"; do printf "%s\\n" "$a"; done\n';
  const touch = '#!/bin/sh\n/usr/bin/touch "$@"; echo HACKED\n';
  const programs = { curl: silent, kubectl: silent, nats: silent, touch };

  for (const form of /** @type {Form[]} */ (Object.keys(FORMS))) {
    test(`nothing of it is run: ${form}`, () => {
      for (const typed of [...nasty, nasty.join(' ')]) {
        const block = collectCommand(form, { asks: asks(typed), all: QUESTIONS, namespace: typed, context: typed });
        if (form === 'powershell') {
          const literals = block.match(/'(?:[^']|'')*'/g) ?? [];
          for (const literal of literals) assert.doesNotMatch(literal.slice(1, -1), /[`"\u2018-\u201b]/);
          continue;
        }
        const { stdout, files } = runBlock(block, programs);
        // As an argument it may be printed; a line of its own is what `touch` says.
        assert.doesNotMatch(stdout, /^HACKED$/m, typed);
        assert.deepEqual(files, ['readings.txt'], typed);
      }
    });
  }
});

describe('the block for PowerShell', () => {
  test('is this, word for word', () => {
    assert.equal(collectCommand('powershell', { asks: asks('n1 https://n2:8443') }), [
      '$ask = { param($s, $questions, $m)',
      '  foreach ($q in $questions) {',
      '    "`$ curl.exe -sSi -m $m \'$s/$q\'"',
      '    curl.exe -sSi -m $m "$s/$q" 2>&1 | ForEach-Object { "$_" }',
      "    ''",
      '  }',
      '}',
      '$jobs = @(',
      "  foreach ($s in 'http://n1:8222', 'https://n2:8443') { Start-Job $ask -ArgumentList $s, " +
        "@('jsz', 'healthz', 'varz', 'routez', 'raftz'), 5 }",
      ')',
      '$null = Wait-Job $jobs; Receive-Job $jobs | Tee-Object readings.txt; Remove-Job $jobs',
    ].join('\n'));
  });

  test('what it prints is read, in the encoding Tee-Object writes', async () => {
    const lines = [
      "$ curl.exe -sSi -m 5 'http://n1:8222/healthz'",
      'HTTP/1.1 503 Service Unavailable',
      'Content-Type: application/json',
      'Date: Sun, 22 Nov 2026 19:19:11 GMT',
      '',
      '{"status":"unavailable","error":"JetStream has not established contact with a meta leader"}',
      '',
      "$ curl.exe -sSi -m 5 'http://n2:8222/healthz'",
      'curl: (7) Failed to connect to n2 port 8222 after 2 ms: Could not connect to server',
      '',
      "$ curl.exe -sSi -m 5 'http://n3:8222/healthz'",
      'curl: (28) Operation timed out after 5008 milliseconds with 0 bytes received',
      '',
      "$ curl.exe -sSi -m 5 'http://n4:8222/healthz'",
      'curl: (6) Could not resolve host: n4',
      '',
    ].join('\r\n');
    for (const body of [lines, Buffer.from(`\ufeff${lines}`, 'utf16le')]) {
      const triage = await Triage.create();
      triage.add({ source: 'readings.txt', body });
      const { readings, errors } = triage.report();
      assert.deepEqual(errors, []);
      assert.deepEqual(readings.map(({ label, endpoint, status }) => `${label} ${endpoint} ${status}`),
        ['n1 /healthz 503', 'n2 /healthz undefined', 'n3 /healthz undefined', 'n4 /healthz undefined']);
      assert.match(readings[1].says, /^did not answer: .*Could not connect/);
      assert.match(readings[3].says, /Could not resolve/);
    }
  });
});

describe('what is missing', () => {
  /**
   * @param {string} name
   * @param {(one: { server: string, path: string }) => boolean} keep
   */
  async function reportOf(name, keep = () => true) {
    const triage = await Triage.create();
    const all = JSON.parse(readFileSync(`www/examples/${name}.json`, 'utf8'));
    for (const one of all.filter(keep)) triage.add(one);
    return triage.report();
  }
  const inShort = (/** @type {import('../../www/collect/questions.js').Ask[]} */ some) =>
    some.map(({ server, paths }) => `${server.base} ${paths.join(' ')}`);

  test('nothing, when all was read and is held', async () => {
    const { missing, everything } = asksFor(await reportOf('held'), [], QUESTIONS);
    assert.deepEqual(inShort(missing), []);
    const all = ['n1', 'n2', 'n3'].map((name) => `http://${name}:8222 ${QUESTIONS.join(' ')}`);
    assert.deepEqual(inShort(everything), all);
  });

  test('the streams, when they are wanted', async () => {
    const { missing } = asksFor(await reportOf('held'), [], questions(true));
    const streams = ['n1', 'n2', 'n3'].map((name) => `http://${name}:8222 /jsz?streams=true&consumers=true`);
    assert.deepEqual(inShort(missing), streams);
  });

  test('whom nobody asked, and what those were not asked that were', async () => {
    const report = await reportOf('held', ({ server, path }) => server === 'n2' && path !== '/varz');
    assert.deepEqual(inShort(asksFor(report, [], QUESTIONS).missing).sort(), [
      `http://n1:8222 ${QUESTIONS.join(' ')}`, 'http://n2:8222 /varz', `http://n3:8222 ${QUESTIONS.join(' ')}`]);
  });

  test('at the address that was typed, or as the neighbours are called', async () => {
    const all = JSON.parse(readFileSync('www/examples/held.json', 'utf8'));
    const triage = await Triage.create();
    for (const one of all.filter((/** @type {any} */ { server }) => server === 'n2')) {
      triage.add({ ...one, server: 'n2.nats.svc', source: one.path });
    }
    const report = triage.report();
    assert.deepEqual(asksFor(report, [], QUESTIONS).missing.map(({ server }) => server.base).sort(),
      ['http://n1.nats.svc:8222', 'http://n3.nats.svc:8222']);
    const { servers } = findServers('https://n1.example.net:8443 n3 n9');
    assert.deepEqual(asksFor(report, servers, QUESTIONS).missing.map(({ server }) => server.base).sort(),
      ['http://n3:8222', 'http://n9:8222', 'https://n1.example.net:8443']);
  });

  test('agrees with every command of the report', async () => {
    let compared = 0;
    for (const name of ['held', 'crash', 'partition']) {
      for (const server of ['n1', 'n2', 'n3', 'n4', 'n5']) {
        for (const path of ['/jsz', '/healthz']) {
          const report = await reportOf(name, (one) => one.server === server && one.path.startsWith(path));
          const { missing } = asksFor(report, [], QUESTIONS);
          const urls = new Set(missing.flatMap((ask) => ask.paths.map((one) => `${ask.server.base}${one}`)));
          for (const { command = '' } of report.groups.flatMap(({ next }) => next)) {
            const [url] = /http:\/\/\S+/.exec(command) ?? [];
            if (!url || url.includes('localhost')) continue;
            compared += 1;
            assert.ok(urls.has(url), `${name} ${server} ${path}: ${url} not in ${[...urls].join(' ')}`);
          }
        }
      }
    }
    assert.ok(compared > 20);
  });
});
