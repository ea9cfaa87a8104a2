// Archives as `nats audit gather` writes them, made of recorded moments: the layouts of old and of today, entry for
// entry, with what else it gathers beside.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';

/** @typedef {string | Uint8Array<ArrayBuffer>} Content */
/**
 * @typedef {object} Artifact
 * @property {string} path
 * @property {Content} content
 * @property {Record<string, string>} tags
 */

/** What may be read of it. */
export const WANTED = ['jetstream_info', 'health', 'variables', 'routes', 'account_raftz', 'stream_info'];

/**
 * @param {string} id A recorded moment with streams, such as `18_stream_lost_meta_ok.n5/2.15.1/01-healthy`.
 * @param {'old' | 'new'} [layout]
 * @returns {Artifact[]}
 */
export function gathered(id, layout = 'new') {
  const file = new URL(`../corpus/${id.split('/')[0]}.jsonl.gz`, import.meta.url);
  const moments = gunzipSync(readFileSync(file)).toString().trim().split('\n').map((line) => JSON.parse(line));
  const { readings, captured_at: at } = moments.find((moment) => moment.id === id);
  /** @type {Artifact[]} */
  const artifacts = [];
  /** @type {Map<string, number>} */
  const pages = new Map();
  /**
   * @param {Record<string, string>} tags
   * @param {string} folder
   * @param {Content} content
   */
  const keep = (tags, folder, content) => {
    const page = (pages.get(folder) ?? 0) + 1;
    pages.set(folder, page);
    const name = layout === 'old' ? '' : `/${String(page).padStart(4, '0')}`;
    artifacts.push({ path: `capture/${folder}${name}.json`, content, tags });
  };
  const replies = (/** @type {string} */ subject) => {
    const found = readings.find((/** @type {any} */ { path }) => path === `$SYS.REQ.SERVER.PING.${subject}`);
    return (found?.body ?? '').trim().split('\n').filter(Boolean).map((/** @type {string} */ line) => JSON.parse(line));
  };
  /**
   * @param {string} question
   * @returns {any[]}
   */
  const answers = (question) =>
    replies('STATSZ').flatMap((/** @type {any} */ { server }) => {
      const asked = readings.find((/** @type {any} */ one) => one.server === server.name && one.path === question);
      return asked?.status === 200 ? [{ server, data: JSON.parse(asked.body) }] : [];
    });
  /**
   * @param {string} type
   * @param {any[]} all
   */
  const serverFiles = (type, all) => {
    for (const reply of all) {
      const { name: server, cluster = 'unclustered' } = reply.server;
      const folder = `clusters/${cluster}/${server}/${type}`;
      keep({ server, artifact_type: type, cluster }, folder, JSON.stringify(reply, null, 2));
    }
  };
  const jsz = replies('JSZ_FULL');
  serverFiles('variables', answers('/varz'));
  serverFiles('routes', answers('/routez'));
  serverFiles('connections', answers('/varz').map(({ server }) => ({ server, data: randomText() })));
  serverFiles('jetstream_info', jsz);
  serverFiles('health', replies('HEALTHZ'));
  for (const { server: { name: server, cluster } } of jsz) {
    artifacts.push({
      path: `capture/profiles/${cluster}/${server}__heap.prof`,
      content: randomBytes(5_000),
      tags: { server, artifact_type: 'profile', profile_name: 'heap', cluster },
    });
  }
  for (const reply of answers('/raftz?acc=$SYS')) {
    const { name: server, cluster } = reply.server;
    const of = (/** @type {string} */ type) => ({ account: 'SYS', server, cluster, artifact_type: type });
    const folder = `accounts/SYS/servers/${cluster}__${server}`;
    keep(of('account_raftz'), `${folder}/account_raftz`, JSON.stringify(reply, null, 2));
    keep(of('account_info'), `${folder}/account_info`, JSON.stringify({ server: reply.server, data: randomText() }));
  }
  for (const { server: { name: server }, data } of jsz) {
    for (const account of data.account_details ?? []) {
      for (const detail of account.stream_detail ?? []) {
        const cluster = detail.cluster?.name ?? 'unclustered';
        const tags = { account: account.name, server, cluster, stream: detail.name, artifact_type: 'stream_info' };
        const folder = `accounts/${account.name}/streams/${detail.name}/replicas/${cluster}__${server}/stream_info`;
        keep(tags, folder, JSON.stringify(detail, null, 2));
      }
    }
  }
  const metadata = { capture_timestamp: new Date(at * 1000).toISOString(), connected_server_name: 'n1' };
  artifacts.push({
    path: 'capture/misc/audit_gather_metadata.json',
    content: JSON.stringify(metadata, null, 2),
    tags: { special: 'audit_gather_metadata' },
  });
  const tags = { special: 'audit_gather_log' };
  artifacts.push({ path: 'capture/misc/audit_gather_log.log', content: 'Gathering…\n', tags });
  return artifacts;
}

/** Nothing makes it smaller, so it is big in the archive too. */
function randomText() {
  return randomBytes(3_000).toString('base64');
}

/**
 * The list of all, last.
 * @param {Artifact[]} artifacts
 * @returns {Artifact[]}
 */
export function withManifest(artifacts) {
  const entries = artifacts.map(({ path, tags }) =>
    [path, Object.entries(tags).map(([Name, Value]) => ({ Name, Value }))]);
  const content = JSON.stringify(Object.fromEntries(entries), null, 2);
  return [...artifacts, { path: 'capture/misc/manifest.json', content, tags: {} }];
}

/**
 * Deflated, with the sizes behind each file, as Go writes them.
 *
 * @param {{ path: string, content: Content }[]} files
 * @param {import('@zip.js/zip.js').ZipWriterAddDataOptions} [options]
 */
export async function zipped(files, options = {}) {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, dataDescriptor: true, ...options });
  for (const { path, content } of files) {
    await writer.add(path, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content));
  }
  return /** @type {Promise<Blob>} */ (writer.close());
}

/** A gather of a recorded moment, as the bytes of its file. */
export async function gatheredZip() {
  const artifacts = gathered('18_stream_lost_meta_ok.n5/2.15.1/01-healthy');
  return new Uint8Array(await (await zipped(withManifest(artifacts))).arrayBuffer());
}

/**
 * A file in a tar archive, ustar.
 *
 * @param {string} path
 * @param {Content} content
 * @param {{ type?: string, size?: number }} [header]
 */
export function tarred(path, content, { type = '0', size } = {}) {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${(size ?? body.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** The end of a tar archive. */
export const TAR_END = Buffer.alloc(1024);
