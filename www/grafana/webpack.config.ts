// What this panel adds to the scaffold in .config/, which stays as create-plugin made it.

import fs from 'node:fs';
import webpack, { type Compiler, type Configuration, type RuleSetRule } from 'webpack';
import { merge } from 'webpack-merge';

import scaffold, { type Env } from './.config/webpack/webpack.config.ts';

/** The day of the release, in place of the day of the build: two builds of one release are the same bytes. */
class ReleaseDay {
  apply(compiler: Compiler) {
    compiler.hooks.compilation.tap('ReleaseDay', (compilation) => {
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT;
      compilation.hooks.processAssets.tap({ name: 'ReleaseDay', stage }, (assets) => {
        const [, day] = /^## .*?(\d{4}-\d{2}-\d{2})/m.exec(fs.readFileSync('CHANGELOG.md', 'utf8')) ?? [];
        if (!day) throw new Error('CHANGELOG.md names no day of a release');
        const text = assets['plugin.json'].source().toString().replaceAll('%TODAY%', day);
        compilation.updateAsset('plugin.json', new webpack.sources.RawSource(text));
      });
    });
  }
}

const ours: Configuration = {
  // Nothing of an earlier build finds its way into this one.
  cache: false,
  resolve: {
    // `quorate` is a link to the repository around this folder, and yet a dependency like any other.
    symlinks: false,
  },
  module: {
    rules: [
      {
        // The panel carries its wasm in itself: no address of a file outlives sub-paths, CDNs and a wrapped fetch.
        test: /\.wasm$/,
        type: 'asset/inline',
        generator: { dataUrl: (content: Buffer) => content.toString('base64') },
      },
      { test: /\.css$/, type: 'asset/source' },
      { test: /[\\/]quorate[\\/]dist[\\/].*\.js$/, parser: { url: false } },
    ],
  },
  // It is one file, of which the wasm is the most.
  performance: { hints: false },
  plugins: [
    new ReleaseDay(),
    // Archives are for the page to read: a panel is never given one.
    new webpack.IgnorePlugin({ resourceRegExp: /^\.\/archive\.js$/ }),
    // The wasm is always handed over, so that what lies beside the module is never asked for.
    new webpack.DefinePlugin({ 'import.meta.url': JSON.stringify('about:blank') }),
  ],
};

export default async (env: Env) => {
  const base = await scaffold(env);
  // The report's style sheets go into its shadow root as text, and there are no others.
  base.module!.rules = base.module!.rules!.filter((rule) => !String((rule as RuleSetRule).test).includes('ss$'));
  return merge(base, ours);
};
