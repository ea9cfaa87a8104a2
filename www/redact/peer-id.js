// From a server's name to its Raft peer id, as src/peer_id.rs has it: a redacted name must hash to the redacted id, so
// that what could be named before can be named after. Synchronous, and there where `crypto.subtle` is not.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What is printed where there is no leader: the id of the empty name. */
export const NOBODY = 'fqA4S4SK';

/** The first 64 primes give SHA-256 its constants: the first 32 bits of what stands behind the point of their roots. */
const PRIMES = Array.from({ length: 310 }, (_, n) => n + 2).filter((n) => {
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false;
  return true;
});
const fraction = (/** @type {number} */ root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const turned = (/** @type {number} */ word, /** @type {number} */ by) => (word >>> by) | (word << (32 - by));

/**
 * One block of 64 bytes into the eight words so far.
 *
 * @param {number[]} hash
 * @param {DataView} block
 * @param {number} at
 */
function mix(hash, block, at) {
  const words = new Int32Array(64);
  for (let i = 0; i < 16; i += 1) words[i] = block.getInt32(at + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const [early, late] = [words[i - 15], words[i - 2]];
    const low = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const high = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16] + low + words[i - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i += 1) {
    const first = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i];
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { hash[i] = (hash[i] + word) | 0; });
}

/** @param {Uint8Array} bytes */
export function sha256(bytes) {
  const block = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(block.buffer).set(bytes);
  block.setUint8(bytes.length, 0x80);
  block.setBigUint64(block.byteLength - 8, BigInt(bytes.length) * 8n);
  const hash = [...START];
  for (let at = 0; at < block.byteLength; at += 64) mix(hash, block, at);
  const digest = new DataView(new ArrayBuffer(32));
  hash.forEach((word, i) => digest.setInt32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

/** @param {string} name */
export function peerId(name) {
  return Array.from(sha256(new TextEncoder().encode(name)).subarray(0, 8), (byte) => ALPHABET[byte % 62]).join('');
}

/** @param {string} id Could some name hash to it? */
export function isPeerId(id) {
  return /^[0-9A-Za-z]{8}$/.test(id);
}

/** What servers are called where nothing else is known of their names. */
const USUAL = ['nats-0', 'nats0', 'nats-00', 'n1', 'server-0', 'server1'];
const HIGHEST = 99;

/** @param {string} name It, and it without what stands before or after one of its separators. */
function parts(name) {
  const cuts = [...name.matchAll(/[-_.]/g)].flatMap(({ index }) => [name.slice(index + 1), name.slice(0, index)]);
  return [name, ...cuts].filter(Boolean);
}

/**
 * What the core would find: the names that it would try for the ids that nobody claims.
 *
 * @param {Set<string>} ids
 * @param {Iterable<string>} names
 * @returns {Map<string, string>} By id.
 */
export function namesOf(ids, names) {
  /** @type {Map<string, string>} */
  const found = new Map();
  if (!ids.size) return found;
  const tried = new Set();
  const attempt = (/** @type {string} */ name) => {
    if (tried.has(name)) return;
    tried.add(name);
    const id = peerId(name);
    if (ids.has(id) && !found.has(id)) found.set(id, name);
  };
  const known = [...names].flatMap(parts);
  known.forEach(attempt);
  for (const name of [...known, ...USUAL]) {
    const [, stem, digits] = /^(.*?)(\d+)$/s.exec(name) ?? [];
    if (digits === undefined || tried.has(`${stem}#${digits.length}`)) continue;
    tried.add(`${stem}#${digits.length}`);
    for (let n = 0; n <= HIGHEST; n += 1) {
      attempt(`${stem}${n}`);
      attempt(`${stem}${String(n).padStart(digits.length, '0')}`);
    }
  }
  return found;
}
