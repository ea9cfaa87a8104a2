// `npm run bench`: builds, measures, and prints one table.
//
//   --quick          tiny sizes: only whether it still runs
//   --only PART      only what has this in the name that it prints when it begins
//   --json FILE      the rows as JSON
//   --readme         puts the table, and the sizes of this version, into README.md

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

import { build } from '../www/build/build.js';
import { installChromium } from '../www/build/chromium.js';
import { script } from '../www/build/run.js';
import { setUp } from '../www/build/set-up.js';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    only: { type: 'string' },
    json: { type: 'string' },
    readme: { type: 'boolean' },
  },
});

await script(async () => {
  if (options.readme && (options.quick || options.only)) throw new Error('--readme needs the whole bench');
  setUp();
  installChromium();
  build();
  // What these need is there only now.
  const { bench } = await import('./bench.js');
  const { fromReadme, intoReadme, sizeTable, table } = await import('./table.js');
  const { rows, versions } = await bench(options);
  const [{ model }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const machine = `${cpus().length} × ${model.trim()}, ${memory}, ${versions}.`;
  console.log(`\n${machine}\n\n${table(rows)}`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (options.readme) {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    intoReadme('bench table', `${machine}\n\n${table(rows)}`);
    intoReadme('size table', sizeTable(fromReadme('size table'), version, rows));
  }
});
