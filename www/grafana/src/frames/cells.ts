// What stands in a frame's cells. A frame comes from anywhere: nothing here throws, whatever it holds.

import type { DataFrame, Field } from '@grafana/data';

/** A column, or none. */
export type Column = Field | undefined;

/** The first column with one of these names, in the order of the names; the case of letters does not matter. */
export function column(frame: DataFrame, ...names: string[]): Column {
  for (const name of names) {
    const found = columns(frame).find((field) => field.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
  }
  return undefined;
}

/** The columns that are columns. */
export function columns(frame: DataFrame): Field[] {
  const fields: unknown = frame?.fields;
  return Array.isArray(fields) ? fields.filter((field) => typeof field?.name === 'string' && field.values) : [];
}

/** How many rows there are; columns may be of unequal length. */
export function rows(frame: DataFrame): number {
  return Math.max(0, ...columns(frame).map(({ values }) => Number(values.length) || 0));
}

/** So many rows of one frame are read: more is history that no verdict needs. */
export const MOST_ROWS = 2_000;

/** The rows that are read: all, or of many the newest; the last, where nothing says when they were. */
export function rowsRead(frame: DataFrame): number[] {
  const all = Array.from({ length: rows(frame) }, (_, row) => row);
  if (all.length <= MOST_ROWS) return all;
  const at = timeColumn(frame);
  const newest = at
    ? all.map((row) => ({ row, at: time(cell(at, row)) ?? 0 })).sort((a, b) => a.at - b.at)
    : undefined;
  return (newest?.map(({ row }) => row) ?? all).slice(-MOST_ROWS);
}

export function cell(field: Column, row: number): unknown {
  const value: unknown = field?.values[row];
  return value === undefined ? null : value;
}

/** Words in a cell; blank is none. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A number, or digits. */
export function number(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** What data sources make of true and false. */
export function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = String(value ?? '')
    .trim()
    .toLowerCase();
  if (['true', 'yes', '1'].includes(word)) return true;
  return ['false', 'no', '0'].includes(word) ? false : undefined;
}

/** An object in a cell: as such, or as JSON. */
export function parsed(value: unknown): object | undefined {
  if (typeof value === 'object' && value !== null) return value;
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Unix milliseconds: of a number of seconds, milliseconds or nanoseconds, RFC 3339, a Date, or moment's. */
export function time(value: unknown): number | undefined {
  const ms = instant(value);
  // Years beyond four digits are a unit misread.
  return ms !== undefined && ms > 0 && ms < 253_402_300_800_000 ? ms : undefined;
}

function instant(value: unknown): number | undefined {
  if (typeof value === 'string' && Number.isNaN(Number(value))) return finite(Date.parse(value));
  if (typeof value === 'object' && value !== null)
    return 'valueOf' in value ? finite(Number(value.valueOf())) : undefined;
  const number = ['number', 'string'].includes(typeof value) ? finite(Number(value)) : undefined;
  if (number === undefined) return undefined;
  if (number < 1e11) return number * 1000;
  return number < 1e14 ? number : number / 1e6;
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/** The column that says when a row was: one of type time, else one that is called so. */
export function timeColumn(frame: DataFrame): Column {
  return (
    columns(frame).find(({ type }) => type === 'time') ?? column(frame, 'time', 'timestamp', 'ts', '@timestamp')
  );
}
