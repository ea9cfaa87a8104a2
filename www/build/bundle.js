// Several modules as one text, for what must be one file: a classic script loads from file:// too, a module does not.

import { createRequire } from 'node:module';

/** @import { BuildOptions } from 'esbuild' */

/**
 * Asked for when it is needed: before set-up it is not there.
 *
 * @returns {typeof import('esbuild')}
 */
export function esbuild() {
  return createRequire(import.meta.url)('esbuild');
}

/**
 * The same input gives the same bytes. A `.wasm` that is imported comes as base64, a `.css` as text.
 *
 * @param {string} entry
 * @param {BuildOptions} [options] By default an IIFE, minified.
 * @returns {string}
 */
export function bundle(entry, options = {}) {
  const { outputFiles = [] } = esbuild().buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    // Licences of what is bundled stay with it.
    legalComments: 'eof',
    logLevel: 'warning',
    // A classic script has no import.meta, and what is bundled for one does without: its wasm is inside.
    logOverride: { 'empty-import-meta': 'silent' },
    ...options,
    loader: { '.wasm': 'base64', '.css': 'text', ...options.loader },
  });
  return /** @type {NonNullable<typeof outputFiles>} */ (outputFiles)[0].text;
}
