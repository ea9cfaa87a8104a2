// What every shape of frames gives, and what it is told.

import type { DataFrame, DataQueryError } from '@grafana/data';
import type { Input } from 'quorate';

import { text } from './cells';

/** An input of `Triage.add`, and when the frame says it was. */
export interface Reading extends Input {
  /** Unix milliseconds, by the clock of whoever made the frame. */
  at?: number;
}

/** What a panel is given. */
export interface Given {
  series: DataFrame[];
  errors?: DataQueryError[];
  /** The queries, of which the failed ones tell whom they asked. */
  targets?: Target[];
}

/** A query, as far as it says whom it asks. */
export interface Target {
  refId: string;
  url?: string;
  datasource?: { type?: string } | null;
}

export interface Wanted {
  /** The column that holds the answers; empty: the first of body, json, value and data that does. */
  bodyField?: string;
}

/** What a frame is called in a sentence: `Frame “n1”`, `Query A`. */
export function called(frame: DataFrame): string {
  const [name, refId] = [text(frame.name), text(frame.refId)];
  if (name !== undefined && name !== refId) return `Frame “${name}”`;
  return refId === undefined ? 'A frame without a name' : `Query ${refId}`;
}

/** `“a”, “b” and “c”`, of many the first few. */
export function list(names: string[]): string {
  const shown = names.slice(0, 8).map((name) => `“${name}”`);
  if (names.length > shown.length) return `${shown.join(', ')} and ${names.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
