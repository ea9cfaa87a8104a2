// Queries that failed. What a server did not answer, or answered with an error's status, is a reading; what Grafana or
// the data source could not even ask says nothing about a server.

import type { DataFrame, DataQueryError } from '@grafana/data';

import { isMonitoring, targetOf, targetOfName, urlOf } from './asked';
import { text } from './cells';
import type { Reading, Target } from './shape';

/** `unsuccessful HTTP response. 503 Service Unavailable`, `HTTP status code: 503`, `status code : 503`. */
const HTTP = /(?:status\s*code\s*:?|unsuccessful HTTP response\.?)\s*([1-5]\d\d)\b/i;
/** How the data sources' HTTP clients say that nothing came. */
const SILENCE =
  /dial tcp|no response received|deadline exceeded|i\/o timeout|client\.timeout|socket hang up|broken pipe|\bEOF\b/i;
/** How others say it. */
const CONNECTION = /connection (?:was )?(?:refused|reset|timed out|closed)|ECONN|ETIMEDOUT/i;
/** A proxy's own answer: it could not reach the server, or would not. */
const GATEWAY = [502, 504, 407, 511];

export interface Failures {
  readings: Reading[];
  refused: string[];
}

/** What the failed queries say, and which of them say nothing. */
export function failures(errors: DataQueryError[], targets: Target[], frames: DataFrame[]): Failures {
  const found: Failures = { readings: [], refused: [] };
  for (const error of unique(errors)) {
    const words = wordsOf(error);
    const letter = text(error.refId);
    const target = targets.find((query) => letter !== undefined && query?.refId === letter);
    const frame = frames.find(({ refId, name }) => letter !== undefined && [refId, name].includes(letter));
    const url = firstUrl(words) ?? (frame && urlOf(frame)) ?? text(target?.url);
    const reading = readingOf(words, url, isOther(target, url) ? undefined : letter);
    if (reading) found.readings.push(reading);
    else found.refused.push(`Query ${letter ?? 'without a letter'} failed: ${sentence(words)}`);
  }
  return found;
}

function readingOf(words: string, url: string | undefined, label: string | undefined): Reading | undefined {
  if (url ? !isMonitoring(url) : label === undefined) return undefined;
  const asked = url ? targetOf(url) : targetOfName(label);
  const status = Number(HTTP.exec(words)?.[1] ?? 0);
  if (status) return GATEWAY.includes(status) ? undefined : { source: '', ...asked, status };
  const isSilence = SILENCE.test(words) || CONNECTION.test(words);
  return isSilence ? { source: '', ...asked, error: words } : undefined;
}

/** A query of a data source that asks no servers: what a Prometheus that is down would have said, nobody knows. */
function isOther(target: Target | undefined, url: string | undefined): boolean {
  const type = target?.datasource?.type;
  return url === undefined && type !== undefined && !/infinity|json|http/i.test(type);
}

/** Grafana gives one failure twice: as the first error, and in the list. What was called off was not asked. */
function unique(errors: DataQueryError[]): DataQueryError[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    if (typeof error !== 'object' || error === null || ('cancelled' in error && error.cancelled)) return false;
    if (/context cancell?ed|cancell?ed by|aborted a request/i.test(wordsOf(error))) return false;
    const key = `${text(error.refId) ?? ''} ${wordsOf(error)}`;
    return !seen.has(key) && seen.add(key);
  });
}

function wordsOf({ message, data, statusText, status }: DataQueryError): string {
  const words = [message, data?.message, data?.error, statusText].map(text).find((word) => word !== undefined);
  return words ?? (text(status) ? `HTTP ${text(status)}` : 'nobody says why');
}

function firstUrl(words: string): string | undefined {
  return /https?:\/\/[^\s"'<>]+/.exec(words)?.[0].replace(/[.,:;]+$/, '');
}

/** One sentence of it, with its end. */
function sentence(words: string): string {
  const [first = ''] = words.split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
