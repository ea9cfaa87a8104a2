// A dropped folder of which not all can be opened: what cannot is named, and the rest is read.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filesIn } from '../../www/folder.js';

/**
 * @param {string} fullPath
 * @param {boolean} [isBroken]
 */
function file(fullPath, isBroken = false) {
  const open = (/** @type {(file: File) => void} */ opened, /** @type {(error: unknown) => void} */ failed) =>
    (isBroken ? failed('NotReadableError') : opened(new File([fullPath], 'a')));
  return { fullPath, name: fullPath.split('/').at(-1), isDirectory: false, file: open };
}

/**
 * @param {string} fullPath
 * @param {unknown[][]} portions
 * @param {boolean} [isBroken] After them.
 */
function folder(fullPath, portions, isBroken = false) {
  const left = [...portions];
  /** @type {(read: (some: unknown[]) => void, failed: (error: unknown) => void) => void} */
  const readEntries = (read, failed) => {
    const portion = left.shift();
    if (!portion && isBroken) failed('NotFoundError');
    else read(portion ?? []);
  };
  return { fullPath, name: fullPath.split('/').at(-1), isDirectory: true, createReader: () => ({ readEntries }) };
}

/** @param {unknown} entry */
async function told(entry) {
  const given = await filesIn(/** @type {FileSystemEntry} */ (entry));
  return given.map(({ source, unopened }) => (unopened === undefined ? source : `${source}: ${unopened}`));
}

test('one that cannot be opened is named, in its folder too, and the rest is there', async () => {
  assert.deepEqual(await told(folder('/saved', [
    [file('/saved/n2.json', true), file('/saved/n1.json'), file('/saved/.hidden', true)],
    [folder('/saved/gone', [], true), folder('/saved/sub', [[file('/saved/sub/n3.json')]])],
  ])), ['saved/gone: NotFoundError', 'saved/n1.json', 'saved/n2.json: NotReadableError', 'saved/sub/n3.json']);
});

test('a folder that breaks off: what was listed of it is read, and it is named', async () => {
  assert.deepEqual(await told(folder('/saved', [[file('/saved/n1.json')]], true)),
    ['saved/n1.json', 'saved: NotFoundError']);
});
