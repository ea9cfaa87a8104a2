// Grafana's web server, as far as a panel's files and the dashboard's page are concerned.

import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';

import { PANEL } from '../../www/build/grafana.js';
import { GRAFANA } from './bundle.js';

/** @typedef {keyof typeof GRAFANA} Version */

const TYPES = new Map([
  ['.css', 'text/css'],
  ['.js', 'text/javascript'],
  ['.json', 'application/json'],
  ['.svg', 'image/svg+xml'],
]);

/** The policies that are about in Grafana's installations. `$NONCE` is of each answer. */
export const POLICIES = {
  // Word for word the template of Grafana's own configuration.
  template: `script-src 'self' 'unsafe-eval' 'unsafe-inline' 'strict-dynamic' $NONCE;object-src 'none';` +
    `font-src 'self';style-src 'self' 'unsafe-inline' blob:;img-src * data:;base-uri 'self';` +
    `connect-src 'self' grafana.com ws://$ROOT_PATH wss://$ROOT_PATH;manifest-src 'self';media-src 'none';` +
    `form-action 'self';`,
  get withoutEval() {
    return this.template.replace(` 'unsafe-eval'`, '');
  },
  get withWasm() {
    return this.template.replace(`'unsafe-eval'`, `'wasm-unsafe-eval'`);
  },
};

/**
 * @param {Version} version
 * @param {{ policy?: string, subPath?: string }} [options]
 */
export async function startGrafana(version, { policy = '', subPath = '' } = {}) {
  /** @type {[string, string][]} */
  const folders = [
    [`${subPath}/public/build/host`, resolve('target/grafana', `host-${version}`, 'host')],
    [`${subPath}/public/build/`, `${GRAFANA[version]}/node_modules/@grafana/ui/dist/public/`],
    [`${subPath}/public/img/`, `${GRAFANA[version]}/node_modules/@grafana/ui/dist/public/img/`],
    [`${subPath}/public/plugins/quorate-metaquorum-panel/`, `${resolve(PANEL)}/`],
  ];
  const server = createServer(({ url = '/', headers }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const nonce = Math.random().toString(36).slice(2);
    if (policy) {
      const filled = policy.replaceAll('$NONCE', `'nonce-${nonce}'`).replaceAll('$ROOT_PATH', String(headers.host));
      response.setHeader('content-security-policy', filled);
    }
    if (pathname === `${subPath}/d/1`) {
      const page = readFileSync('tests/grafana/host/index.html', 'utf8');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page.replaceAll('$NONCE', nonce).replaceAll('$SUB_PATH', subPath).replaceAll('$VERSION', version));
      return;
    }
    const file = fileOf(folders, pathname);
    response.statusCode = file ? 200 : 404;
    response.setHeader('content-type', TYPES.get(extname(file ?? '')) ?? 'text/plain');
    response.end(file ? readFileSync(file) : 'not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    dashboard: `http://127.0.0.1:${port}${subPath}/d/1`,
    module: `${subPath}/public/plugins/quorate-metaquorum-panel/module.js`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * @param {[string, string][]} folders
 * @param {string} path
 */
function fileOf(folders, path) {
  for (const [prefix, folder] of folders) {
    if (!path.startsWith(prefix)) continue;
    const file = resolve(`${folder}${path.slice(prefix.length)}`);
    if (file.startsWith(folder.slice(0, folder.lastIndexOf(sep) + 1)) && existsSync(file)) return file;
  }
  return undefined;
}
