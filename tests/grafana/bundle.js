// The host page's script for each Grafana the panel is tested in, bundled of the real packages.

import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { esbuild } from '../../www/build/bundle.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Where each Grafana's packages are installed: the newest are those the panel itself is built with. */
export const GRAFANA = {
  '11.6.7': resolve('target/grafana/11'),
  '13.2.2': resolve('www/grafana'),
};

export async function bundleHosts() {
  for (const version of /** @type {(keyof typeof GRAFANA)[]} */ (Object.keys(GRAFANA))) await bundleHost(version);
}

/** @param {keyof typeof GRAFANA} version */
async function bundleHost(version) {
  await esbuild().build({
    entryPoints: [`${HERE}/host/page.jsx`],
    outfile: resolve('target/grafana', `host-${version}`, 'host.js'),
    bundle: true,
    minify: true,
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      global: 'window',
      // Else lodash and moment take the way of AMD, in which nobody waits for them.
      define: 'undefined',
    },
    loader: { '.ttf': 'empty' },
    plugins: [{
      name: 'packages of this Grafana',
      setup({ onResolve, resolve: from }) {
        const ours = /^(systemjs|@locker)\//;
        onResolve({ filter: /^[^./]/ }, ({ path, importer, kind, pluginData }) => {
          if (pluginData || !importer.startsWith(`${HERE}/host/`)) return undefined;
          return from(path, { kind, resolveDir: ours.test(path) ? HERE : GRAFANA[version], pluginData: 'resolved' });
        });
      },
    }],
  });
}
