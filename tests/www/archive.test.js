// Archives, in Node: what is in them says what it says outside; what is broken ends in words and costs nothing else.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { BlobReader, ZipReader } from '@zip.js/zip.js';

import { readTar, readZip } from '../../dist/archive.js';
import { BOUNDS } from '../../dist/archive/bounds.js';
import { unpacked } from '../../dist/gunzip.js';
import { Triage } from '../../dist/quorate.js';
import { TAR_END, WANTED, gathered, tarred, withManifest, zipped } from './gathered.js';
import { recorded } from './recorded.js';

/** @import { Report, StreamInput } from '../../dist/quorate.js' */

const LOST = '18_stream_lost_meta_ok.n5/2.15.1/04-stream-lost-meta-ok-t20s';
const ARTIFACTS = gathered(LOST);
const READ = ARTIFACTS.filter(({ tags }) => WANTED.includes(tags.artifact_type));

const METADATA = ARTIFACTS.find(({ path }) => path.endsWith('metadata.json'));
const GATHERED_AT = JSON.parse(String(METADATA?.content)).capture_timestamp;

/** Saved files, as somebody zips a folder of them. */
const SAVED = recorded('01_healthy/2.10.26/01-just-ready')
  .map(({ source, body }) => ({ path: `saved/${source}.json`, content: body ?? '' }));
const JSZ = SAVED.find(({ path }) => path.includes('jsz'))?.content ?? '';
/** One more, the last. */
const LAST = { path: 'n9/jsz.json', content: JSZ };

/**
 * @param {unknown} stream
 * @param {Partial<StreamInput>} [more]
 */
async function dropped(stream, more = {}) {
  const triage = await Triage.create();
  const outcome = await triage.addStream({ source: 'a.zip', stream: /** @type {Blob} */ (stream), ...more });
  return { ...outcome, report: triage.report() };
}

/** @param {(import('../../dist/quorate.js').Input)[]} inputs */
async function added(inputs) {
  const triage = await Triage.create();
  for (const input of inputs) triage.add(input);
  return triage.report();
}

/**
 * What it says, without how its sources are called.
 * @param {Report} report
 */
function judged({ groups, findings }) {
  const says = (/** @type {{ says: string }} */ { says: words }) => words;
  return {
    groups: groups.map(({ verdict, says: words, as_of, margin, leader, peers, because, assumes }) =>
      ({ verdict, words, as_of, margin, leader, assumes, because: because.map(says),
        peers: peers.map(({ name, vote }) => ({ name, vote })) })),
    findings: findings.map(({ code, outcome, entity, says: words }) => ({ code, outcome, entity, words })),
  };
}

/** @param {Report} report */
const told = ({ errors }) => errors.map(({ says }) => says);
/** @param {Report} report */
const sources = ({ readings }) => [...new Set(readings.map(({ source }) => source))];
/** @param {Report} report */
const verdicts = ({ groups }) => groups.map(({ verdict }) => verdict);

const bytesOf = async (/** @type {Blob} */ blob) => new Uint8Array(await blob.arrayBuffer());

/** @param {Uint8Array[]} parts */
const joined = (...parts) => new Blob(parts.map((part) => new Uint8Array(part)));

describe('what `nats audit gather` wrote', () => {
  const replies = (/** @type {typeof READ} */ read) => read.map(({ path, content, tags }) => ({
    source: `a.zip/${path}`,
    server: tags.server,
    moment: GATHERED_AT,
    batch: 'a.zip',
    body: content,
  }));

  test('says what the same replies say one by one', async () => {
    const { report, problem } = await dropped(await zipped(withManifest(ARTIFACTS)));
    assert.equal(problem, undefined);
    assert.deepEqual(told(report), []);
    assert.equal(report.readings.length, READ.length);
    assert.deepEqual(new Set(READ.map(({ tags }) => tags.artifact_type)), new Set(WANTED));
    assert.equal(report.moments.length, 1);
    assert.ok(report.findings.some(({ code }) => code === 'JETSTREAM_008'));
    assert.deepEqual(report, await added(replies(READ)));
  });

  test('says the same in the old layout, by tags and by paths, in tar and as a stream', async () => {
    const expected = judged(await added(replies(READ)));
    const old = gathered(LOST, 'old');
    const tar = Buffer.concat([...ARTIFACTS.flatMap(({ path, content }) => longTarred(path, content)), TAR_END]);
    const zip = await zipped(withManifest(ARTIFACTS));
    const windows = ARTIFACTS.map((one) => ({ ...one, path: one.path.replaceAll('/', '\\') }));
    const archives = {
      old: await zipped(withManifest(old)),
      'old, by paths': await zipped(old),
      'by paths': await zipped(ARTIFACTS),
      'an unreadable manifest': await zipped([...ARTIFACTS, { path: 'capture/misc/manifest.json', content: '{' }]),
      'packed again, on Windows': await zipped(windows),
      'in a folder': await zipped(withManifest(ARTIFACTS).map((one) => ({ ...one, path: `x/${one.path}` }))),
      tar: new Blob([tar]),
      tgz: new Blob([gzipSync(tar)]),
      'a stream': zip.stream(),
      'gzip around it': new Blob([gzipSync(await bytesOf(zip))]),
    };
    for (const [name, archive] of Object.entries(archives)) {
      const { report } = await dropped(archive);
      assert.deepEqual(judged(report), expected, name);
      assert.equal(report.readings.length, READ.length, name);
      assert.equal(report.errors.length, name.includes('unreadable') ? 1 : 0, name);
    }
  });

  test('tags decide, not paths', async () => {
    // But for the account of a stream, which only the path has.
    const renamed = ARTIFACTS.map((one, n) => (one.tags.stream ? one : { ...one, path: `capture/${n}.json` }));
    const { report } = await dropped(await zipped(withManifest(renamed)));
    assert.deepEqual(judged(report), judged(await added(replies(READ))));
  });

  test('is not opened where it is about connections and users', async () => {
    const archive = await zipped(withManifest(ARTIFACTS), { level: 0, dataDescriptor: false });
    const bytes = await bytesOf(archive);
    const wanted = new Set([...READ.map(({ path }) => path), 'capture/misc/manifest.json',
      'capture/misc/audit_gather_metadata.json']);
    const closed = (await new ZipReader(new BlobReader(archive)).getEntries())
      .filter(({ filename }) => !wanted.has(filename));
    assert.ok(closed.length >= 10);
    // Whoever opened one of them would find it damaged, and say so.
    const view = new DataView(bytes.buffer);
    for (const { offset } of closed) {
      bytes[offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)] ^= 0xff;
    }
    const { report } = await dropped(new Blob([bytes]));
    assert.equal(report.readings.length, READ.length);
    assert.deepEqual(told(report), []);
  });

  test('is one moment, with the notes of who did not answer dropped beside it', async () => {
    const triage = await Triage.create();
    const alive = ARTIFACTS.filter(({ tags }) => tags.server !== 'n5');
    triage.add({ source: 'note', server: 'n5', path: '/jsz', error: 'connection refused', batch: '1' });
    await triage.addStream({ source: 'a.zip', stream: await zipped(withManifest(alive)), batch: '1' });
    const { moments, readings } = triage.report();
    assert.equal(moments.length, 1);
    assert.equal(moments[0].readings, readings.length);
  });

  test('several at once, and loose files; each is forgotten as a whole', async () => {
    const triage = await Triage.create();
    const [one, two] = [await zipped(withManifest(ARTIFACTS)), await zipped(SAVED)];
    await Promise.all([
      triage.addStream({ source: 'one.zip', stream: one }),
      triage.addStream({ source: 'two.zip', stream: two }),
      triage.addStream({ source: 'n1', stream: new Blob([JSZ]) }),
    ]);
    assert.equal(sources(triage.report()).length, READ.length + SAVED.length + 1);
    triage.remove('one.zip');
    assert.equal(sources(triage.report()).length, SAVED.length + 1);
    triage.remove('two.zip');
    assert.deepEqual(sources(triage.report()), ['n1']);
  });
});

describe('saved files in an archive', () => {
  test('say what they say outside, in ZIP, tar and .tgz', async () => {
    const expected = judged(await added(SAVED.map(({ path, content }) => ({ source: path, body: content }))));
    const tar = Buffer.concat([...SAVED.map(({ path, content }) => tarred(path, content)), TAR_END]);
    const packed = SAVED.map(({ path, content }) => ({ path: `${path}.gz`, content: gzipSync(content) }));
    for (const archive of [await zipped(SAVED), await zipped(packed), new Blob([tar]), new Blob([gzipSync(tar)])]) {
      const { report } = await dropped(archive, { source: 'a.bin' });
      assert.deepEqual(told(report), []);
      assert.deepEqual(judged(report), expected);
    }
  });

  test('are known by the archive’s bytes, not by its name', async () => {
    const { report } = await dropped(new Blob([JSZ]), { source: 'a.zip' });
    assert.deepEqual(sources(report), ['a.zip']);
    assert.deepEqual(told(report), []);
  });

  test('may have long names in tar: ustar, GNU, PAX', async () => {
    const long = `${'long/'.repeat(40)}n1/jsz.json`;
    const name = `path=${long}\n`;
    const length = name.length + 1 + String(name.length + 4).length;
    const archive = joined(
      tarred('././@LongLink', `${long}\0`, { type: 'L' }), tarred('cut', JSZ),
      tarred('PaxHeader', `${length} ${name}`, { type: 'x' }), tarred('cut', JSZ),
      tarred('n3/jsz.json', JSZ), TAR_END);
    const { report } = await dropped(archive);
    assert.deepEqual(sources(report), [`a.zip/(2)/${long}`, `a.zip/${long}`, 'a.zip/n3/jsz.json']);
    assert.deepEqual(told(report), []);
  });

  test('what is no answer is told of, what file managers leave is not', async () => {
    const { report } = await dropped(await zipped([...SAVED,
      { path: '__MACOSX/saved/._n1', content: Buffer.from([0, 5, 22, 7]) },
      { path: 'saved/.DS_Store', content: Buffer.from([0, 0, 0, 1]) },
      { path: 'saved/picture.png', content: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1') }]));
    assert.deepEqual(verdicts(report), ['held']);
    assert.equal(told(report).length, 1);
    assert.match(told(report)[0], /^a\.zip\/saved\/picture\.png: a PNG picture/);
  });
});

test('an archive given to add() says where to give it', async () => {
  const body = new Uint8Array(await (await zipped(SAVED)).arrayBuffer());
  for (const bytes of [body, new Uint8Array(Buffer.concat([tarred('a', 'b'), TAR_END]))]) {
    assert.match(told(await added([{ source: 'a', body: bytes }]))[0], /archive, not text\. .*`addStream`/);
  }
});

test('what is removed while it is read does not come back', async () => {
  const triage = await Triage.create();
  const files = async function* () {
    yield new Uint8Array(tarred('n1/jsz.json', JSZ));
    yield new Uint8Array(tarred('n2/jsz.json', JSZ));
    triage.remove('a.tar');
    yield new Uint8Array(tarred('n3/jsz.json', JSZ));
  };
  await triage.addStream({ source: 'a.tar', stream: files() });
  const { readings, errors } = triage.report();
  assert.deepEqual([readings, errors], [[], []]);
});

describe('an archive that is not whole', () => {
  /**
   * What is readable counts, and each trouble is told once: where, what, what to do.
   * @param {unknown} archive
   * @param {RegExp[]} errors
   * @param {number} [read] Of the saved files.
   */
  async function expectTrouble(archive, errors, read = SAVED.length) {
    const { report } = await dropped(archive);
    assert.equal(told(report).length, errors.length, told(report).join('\n'));
    for (const error of errors) assert.ok(told(report).some((says) => error.test(says)), `${error}\n${told(report)}`);
    assert.equal(sources(report).length, read);
    if (read === SAVED.length) assert.deepEqual(verdicts(report), ['held']);
  }
  const extra = { path: 'extra.json', content: 'x'.repeat(5000) };

  test('encrypted', async () => {
    const archive = await zipped([...SAVED, extra], { password: 'secret' });
    await expectTrouble(archive, [/^a\.zip: saved.* \(and \d+ more\): it is encrypted\. Unpack/], 0);
  });

  test('cut off: all before it is read', async () => {
    for (const options of [{}, { dataDescriptor: false }, { zip64: true }, { level: 0 }]) {
      const whole = await zipped([...SAVED, LAST], options);
      const entries = await new ZipReader(new BlobReader(whole)).getEntries();
      const last = entries[entries.length - 1];
      const cut = whole.slice(0, last.offset + 200);
      const words = [/^a\.zip: a ZIP archive whose index.* missing: cut off/, /^a\.zip\/n9\/jsz\.json: .*cut off/];
      const { report } = await dropped(cut);
      for (const word of words) assert.ok(told(report).some((says) => word.test(says)), `${word}\n${told(report)}`);
      assert.deepEqual(verdicts(report), ['held']);
    }
  });

  test('its index damaged', async () => {
    const bytes = await bytesOf(await zipped(SAVED));
    const index = Buffer.from(bytes).indexOf('PK\x01\x02');
    bytes.fill(0, index, index + 40);
    await expectTrouble(new Blob([bytes]), [/^a\.zip: a ZIP archive whose index.*used; copy/]);
  });

  test('nothing left of it', async () => {
    await expectTrouble(new Blob(['PK\x03\x04 and no more']), [/^a\.zip: a ZIP archive.*no file was found/], 0);
    await expectTrouble(joined(tarred('n1', 'x').subarray(0, 400)), [/^a\.zip: a tar archive, not text|^a\.zip: /], 0);
  });

  test('a file of it damaged', async () => {
    const files = [...SAVED, LAST];
    const bytes = await bytesOf(await zipped(files, { level: 0, dataDescriptor: false }));
    const at = Buffer.from(bytes).lastIndexOf('"cluster_size"');
    bytes[at + 1] = 0x78;
    await expectTrouble(new Blob([bytes]), [/^a\.zip\/n9\/jsz\.json: it is damaged: its checksum is another/],
      SAVED.length + 1);
  });

  test('a file of it with another size than it says', async () => {
    const bytes = await bytesOf(await zipped([...SAVED, extra], { dataDescriptor: false }));
    const entry = Buffer.from(bytes).lastIndexOf('PK\x01\x02');
    new DataView(bytes.buffer).setUint32(entry + 24, 4000, true);
    const { report } = await dropped(new Blob([bytes]));
    assert.ok(told(report).some((says) => /^a\.zip\/extra\.json: .*size is another/.test(says)));
    assert.deepEqual(verdicts(report), ['held']);
  });

  test('in parts, or an archive in the archive', async () => {
    const nested = { path: 'in.zip', content: await bytesOf(await zipped(SAVED)) };
    const words = [/^a\.zip\/in\.zip: an archive inside the archive\. Unpack/];
    await expectTrouble(await zipped([...SAVED, nested]), words);
    await expectTrouble(await zipped([...SAVED, { ...nested, content: gzipSync(nested.content) }]), words);
    const parts = Buffer.from(await bytesOf(await zipped(SAVED)));
    const end = parts.lastIndexOf('PK\x05\x06');
    parts[end + 4] = 2;
    await expectTrouble(new Blob([parts]), [/^a\.zip: one part of a ZIP archive in several/], 0);
  });

  test('odd names, and two files of one name', async () => {
    const names = ['../../n1/jsz.json', '/n1/jsz.json', 'n1\\jsz.json', 'C:\\n2\\jsz.json'];
    const { report } = await dropped(await zipped(names.map((path) => ({ path, content: JSZ }))));
    assert.deepEqual(told(report), []);
    assert.deepEqual(sources(report),
      ['a.zip/(2)/n1/jsz.json', 'a.zip/(3)/n1/jsz.json', 'a.zip/C:/n2/jsz.json', 'a.zip/n1/jsz.json']);
  });

  test('a bomb, in ZIP, in tar, and in a gzip file inside', async () => {
    const inside = { path: 'spaces.gz', content: gzipSync(Buffer.alloc(80 * 2 ** 20, ' ')) };
    const small = { ...BOUNDS, free: 2 ** 20 };
    const spaces = { path: 'spaces', content: Buffer.alloc(4 * 2 ** 20, ' ') };
    const { trouble } = await found(readZip(await zipped([spaces, inside, LAST]), { source: 'a', bounds: small }));
    assert.equal(trouble.length, 2);
    assert.match(trouble[0], /^spaces: it unpacks to more than 200 times/);
    assert.match(trouble[1], /^spaces\.gz: a gzip bomb/);
    const tar = unpacked(iterable(gzipSync(tarred('big', Buffer.alloc(80 * 2 ** 20, ' ')))));
    const outcome = await found(readTar(/** @type {AsyncIterable<Uint8Array>} */ (tar), { source: 'a' }));
    assert.match(outcome.trouble[0], /^big: a gzip bomb/);
    assert.equal(outcome.trouble.length, 2);
  });

  test('files that lie one over the other', async () => {
    // All entries of the index lead to the first file.
    const files = Array.from({ length: 50 }, (_, n) => ({ path: `n${n}.json`, content: `${JSZ}${n}` }));
    const bytes = await bytesOf(await zipped(files, { dataDescriptor: false }));
    const view = new DataView(bytes.buffer);
    const buffer = Buffer.from(bytes.buffer);
    for (let at = buffer.indexOf('PK\x01\x02'); at >= 0; at = buffer.indexOf('PK\x01\x02', at + 1)) {
      view.setUint32(at + 20, bytes.length / 4, true);
      view.setUint32(at + 42, 0, true);
    }
    const { report } = await dropped(new Blob([bytes]));
    assert.ok(told(report).some((says) => /^a\.zip: its files lie one over the other/.test(says)));
    assert.ok(new Set(report.errors.map(({ source }) => source)).size <= 5);
  });

  test('more than will be read, and more that is damaged', async () => {
    const files = Array.from({ length: 30 }, (_, n) => ({ path: `n${n}/jsz.json`, content: `{"n":${n}}` }));
    const zip = await zipped(files);
    const tar = Buffer.concat([...files.map(({ path, content }) => tarred(path, content)), TAR_END]);
    const bounds = { ...BOUNDS, listed: 20 };
    const tooMany = { read: 20, trouble: [': more than 20 files are in it'] };
    assert.deepEqual(await found(readZip(zip, { source: 'a', bounds })), tooMany);
    assert.deepEqual(await found(readTar(iterable(tar), { source: 'a', bounds })), tooMany);
    const much = { ...BOUNDS, unpacked: 100 };
    const { trouble } = await found(readZip(zip, { source: 'a', bounds: much }));
    assert.equal(trouble.at(-1), ': more than 100 bytes came out of it');
    const bytes = await bytesOf(await zipped(files, { level: 0, dataDescriptor: false }));
    for (let at = Buffer.from(bytes).indexOf('{"n"'); at >= 0; at = Buffer.from(bytes).indexOf('{"n"', at + 1)) {
      bytes[at] = 0x5b;
    }
    const broken = await found(readZip(new Blob([bytes]), { source: 'a', bounds: { ...BOUNDS, damaged: 5 } }));
    assert.equal(broken.trouble.length, 7);
    assert.equal(broken.trouble.at(-1), ': more than 5 files in it cannot be read');
  });

  test('a tar archive that is cut off, damaged, or has links in it', async () => {
    const parts = SAVED.map(({ path, content }) => tarred(path, content));
    const last = tarred(LAST.path, LAST.content);
    await expectTrouble(joined(...parts), [/^a\.zip: the archive ends too early/]);
    const { report } = await dropped(joined(...parts, last.subarray(0, 900)));
    assert.ok(told(report).some((says) => /^a\.zip\/n9\/jsz\.json: the archive ends too early/.test(says)));
    assert.deepEqual(verdicts(report), ['held']);
    await expectTrouble(joined(parts[0], Buffer.alloc(1024, 'x'), ...parts.slice(1), TAR_END),
      [/^a\.zip: part of the tar archive is damaged/]);
    await expectTrouble(joined(...parts, tarred('l1', '', { type: '2' }), tarred('l2', '', { type: '1' }), TAR_END),
      [/^a\.zip: l1 \(and 1 more\): a link to another file/]);
    await expectTrouble(joined(...parts, tarred('pax', 'x', { type: 'x', size: 2 ** 30 })),
      [/^a\.zip\/pax: part of the tar archive is damaged/, /^a\.zip: the archive ends too early/]);
  });
});

test('cancelled: what came is kept, and it is said', async () => {
  const cancel = new AbortController();
  const files = async function* () {
    for (const { path, content } of SAVED) yield new Uint8Array(tarred(path, content));
    cancel.abort();
    yield new Uint8Array(tarred(LAST.path, LAST.content));
  };
  const { report, problem } = await dropped(files(), { signal: cancel.signal });
  assert.match(problem ?? '', /^cancelled after/);
  assert.ok(told(report).some((says) => /^a\.zip: cancelled after/.test(says)));
  assert.ok(sources(report).length >= SAVED.length - 1);
});

test('progress ends at the end of the archive', async () => {
  /** @type {import('../../dist/quorate.js').Progress[]} */
  const heard = [];
  const archive = await zipped(withManifest(ARTIFACTS));
  const { bytes } = await dropped(archive, { onProgress: (progress) => heard.push(progress) });
  assert.ok(bytes <= archive.size && bytes > archive.size / 4);
  assert.equal(heard.at(-1)?.total, archive.size);
});

/**
 * With its name before it where that is too long, as GNU tar writes it.
 *
 * @param {string} path
 * @param {string | Uint8Array<ArrayBuffer>} content
 */
function longTarred(path, content) {
  const short = tarred(path, content);
  return path.length <= 100 ? [short] : [tarred('././@LongLink', `${path}\0`, { type: 'L' }), short];
}

/** @param {Uint8Array} bytes */
async function* iterable(bytes) {
  yield await new Uint8Array(bytes);
}

/** @param {AsyncIterable<import('../../dist/archive.js').Found>} all */
async function found(all) {
  let read = 0;
  const trouble = [];
  for await (const { path, bytes, trouble: why } of all) {
    if (why) trouble.push(`${path}: ${why.message}`);
    try {
      if (bytes) for await (const piece of bytes) read += Number(piece.length > 0);
    } catch (error) {
      trouble.push(`${path}: ${/** @type {Error} */ (error).message}`);
    }
  }
  return { read, trouble };
}
