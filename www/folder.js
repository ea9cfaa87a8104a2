/**
 * What is in a dropped folder. What of it cannot be opened is named, and costs nothing else.
 *
 * @typedef {import('./intake.js').Given} Given
 * @typedef {FileSystemDirectoryHandle & AsyncIterable<[string, FileSystemHandle]>} Folder
 */

/**
 * The other way to a dropped folder, where the browser has it: for a page that was opened from a disk the only one.
 * Must be called while the event is handled.
 *
 * @param {DataTransferItem} item
 * @returns {Promise<FileSystemHandle | undefined>}
 */
export async function handleOf(item) {
  try {
    return await /** @type {any} */ (item).getAsFileSystemHandle?.();
  } catch {
    return undefined;
  }
}

/**
 * @param {FileSystemEntry} entry As it was dropped.
 * @param {Promise<FileSystemHandle | undefined>} [handle]
 * @returns {Promise<Given[]>}
 */
export async function filesIn(entry, handle) {
  const { given, trouble } = await walk(entry);
  if (!trouble) return given;
  const other = given.length ? undefined : await handle;
  return other ? walkHandle(other, other.name) : [...given, unopened(pathOf(entry), trouble)];
}

/** @param {FileSystemEntry} entry */
function pathOf({ fullPath }) {
  return fullPath.replace(/^\//, '');
}

/** @param {string} source @param {unknown} error @returns {Given} */
function unopened(source, error) {
  return { source, unopened: String(error) };
}

/**
 * What file managers hide is theirs, not the operator's.
 *
 * @template {{ name: string }} T
 * @param {T[]} inside
 */
function wanted(inside) {
  return inside.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<{ given: Given[], trouble?: unknown }>} With what was found before the trouble.
 */
async function walk(entry) {
  if (entry.isDirectory) return walkFolder(/** @type {FileSystemDirectoryEntry} */ (entry));
  const { file: open } = /** @type {FileSystemFileEntry} */ (entry);
  try {
    /** @type {File} */
    const file = await new Promise((resolve, reject) => open.call(entry, resolve, reject));
    return { given: [{ source: pathOf(entry), file }] };
  } catch (trouble) {
    return { given: [], trouble };
  }
}

/** @param {FileSystemDirectoryEntry} folder */
async function walkFolder(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const inside = [];
  let trouble;
  try {
    // A folder is read in portions; an empty one is the end.
    for (let isOver = false; !isOver;) {
      /** @type {FileSystemEntry[]} */
      const portion = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      inside.push(...portion);
      isOver = !portion.length;
    }
  } catch (error) {
    trouble = error;
  }
  const given = await Promise.all(wanted(inside).map((one) => filesIn(one)));
  return { given: given.flat(), trouble };
}

/**
 * @param {FileSystemHandle} handle
 * @param {string} path
 * @returns {Promise<Given[]>}
 */
async function walkHandle(handle, path) {
  try {
    if (handle.kind === 'file') {
      return [{ source: path, file: await /** @type {FileSystemFileHandle} */ (handle).getFile() }];
    }
    const inside = [];
    for await (const [, one] of /** @type {Folder} */ (handle)) inside.push(one);
    return (await Promise.all(wanted(inside).map((one) => walkHandle(one, `${path}/${one.name}`)))).flat();
  } catch (error) {
    return [unopened(path, error)];
  }
}
