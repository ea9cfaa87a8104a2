// Shape 1: a column with the answers as the servers gave them, one a row. What did not answer has an `error` instead.

import type { DataFrame, Field } from '@grafana/data';

import { holdsAnswer } from './answer';
import { askedOf } from './asked';
import {
  type Column,
  cell,
  column,
  columns,
  number,
  parsed,
  rows,
  rowsRead,
  text,
  time,
  timeColumn,
} from './cells';
import type { Reading, Wanted } from './shape';

/** Where the answers are looked for, unless an option says where. */
const BODIES = ['body', 'json', 'value', 'data'];
/** So many rows are looked at to see whether a column holds answers: a dead cluster's rows hold none. */
const TRIED = 50;

export function raw(frame: DataFrame, { bodyField }: Wanted): Reading[] {
  const body = bodyColumn(frame, bodyField);
  const error = errorColumn(frame);
  if (!body && !error) return [];
  const at = timeColumn(frame);
  const http = columns(frame).find((field) => field.name.toLowerCase() === 'status' && field !== body);
  const found: Reading[] = [];
  for (const row of rowsRead(frame)) {
    const reading = readingOf(cell(body, row), text(cell(error, row)), number(cell(http, row)));
    if (!reading) continue;
    const asked = askedOf(frame, row, body);
    found.push({ source: '', ...asked, ...reading, at: at === body ? undefined : time(cell(at, row)) });
  }
  return found;
}

/** What one row says; nothing, where it is empty. */
function readingOf(body: unknown, error: string | undefined, http: number | undefined) {
  const status = http !== undefined && Number.isInteger(http) && http >= 0 && http < 1000 ? http : undefined;
  if (typeof body === 'object' && body !== null) return { status, body };
  if (typeof body === 'string' && body.trim() !== '') return { status, body };
  if (error !== undefined) return { error };
  return status === undefined ? undefined : { status };
}

/** The column the option names; else the first of the usual ones that holds an answer. */
function bodyColumn(frame: DataFrame, bodyField?: string): Column {
  if (bodyField) return column(frame, bodyField);
  // A reply over NATS in two columns: its `data` is not a row's body, the row is.
  const isReply = rows(frame) > 0 && parsed(cell(column(frame, 'server'), 0)) !== undefined;
  if (isReply) return undefined;
  return BODIES.map((name) => column(frame, name)).find((field) => field && holdsAnswers(field));
}

function holdsAnswers({ values }: Field): boolean {
  for (let row = 0; row < Math.min(values.length, TRIED); row += 1) {
    if (holdsAnswer(parsed(values[row]))) return true;
  }
  return false;
}

/** Who did not answer, and how; not the `error` of a /healthz answer, which has a `status` in words. */
function errorColumn(frame: DataFrame): Column {
  const isAsked = ['server', 'endpoint', 'path', 'url'].some((name) => column(frame, name));
  const status = column(frame, 'status');
  const isHealthz =
    status && Array.from(status.values, (value) => number(value)).every((value) => value === undefined);
  const isEmpty = status && Array.from(status.values).every((value) => value === null || value === undefined);
  return isAsked && (!isHealthz || isEmpty) ? column(frame, 'error') : undefined;
}
