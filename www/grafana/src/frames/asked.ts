// Whom a frame's query asked, and what: `n1` and `/jsz`.

import type { DataFrame, Field } from '@grafana/data';

import { cell, column, columns, parsed, text } from './cells';

/** As a host calls them in an input. */
export interface Asked {
  server?: string;
  path?: string;
}

const LABELS = ['server', 'server_name', 'instance', 'host', 'pod'];
const ENDPOINTS = ['jsz', 'healthz', 'varz', 'routez', 'raftz'];
/** Addresses of the reader's own machine, where only the port tells servers apart. */
const HERE = /^(localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal)/;

/**
 * Whose row it is: its `server` column, else the labels of its columns, else the host in the URL that was asked, else
 * the frame's name, else the query's letter. And what was asked, where that is known.
 */
export function askedOf(frame: DataFrame, row: number, label?: Field): Asked {
  const inRow = targetOf(text(cell(column(frame, 'endpoint', 'path', 'url'), row)));
  const ofQuery = targetOf(urlOf(frame));
  const named = targetOfName(text(frame.name) ?? text(frame.refId));
  const server = [
    serverOf(cell(column(frame, 'server'), row)),
    labelOf(label ? [label] : columns(frame)),
    inRow.server,
    ofQuery.server,
    named.server,
  ].find((name) => name !== undefined);
  return { server, path: inRow.path ?? ofQuery.path ?? named.path };
}

/** What a query is called: `n1`, `n1 jsz`, `healthz of n1`. */
export function targetOfName(name: string | undefined): Asked {
  const last = /^(?:(.*?)[\s_./:-]+)?(\w+)$/.exec(name ?? '') ?? [];
  const first = /^(\w+?)(?:[\s_./:-]+(?:of\s+)?(.*))?$/.exec(name ?? '') ?? [];
  for (const [endpoint, server] of [[last[2], last[1]], [first[1], first[2]]]) {
    const path = endpoint?.toLowerCase();
    if (path && ENDPOINTS.includes(path)) return { server, path: `/${path}` };
  }
  return { server: name };
}

/** A server's name, and not the `server` object of a reply over NATS. */
function serverOf(value: unknown): string | undefined {
  return parsed(value) ? undefined : withoutPort(text(value));
}

function labelOf(fields: Field[]): string | undefined {
  for (const name of LABELS) {
    const found = fields.map(({ labels }) => text(labels?.[name])).find((label) => label !== undefined);
    if (found) return withoutPort(found);
  }
  return undefined;
}

/** The monitoring port says nothing that the name does not: `n1:8222` is n1, but `localhost:8222` is one of several. */
function withoutPort(server: string | undefined): string | undefined {
  return server && !HERE.test(server) ? server.replace(/:8222$/, '') : server;
}

/** The URL a frame's query asked, by what the Infinity data source writes beside its frames. */
export function urlOf(frame: DataFrame): string | undefined {
  const executed = /https?:\/\/[^\s'"]+/.exec(text(frame.meta?.executedQueryString) ?? '')?.[0];
  return executed ?? text(frame.meta?.custom?.['query']?.url);
}

/** `http://n1:8222/jsz?accounts=true` is n1, asked for `/jsz?accounts=true`; `/healthz` and `jsz` name no server. */
export function targetOf(url: string | undefined): Asked {
  if (!url) return {};
  const [, authority, rest = ''] = /^\w+:\/\/(?:[^/@]*@)?([^/?#]+)(.*)$/.exec(url) ?? [undefined, undefined, url];
  const [, before = '', endpoint, query = ''] = /^(.*?)\/?([^/?#]*)\/?(\?[^#]*)?(?:#.*)?$/.exec(rest) ?? [];
  const known = endpoint !== undefined && ENDPOINTS.includes(endpoint.toLowerCase());
  // Behind a proxy the folder tells servers apart: https://proxy/n1/jsz.
  const server = authority && withoutPort(authority) + (known ? before : '');
  if (known) return { server, path: `/${endpoint}${query}` };
  return { server, path: authority || !rest ? undefined : rest };
}

/** Does it ask a NATS server's monitoring port? */
export function isMonitoring(url: string | undefined): boolean {
  const path = targetOf(url).path?.slice(1).split('?')[0]?.toLowerCase();
  return path !== undefined && ENDPOINTS.includes(path);
}
