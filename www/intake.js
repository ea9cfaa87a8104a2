/**
 * From what a person drops, chooses or pastes to named bytes.
 *
 * @typedef {object} Given
 * @property {string} source Path or name; empty for a text without one.
 * @property {string | Uint8Array} [body]
 * @property {string} [unopened] Why the browser could not open it.
 */

/**
 * @param {File} file
 * @param {string} [path]
 * @returns {Promise<Given>}
 */
async function given(file, path = file.webkitRelativePath || file.name) {
  try {
    return { source: path, body: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    return { source: path, unopened: String(error) };
  }
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
  const path = entry.fullPath.replace(/^\//, '');
  try {
    if (entry.isDirectory) return await walkFolder(/** @type {FileSystemDirectoryEntry} */ (entry));
    const { file: open } = /** @type {FileSystemFileEntry} */ (entry);
    const file = await new Promise((resolve, reject) => open.call(entry, resolve, reject));
    return [await given(file, path)];
  } catch (error) {
    return [{ source: path, unopened: String(error) }];
  }
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<Given[]>}
 */
async function walkFolder(folder) {
  const reader = folder.createReader();
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
  const entries = [...transfer.items]
    .map((item) => (item.kind === 'file' && item.webkitGetAsEntry?.()) || null)
    .filter((entry) => entry !== null);
  const files = [...transfer.files];
  const text = transfer.getData('text/plain');
  // Files that stand in no file system (a script's, a mail program's) have no entry.
  if (entries.length && entries.length >= files.length) return (await Promise.all(entries.map(walk))).flat();
  if (files.length) return fromFiles(files);
  return text.trim() ? [{ source: '', body: text }] : [];
}
