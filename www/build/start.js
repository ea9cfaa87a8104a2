// `npm start`: from a fresh clone to the page in a browser.

import { build } from './build.js';
import { script } from './run.js';
import { serve } from './serve.js';
import { setUp } from './set-up.js';

await script(async () => {
  setUp();
  build();
  const { address } = await serve('dist', Number(process.env.PORT ?? 8080));
  console.log(`\nQuorate: ${address}  (Ctrl-C ends it)`);
});
