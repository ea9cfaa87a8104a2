// `npm run types`: www/types, made from the Rust types by way of their JSON Schemas (src/report/schema.rs).
// With --check: nothing is written, and it fails when what is there is stale.

import { readFileSync, writeFileSync } from 'node:fs';

import { compile } from 'json-schema-to-typescript';

import { run, script } from './run.js';

const check = process.argv.includes('--check');

await script(async () => {
  run('cargo', ['test', '--locked', '--quiet', '--lib', 'report::schema'], check ? {} : { UPDATE_TYPES: '1' });
  for (const name of ['report', 'input']) {
    const types = await toTypes(name);
    const path = `www/types/${name}.d.ts`;
    if (!check) writeFileSync(path, types);
    else if (readFileSync(path, 'utf8') !== types) throw new Error(`${path} is stale: \`npm run types\` renews it`);
  }
});

/** @param {string} name */
function toTypes(name) {
  const schema = JSON.parse(readFileSync(`www/types/${name}.schema.json`, 'utf8'));
  return compile(schema, name, {
    additionalProperties: false,
    bannerComment: '// Made by `npm run types` from the types in Rust.',
    style: { printWidth: 120, singleQuote: true },
  });
}
