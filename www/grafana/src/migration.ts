// Options as they were saved once, or written by hand, as the panel reads them now. Nothing that was set is lost.

import type { PanelModel } from '@grafana/data';

import { DEFAULTS, type Options, type Part } from './options';
import { PARTS } from './parts';

/** Names that an option goes by elsewhere: in a file of provisioning written by hand, on another panel. */
const OTHER_NAMES: Record<keyof Options, string[]> = {
  expected: ['expectedServers', 'expected_servers', 'servers'],
  bodyField: ['body_field', 'body'],
  fresh: ['freshSeconds', 'fresh_seconds'],
  show: ['parts'],
};

/** What is not ours is kept as it is: a newer version may have put it there. */
export function migrated(panel: Pick<PanelModel<Partial<Options>>, 'options'>): Options {
  const options: unknown = panel.options;
  const { ...saved }: Record<string, unknown> =
    typeof options === 'object' && options !== null ? { ...options } : {};
  const take = (name: keyof Options) => {
    const names = [name, ...OTHER_NAMES[name]];
    const found = names.find((other) => saved[other] !== undefined && saved[other] !== null);
    const value = found === undefined ? undefined : saved[found];
    for (const other of names) delete saved[other];
    return value;
  };
  return {
    expected: words(take('expected')) ?? DEFAULTS.expected,
    bodyField: text(take('bodyField')) ?? DEFAULTS.bodyField,
    fresh: seconds(take('fresh')) ?? DEFAULTS.fresh,
    show: parts(take('show')) ?? [...DEFAULTS.show],
    ...saved,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

/** A list, or a text with commas or blanks between names. */
function words(value: unknown): string[] | undefined {
  const list = typeof value === 'string' ? value.split(/[\s,;]+/) : value;
  if (!Array.isArray(list)) return undefined;
  const names = list.filter((name): name is string => typeof name === 'string').map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}

/** A number, `90`, `90s`, `2m`. */
function seconds(value: unknown): number | undefined {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*(s|m|h)?\s*$/.exec(String(value ?? '')) ?? [];
  const count = Number(digits) * ({ m: 60, h: 3600 }[unit ?? ''] ?? 1);
  return Number.isFinite(count) && count > 0 ? count : undefined;
}

/** A list of parts, or switches for each: `{ peers: false }`. */
function parts(value: unknown): Part[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isShown = (part: Part) =>
    Array.isArray(value) ? value.includes(part) : (value as Record<string, unknown>)[part] !== false;
  return PARTS.filter(isShown);
}
