/**
 * From what a person drops, chooses or pastes to named bytes.
 *
 * @typedef {{ source: string, body: string | Uint8Array }} Given
 */

/**
 * @param {File} file
 * @param {string} [path]
 * @returns {Promise<Given>}
 */
async function given(file, path = file.webkitRelativePath || file.name) {
  return { source: path, body: new Uint8Array(await file.arrayBuffer()) };
}

/** @param {Iterable<File>} files */
export function fromFiles(files) {
  return Promise.all([...files].map((file) => given(file)));
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<Given[]>}
 */
async function walk(entry) {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [await given(file, entry.fullPath.replace(/^\//, ''))];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  /** @type {FileSystemEntry[]} */
  const inside = [];
  // A folder is read in portions; an empty one is the end.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const portion = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!portion.length) break;
    inside.push(...portion);
  }
  // What file managers hide is theirs, not the operator's.
  const wanted = inside.filter((one) => !one.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  return (await Promise.all(wanted.map(walk))).flat();
}

/**
 * Must be called while the event is handled: a transfer is empty afterwards.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Given[]>}
 */
export async function fromTransfer(transfer) {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? (item.webkitGetAsEntry?.() ?? null) : null));
  const files = [...transfer.files];
  const text = transfer.getData('text/plain');
  const folders = entries.filter((entry) => entry !== null);
  // Files that stand in no file system (a script's, a mail program's) have no entry.
  if (folders.length && folders.length >= files.length) return (await Promise.all(folders.map(walk))).flat();
  if (files.length) return fromFiles(files);
  return text.trim() ? [{ source: '', body: text }] : [];
}
