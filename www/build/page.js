// Two more forms of the page: one that the browser keeps, for which the service worker must know the files, and one
// that is a single file.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { bundle, esbuild } from './bundle.js';

const WASM = 'wasm/quorate_bg.wasm';

/** @param {string | Buffer} bytes @param {'hex' | 'base64'} [form] */
function sha256(bytes, form = 'hex') {
  return createHash('sha256').update(bytes).digest(form);
}

/**
 * @param {string} path
 * @param {string} [folder]
 */
function text(path, folder = 'dist') {
  return readFileSync(`${folder}/${path}`, 'utf8');
}

/**
 * All that the page loads, by what it names: the same on every machine.
 *
 * @param {string} folder
 */
function filesOfPage(folder) {
  const { metafile } = esbuild().buildSync({
    entryPoints: ['page.js', 'page/waiting.js', 'worker.js'],
    absWorkingDir: resolve(folder),
    bundle: true,
    write: false,
    outdir: 'none',
    format: 'esm',
    metafile: true,
    logLevel: 'warning',
  });
  const modules = Object.keys(metafile.inputs);
  const linked = [...text('index.html', folder).matchAll(/<link [^>]*href="([^"]+)"/g)].map(([, path]) => path);
  const icons = readdirSync(`${folder}/icons`).map((name) => `icons/${name}`);
  const json = readdirSync(`${folder}/examples`).filter((name) => name.endsWith('.json'));
  const examples = json.map((name) => `examples/${name}`);
  return [...new Set(['index.html', 'live.html', WASM, ...modules, ...linked, ...icons, ...examples])].sort();
}

/**
 * From the worker as it is written, for the page as it lies there.
 *
 * @param {string} [folder]
 */
export function layServiceWorker(folder = 'dist') {
  const written = readFileSync('www/service-worker.js', 'utf8');
  const hashes = filesOfPage(folder)
    .map((path) => [path === 'index.html' ? './' : path, sha256(readFileSync(`${folder}/${path}`))]);
  const files = JSON.stringify(Object.fromEntries(hashes), null, 2);
  const worker = written
    .replace('const FILES = {};', () => `const FILES = ${files};`)
    .replace('quorate-unbuilt', `quorate-${sha256(files + written).slice(0, 16)}`);
  writeFileSync(`${folder}/service-worker.js`, worker);
}

/** @param {string} source So that no `</script` and no `<!--` in it ends or hides it. */
function asScript(source) {
  return source.replace(/<(?=\/script|!--)/gi, '\\x3C');
}

/** @param {string} id @param {string} content */
function carried(id, content) {
  return `<script type="text/plain" id="carried-${id}">${content.replace(/</g, '\\u003c')}</script>`;
}

/**
 * `dist/quorate.html`: opened from a disk it works as it is, and its policy lets it talk to nobody at all. Beside it
 * the live page in one file, which may ask the servers that are typed in it.
 */
export function laySingleFiles() {
  laySingleFile('index.html', 'quorate.html', "'none'");
  laySingleFile('live.html', 'quorate-live.html', 'http: https:');
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} whom What its policy lets it connect to.
 */
function laySingleFile(from, to, whom) {
  const page = text(from);
  const script = `\n${asScript(bundle('dist/page.js', { format: 'esm' }))}`;
  const sheets = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(([, path]) => text(path));
  const style = `\n${sheets.join('\n')}`;
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script, 'base64')}' 'wasm-unsafe-eval'`,
    `style-src 'sha256-${sha256(style, 'base64')}'`,
    'img-src data:',
    `connect-src ${whom}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const icon = `data:image/svg+xml;base64,${readFileSync('dist/icon.svg').toString('base64')}`;
  const examples = readdirSync('dist/examples').filter((name) => name.endsWith('.json')).sort();
  const embedded = [
    carried('wasm', readFileSync(`dist/${WASM}`).toString('base64')),
    ...examples.map((name) => {
      const json = JSON.stringify(JSON.parse(text(`examples/${name}`)));
      return carried(`example-${name.replace('.json', '')}`, json);
    }),
  ];
  const single = page
    .replace(/(http-equiv="Content-Security-Policy" content=)"[^"]*"/, (_, start) => `${start}"${policy}"`)
    // All of it is there at once: nothing is waited for.
    .replace(/ *<script type="module" src="page\/waiting.js"><\/script>\n/, '')
    .replace(/ *<link rel="(?:stylesheet|manifest|modulepreload)"[^>]*>\n/g, '')
    .replace(/<link rel="icon"[^>]*>/, () => `<link rel="icon" href="${icon}">`)
    .replace('</body>', () => `${embedded.join('\n')}\n</body>`)
    // Last: what stands in it is no place of the page.
    .replace(/ *<script type="module" src="page.js"><\/script>\n/, () =>
      `  <style>${style}</style>\n  <script type="module">${script}</script>\n`);
  writeFileSync(`dist/${to}`, single);
}
