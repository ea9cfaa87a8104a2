/**
 * With curl.exe, which Windows brings along: it says why there is no answer in the same words everywhere, while
 * Invoke-WebRequest says it in the user's language. One job for each server.
 *
 * @typedef {import('./questions.js').Ask} Ask
 */

import { PATIENCE, alike } from './questions.js';
import { folded, powershell } from './quote.js';

/** @param {Ask[]} asks */
export function powershellCommand(asks) {
  const starts = alike(asks).map(({ servers, paths, patience }) => {
    const names = folded(servers.map(({ base }) => powershell(base)), ', ', '');
    const questions = paths.map((path) => powershell(path.slice(1))).join(', ');
    const longer = patience === PATIENCE ? PATIENCE : patience;
    return `foreach ($s in ${names}) { Start-Job $ask -ArgumentList $s, @(${questions}), ${longer} }`;
  });
  return [
    '$ask = { param($s, $questions, $m)',
    '  foreach ($q in $questions) {',
    '    "`$ curl.exe -sSi -m $m \'$s/$q\'"',
    '    curl.exe -sSi -m $m "$s/$q" 2>&1 | ForEach-Object { "$_" }',
    "    ''",
    '  }',
    '}',
    '$jobs = @(',
    ...starts.map((start) => `  ${start}`),
    ')',
    '$null = Wait-Job $jobs; Receive-Job $jobs | Tee-Object readings.txt; Remove-Job $jobs',
  ].join('\n');
}
