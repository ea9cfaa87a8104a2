// The checksum of files in a ZIP archive.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { crc32 } from '../../dist/archive/crc32.js';

test('is that of gzip, of any length and in any pieces', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, n) => (n * 89 + 7) % 256);
  for (let length = 0; length <= bytes.length; length += 1) {
    const some = bytes.subarray(0, length);
    const told = gzipSync(some).readUInt32LE(gzipSync(some).length - 8);
    assert.equal(crc32(some), told);
    const cut = Math.floor(length / 3);
    assert.equal(crc32(some.subarray(cut), crc32(some.subarray(0, cut))), told);
  }
});
