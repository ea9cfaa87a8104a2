// The rows as a table, in the terminal and in the README.

import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string | null} target such as `≥ 9`, in the unit of `measured`
 * @property {number | null} measured the median; null where it could not be measured, and `what` says why
 * @property {string} unit
 * @property {string | null} ratio_to what a ratio is to; null where it is none
 * @property {[number, number] | null} spread the least and the most of all rounds
 */

/**
 * @param {string} what
 * @param {number[]} values one of each round
 * @param {string} unit
 * @param {string | null} [target]
 * @returns {Row}
 */
export function row(what, values, unit, target = null) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return {
    what,
    target,
    measured: sorted.length ? (low + high) / 2 : null,
    unit,
    ratio_to: null,
    spread: sorted.length > 1 ? [sorted[0], sorted[sorted.length - 1]] : null,
  };
}

/** @param {Row[]} rows */
export function table(rows) {
  const lines = rows.map(({ what, target, measured, unit, ratio_to: to, spread }) => [
    what,
    target ?? '',
    measured === null ? '–' : `${figures(measured)} ${unit}`,
    to ?? '',
    spread ? spread.map(figures).join(' – ') : '',
  ]);
  return markdown([['what', 'target', 'measured', 'of', 'spread'], ...lines]);
}

/** @param {string[][]} lines the first is the head */
export function markdown(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const drawn = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  return [drawn[0], `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...drawn.slice(1)].join('\n');
}

/** Three figures of a number are enough. @param {number} number */
function figures(number) {
  if (number === 0 || Math.abs(number) >= 100) return `${Math.round(number)}`;
  return `${Number(number.toPrecision(3))}`;
}

/**
 * Puts something between two marks of the README.
 * @param {string} mark such as `bench table`
 * @param {string} text
 */
export function intoReadme(mark, text) {
  const readme = readFileSync('README.md', 'utf8');
  const between = new RegExp(`(<!-- ${mark} -->\n)[^]*?(<!-- /${mark} -->\n)`);
  if (!between.test(readme)) throw new Error(`README.md has no marks of the ${mark}`);
  writeFileSync('README.md', readme.replace(between, (_, begin, end) => `${begin}${text}\n${end}`));
}

/** What stands there. @param {string} mark */
export function fromReadme(mark) {
  return new RegExp(`<!-- ${mark} -->\n([^]*?)\n<!-- /${mark} -->`).exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
}

/**
 * A release's sizes beside those of the releases before it.
 * @param {string} before the table as it was
 * @param {string} version
 * @param {Row[]} rows
 */
export function sizeTable(before, version, rows) {
  const sizes = rows.filter(({ what }) => what.startsWith('size: ')).map(({ measured }) => (measured ?? 0).toFixed(1));
  const others = before.split('\n').slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const kinds = ['wasm', 'scripts'].flatMap((of) => ['', ', gzip', ', brotli'].map((how) => `${of}${how}`));
  const head = ['version', ...kinds.map((kind) => `${kind}, kB`)];
  return markdown([head, ...others.filter(([other]) => other !== version), [version, ...sizes]]);
}
