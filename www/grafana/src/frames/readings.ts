// Frames and failed queries -> readings for `Triage.add`, whatever their shapes, mixed and repeated; and of what could
// not be used, one sentence each.

import type { DataFrame } from '@grafana/data';
import type { Input } from 'quorate';

import { column, columns, MOST_ROWS, parsed, cell, rows } from './cells';
import { failures } from './failures';
import { raw } from './raw';
import { replicas, replicasRefused } from './replicas';
import { response } from './response';
import { inRounds } from './rounds';
import { row } from './row';
import { called, type Given, list, type Reading, type Wanted } from './shape';
import { isSurveyors, surveyor, surveyorRefused } from './surveyor';

export interface Readings {
  /** To be given to `Triage.add`, in any order. */
  readings: Input[];
  /** What could not be used: what it is, and what is wanted. One sentence each. */
  refused: string[];
}

/** In this order: what says more comes first. */
const SHAPES: Array<(frame: DataFrame, wanted: Wanted) => Reading[]> = [raw, row, response, replicas];

export function readingsOf(given: Given, wanted: Wanted = {}): Readings {
  const frames = listed(given.series).filter((frame) => columns(frame).length > 0 || frame?.meta);
  const errors = listed(given.errors);
  const failed = failures(errors, listed(given.targets), frames);
  const found: Reading[] = [];
  const left: DataFrame[] = [];
  for (const frame of frames) {
    const readings = SHAPES.reduce<Reading[]>(
      (taken, shape) => (taken.length > 0 ? taken : shape(frame, wanted)),
      [],
    );
    found.push(...readings);
    if (readings.length === 0) left.push(frame);
  }
  const refused = [...frames.flatMap(tooLong), ...failed.refused];
  const vectors = left.filter(isSurveyors);
  if (found.length === 0) found.push(...surveyor(vectors));
  else if (vectors.length > 0) refused.push(notBeside(vectors));
  const isFailed = ({ refId, name }: DataFrame) =>
    errors.some((error) => error?.refId && [refId, name].includes(error.refId));
  const others = left.filter((frame) => !vectors.includes(frame) && !isFailed(frame));
  const missing = found.length === 0 ? surveyorRefused(vectors) : undefined;
  if (missing) refused.push(missing);
  refused.push(...new Set(others.flatMap((frame) => reasonOf(frame, wanted) ?? [])));
  return { readings: inRounds([...found, ...failed.readings]), refused };
}

/** What should be a list may be missing, or be nothing of the kind. */
function listed<T>(list: T[] | null | undefined): T[] {
  return Array.isArray(list) ? list : [];
}

/** Between two scrapes the vectors are older than they say, and they say less. */
function notBeside(vectors: DataFrame[]): string {
  const [first] = vectors;
  const name = first ? called(first) : 'A frame';
  return (
    `${name} has nats-surveyor’s vectors: beside the servers’ own answers, which are newer and say more, ` +
    'they are not used.'
  );
}

function tooLong(frame: DataFrame): string[] {
  const count = rows(frame);
  return count > MOST_ROWS ? [`${called(frame)} has ${count} rows: the newest ${MOST_ROWS} were read.`] : [];
}

/** What it is, and what is wanted instead. A frame without rows is an answer to nothing, and no mistake. */
function reasonOf(frame: DataFrame, { bodyField }: Wanted): string | undefined {
  const names = columns(frame).map(({ name }) => name);
  if (names.length === 0 || rows(frame) === 0) return undefined;
  const why = mistakeIn(frame, bodyField);
  if (why) return `${called(frame)} has ${why}.`;
  return (
    replicasRefused(frame) ??
    `${called(frame)} has ${list(names)}: wanted are the answers of /jsz and /healthz, as text in a column “body”, or ` +
      'as the Infinity data source’s backend parser makes them.'
  );
}

/** What makes answers unreadable that are nearly there. */
function mistakeIn(frame: DataFrame, bodyField: string | undefined): string | undefined {
  if (bodyField && !column(frame, bodyField)) {
    const names = columns(frame).map(({ name }) => name);
    return `no column “${bodyField}”, which the option Body field names; it has ${list(names)}`;
  }
  const meta = column(frame, 'meta_cluster');
  if (!meta) return undefined;
  if (!parsed(cell(meta, 0))) return 'a “meta_cluster” that is not JSON: it may have been cut off';
  return '“meta_cluster” without “server_id” or “now”: select one of them as well, to tell whose view it is';
}
