// `npm run build`: dist/, which is both the page as served and the ES module `quorate`.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { bundle } from './bundle.js';
import { unlessCurrent } from './current.js';
import { laySingleFiles, layServiceWorker } from './page.js';
import { ask, run, script } from './run.js';
import { setUp } from './set-up.js';

const WASM = 'dist/wasm/quorate_bg.wasm';

// What Rust's compiler may emit for our target, named one by one, so that wasm-opt adds nothing that engines may lack.
const FEATURES = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
  'simd',
];

export function build() {
  const compiled = compile();
  const tools = ['Cargo.lock', 'package-lock.json', 'www/build/bindgen.rs', 'www/build/build.js'];
  unlessCurrent(WASM, [compiled, ...tools], () => {
    bind(compiled);
    optimise();
  });
  layPage();
  laySingleFiles();
  layServiceWorker();
  const wasm = readFileSync(WASM);
  const kilobytes = (/** @type {Buffer} */ bytes) => `${(bytes.length / 1000).toFixed(1)} kB`;
  console.log(`${WASM}: ${kilobytes(wasm)}, ${kilobytes(gzipSync(wasm, { level: 9 }))} with gzip`);
}

/** @returns {string} the compiled wasm, without bindings */
function compile() {
  // The crate type is asked for here only: with the rlib beside it, link-time optimisation is lost.
  const messages = ask('cargo', [
    'rustc',
    '--release',
    '--lib',
    '--target',
    'wasm32-unknown-unknown',
    '--crate-type',
    'cdylib',
    '--locked',
    '--message-format',
    'json-render-diagnostics',
  ]);
  const artifacts = messages
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return artifacts.flatMap(({ filenames = [] }) => filenames).findLast((name) => name.endsWith('quorate.wasm'));
}

/** @param {string} compiled */
function bind(compiled) {
  rmSync('dist/wasm', { recursive: true, force: true });
  mkdirSync('dist/wasm', { recursive: true });
  run('cargo', [
    'run',
    '--locked',
    '--features',
    'bindgen',
    '--bin',
    'bindgen',
    '--',
    compiled,
    'dist/wasm',
  ]);
}

/**
 * A quarter smaller; for size alone it would be no smaller, and a little slower. A function that is called once stays
 * one: gzip finds more alike in many small ones than in few large, and to compile those the browser takes 10 MB more.
 */
function optimise() {
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  run('node_modules/.bin/wasm-opt', ['-O2', '--one-caller-inline-max-function-size=0', ...features, WASM, '-o', WASM]);
}

/** Native ES modules are served as they are written. */
export function layPage() {
  for (const name of readdirSync('dist')) {
    if (name !== 'wasm') rmSync(`dist/${name}`, { recursive: true });
  }
  const stays = ['www/build', 'www/gallery', 'www/grafana', 'www/screenshot.png'];
  cpSync('www', 'dist', { recursive: true, filter: (path) => !stays.includes(path) });
  writeFileSync('dist/live.html', livePage(readFileSync('www/index.html', 'utf8')));
  layZipJs();
  layStyles();
  layElement();
}

/** The looks of render/ as texts, for what has no page to link them in: the element and the panel. */
function layStyles() {
  const texts = styleNames().map((name) => readFileSync(`dist/${name}`, 'utf8'));
  writeFileSync('dist/styles.js', `export const styles = ${JSON.stringify(texts, null, 1)};\n`);
  writeFileSync('dist/styles.d.ts', 'export declare const styles: string[];\n');
}

/** The element as one file: for pages with no server behind them, and for who just wants a script. */
function layElement() {
  // Archives are not read there, so what unpacks them stays out.
  const external = ['./archive.js'];
  writeFileSync('dist/quorate-element.js', bundle('www/build/entries/element.js', { external }));
}

/** In the order of the cascade: the report's own is the ground of the others. */
function styleNames() {
  const names = readdirSync('dist/render').filter((name) => name.endsWith('.css') && name !== 'report.css');
  return ['report.css', ...names.sort()].map((name) => `render/${name}`);
}

/**
 * The same page with another policy: www/page/live.js says why this is a document of its own.
 * @param {string} page
 */
function livePage(page) {
  const swaps = [
    ['<html lang="en">', '<html lang="en" data-page="live">'],
    ["connect-src 'self';", "connect-src 'self' http: https:;"],
    ['<title>Quorate</title>', '<title>Quorate live</title>'],
    [
      'Nothing leaves this browser: this page is not allowed to talk to anyone.',
      'This page asks the servers you name, from Start to Stop, and tells nobody what they say.',
    ],
    ['it changes nothing and asks no server.', 'it changes nothing, and asks only what monitoring shows.'],
  ];
  return swaps.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`www/index.html must have this once: ${from}`);
    return text.replace(from, to);
  }, page);
}

/**
 * The ZIP library as the one module it is published as, so that a page finds it without a bundler and the package
 * depends on nothing. It is never asked for its worker and its wasm, which stay out.
 */
function layZipJs() {
  const from = 'node_modules/@zip.js/zip.js';
  mkdirSync('dist/zip-js', { recursive: true });
  cpSync(`${from}/dist/zip-core-external.min.js`, 'dist/zip-js/zip.js');
  writeFileSync('dist/zip-js/zip.d.ts', "export * from '@zip.js/zip.js';\n");
  cpSync(`${from}/LICENSE`, 'dist/zip-js/LICENSE');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await script(() => {
    setUp();
    build();
  });
}
