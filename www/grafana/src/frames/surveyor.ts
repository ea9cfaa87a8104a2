// Shape 5: what nats-surveyor's collector makes of the servers' STATSZ replies, as Prometheus gives it back: one number
// with labels for each server, or for each peer in a leader's list. Put together again, it is the reply.

import type { DataFrame } from '@grafana/data';

import { cell, column, columns, number, rowsRead, text, time, timeColumn } from './cells';
import { called, list, type Reading } from './shape';

const METRIC = /jetstream_cluster_raft_group_(info|size|leader|replicas|replica_peer_(?:active|current|offline))$/;
/** What the collector calls the domain of a server that has none. */
const NO_DOMAIN = 'Default';

type Labels = Record<string, string | undefined>;

interface Sample {
  metric: string;
  labels: Labels;
  value: number;
  at: number;
}

/** One reply for each server that the newest samples name. */
export function surveyor(frames: DataFrame[]): Reading[] {
  const samples = newest(frames.flatMap(samplesOf));
  const servers = new Set(samples.map(({ labels }) => labels.server_id));
  return [...servers].flatMap((id) => replyOf(samples.filter(({ labels }) => labels.server_id === id)) ?? []);
}

/** Is it one of the collector's? */
export function isSurveyors(frame: DataFrame): boolean {
  return samplesOf(frame).length > 0;
}

/** What more it takes, where some of the metrics are there. */
export function surveyorRefused(frames: DataFrame[]): string | undefined {
  const found = frames.filter(isSurveyors);
  if (found.length === 0 || surveyor(found).length > 0) return undefined;
  const metrics = [...new Set(found.flatMap(samplesOf).map(({ metric }) => metric))];
  return (
    `${called(found[0])} has nats-surveyor’s ${list(metrics)} of the Raft group: “info” and “size” are needed as ` +
    'well, of the same instant.'
  );
}

/** Samples of earlier steps are history; a server without a sample of now is not there any more. */
function newest(samples: Sample[]): Sample[] {
  const last = samples.reduce((latest, { at }) => Math.max(latest, at), 0);
  return samples.filter(({ at }) => last - at < 1000);
}

/** Of a frame with a series in a column, or of a table with a sample in a row. */
function samplesOf(frame: DataFrame): Sample[] {
  const at = timeColumn(frame);
  const inRows = column(frame, '__name__');
  const words = columns(frame).filter(({ type }) => type === 'string');
  return columns(frame)
    .filter((field) => field.type === 'number' && field !== at)
    .flatMap((field) => {
      const named = [field.labels?.['__name__'], field.name, field.config?.displayNameFromDS, frame.name];
      const ofField = named.map(metricOf).find((metric) => metric !== undefined);
      if (!inRows && ofField === undefined) return [];
      return rowsRead(frame).flatMap((row) => {
        const metric = inRows ? metricOf(text(cell(inRows, row))) : ofField;
        const value = number(cell(field, row));
        if (metric === undefined || value === undefined) return [];
        const labels = Object.fromEntries(words.map((label) => [label.name, text(cell(label, row))]));
        return [{ metric, value, labels: { ...field.labels, ...labels }, at: time(cell(at, row)) ?? 0 }];
      });
    });
}

function metricOf(name: unknown): string | undefined {
  return METRIC.exec(String(text(name) ?? '').replace(/\{.*$/s, ''))?.[1];
}

/** The reply these samples were made from; none where they say too little, or two things at once. */
function replyOf(samples: Sample[]): Reading | undefined {
  const only = (metric: string) => {
    const found = samples.filter((sample) => sample.metric === metric);
    return found.length === 1 ? found[0] : undefined;
  };
  const [knows, size] = [only('info'), only('size')];
  if (!knows || !size || knows.value !== 1 || knows.labels.raft_group !== '_meta_') return undefined;
  const { server_id: id, server_name: name, leader, jetstream_domain: domain } = knows.labels;
  // The collector has no metric for a rescue.
  const meta = { leader, cluster_size: size.value, rescue: null, replicas: replicasOf(samples) };
  const server = {
    id,
    name,
    cluster: size.labels.cluster_name || undefined,
    domain: domain === NO_DOMAIN ? undefined : domain || undefined,
  };
  const body = { server, statsz: { jetstream: { meta } } };
  return { source: '', server: name, path: '$SYS.REQ.SERVER.PING.STATSZ', body, at: knows.at || undefined };
}

/** A leader's list. A peer of which not everything is known that tells whether it is there, is left out. */
function replicasOf(samples: Sample[]): object[] {
  const peers = new Set(samples.map(({ labels }) => labels.peer).filter((peer) => peer));
  return [...peers].flatMap((name) => {
    const of = (what: string) => {
      const found = samples.filter(
        ({ metric, labels }) => metric === `replica_peer_${what}` && labels.peer === name,
      );
      return found.length === 1 ? found[0]?.value : undefined;
    };
    const [active, current, offline] = [of('active'), of('current'), of('offline')];
    if (active === undefined || offline === undefined) return [];
    const isCurrent = current === undefined ? undefined : current === 1;
    return [{ name, current: isCurrent, offline: offline === 0 ? undefined : true, active }];
  });
}
