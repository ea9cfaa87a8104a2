// Archives are known by their bytes, never by their names.

/** So many bytes tell what a file is. */
export const HEAD = 512;

/**
 * @param {Uint8Array} head
 * @returns {'zip' | 'tar' | undefined}
 */
export function archiveKind(head) {
  const begins = (/** @type {number[]} */ ...bytes) => bytes.every((byte, at) => head[at] === byte);
  // A file's header, the end of an archive without any, and the mark of one in parts.
  if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6) || begins(0x50, 0x4b, 7, 8)) return 'zip';
  return String.fromCharCode(...head.subarray(257, 262)) === 'ustar' ? 'tar' : undefined;
}
