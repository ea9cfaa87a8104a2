/** What the commands for bash and zsh have in common: all is asked at once, and printed whole, one after the other. */

/**
 * @param {string} ask The body of the function that asks one thing and prints the command and the answer.
 * @param {string[]} calls
 */
export function atOnce(ask, calls) {
  return [
    '(d=$(mktemp -d) && cd "$d" || exit; i=1000',
    `ask() { i=$((i+1)); { ${ask}; echo; } > $i 2>&1 & }`,
    ...calls,
    'wait; cat *; rm -r "$d") | tee readings.txt',
  ].join('\n');
}
