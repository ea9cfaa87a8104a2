// Which files of an archive are read. `nats audit gather` also keeps connections, user names and profiles; those are
// nobody's business here and are never opened.

/** Of these says a `nats audit gather` what the servers think of their groups. */
const WANTED = new Set(['jetstream_info', 'health', 'variables', 'routes', 'account_raftz', 'stream_info']);

/** What else it gathers; outside `capture/` known by these names only. */
const OTHER = new Set(['exp_variables', 'connections', 'gateways', 'leafs', 'subs', 'accounts', 'profile',
  'account_connections', 'account_leafs', 'account_subs', 'account_jetstream_info', 'account_info',
  'account_ipqueues']);

/** What kind of thing a gathered file is: the last folder, or in older archives the name. */
const TYPE = new RegExp('(?:^|/)(?:clusters/[^/]+/[^/]+|accounts/[^/]+/servers/[^/]+'
  + '|accounts/[^/]+/streams/[^/]+/replicas/[^/]+)/([a-z_]+)(?:/[0-9]+)?\\.json$');
const CAPTURE = /(?:^|\/)capture\/(?:clusters|accounts|profiles|misc)\//;
export const MANIFEST = /(?:^|\/)capture\/misc\/manifest\.json$/;
export const METADATA = /(?:^|\/)capture\/misc\/audit_gather_metadata\.json$/;

/** @typedef {{ type?: string, server?: string }} Tags What a manifest says of a file. */

/**
 * A path as the manifest has it: Windows' separators turned, and nothing in it that climbs. Nothing is ever written
 * there; it is a name.
 *
 * @param {string} name
 */
export function pathOf(name) {
  const parts = name.replaceAll('\\', '/').split('/');
  const path = parts.filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
  return path.length > LONGEST ? `…${path.slice(-LONGEST)}` : path;
}
const LONGEST = 1024;

/**
 * The manifest's own tags decide. A file it does not name, or in an archive that lost it, goes by its path.
 *
 * @param {string} path
 * @param {Map<string, Tags>} tagged
 */
export function isWanted(path, tagged) {
  const type = tagged.get(path)?.type ?? TYPE.exec(path)?.[1] ?? '';
  if (WANTED.has(type)) return true;
  // What file managers hide is theirs, not the operator's.
  return !OTHER.has(type) && !tagged.has(path) && !CAPTURE.test(path) && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(path);
}

/**
 * The folder in which `capture/` stands, if the file is one of a gather: all of it is one moment.
 *
 * @param {string} path
 */
export function gatherOf(path) {
  return CAPTURE.test(path) ? path.slice(0, path.search(CAPTURE)) : undefined;
}

/**
 * @param {string} text
 * @param {string} place The manifest's own path: its keys begin at `capture/`.
 * @returns {Map<string, Tags>} by path; empty when it cannot be read
 */
export function readManifest(text, place) {
  const root = place.replace(/capture\/misc\/manifest\.json$/, '');
  /** @type {Map<string, Tags>} */
  const tagged = new Map();
  for (const [path, tags] of Object.entries(parsed(text) ?? {})) {
    if (!Array.isArray(tags)) continue;
    const valueOf = (/** @type {string} */ name) => {
      const value = tags.find((tag) => tag?.Name === name)?.Value;
      return typeof value === 'string' ? value : undefined;
    };
    tagged.set(root + pathOf(path), { type: valueOf('artifact_type') ?? '', server: valueOf('server') });
  }
  return tagged;
}

/**
 * When it was gathered, by the clock of whoever did.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export function readMetadata(text) {
  const told = parsed(text)?.capture_timestamp;
  return typeof told === 'string' && !Number.isNaN(Date.parse(told)) ? told : undefined;
}

/**
 * @param {string} text
 * @returns {any}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
