// Shapes 2 and 6: a row whose columns are an answer's own fields, as the Infinity data source's backend parser makes
// it. Objects in it stand as JSON: `meta_cluster` of /jsz, `server` and `data` of a reply over NATS.

import type { DataFrame } from '@grafana/data';

import { isAnswer } from './answer';
import { askedOf } from './asked';
import { cell, columns, number, parsed, rowsRead, time } from './cells';
import type { Reading } from './shape';

/** Columns that say whose row it is, and not what was said. */
const ABOUT = ['endpoint', 'path', 'url'];

export function row(frame: DataFrame): Reading[] {
  const found: Reading[] = [];
  for (const n of rowsRead(frame)) {
    const body = answerOf(frame, n);
    if (!isAnswer(body)) continue;
    const about = columns(frame).find(({ type }) => type === 'time');
    found.push({ source: '', ...askedOf(frame, n), status: httpOf(frame, n), body, at: time(cell(about, n)) });
  }
  return found;
}

function answerOf(frame: DataFrame, n: number): object {
  const body: Record<string, unknown> = {};
  for (const field of columns(frame)) {
    const { name, type } = field;
    const value = cell(field, n);
    if (value === null || type === 'time' || ABOUT.includes(name.toLowerCase())) continue;
    const object = parsed(value);
    if (name === 'server' && !object) continue;
    if (name === 'status' && typeof value !== 'string') continue;
    body[name] = object ?? value;
  }
  return body;
}

/** The HTTP status: a column of numbers, else what the Infinity data source writes beside its frame. */
export function httpOf(frame: DataFrame, n: number): number | undefined {
  const ofRow = columns(frame).find(({ name }) => name === 'status');
  const status = number(cell(ofRow, n)) ?? number(frame.meta?.custom?.['responseCodeFromServer']);
  return status !== undefined && Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}
