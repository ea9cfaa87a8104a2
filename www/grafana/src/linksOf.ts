// Data links of the fields, as Grafana resolves them: each target once, in the order of the rows.

import type { DataFrame, LinkModel } from '@grafana/data';

const MOST = 20;

export function linksOf(series: DataFrame[]): LinkModel[] {
  const links = new Map<string, LinkModel>();
  for (const frame of series) {
    const fields = frame.fields.filter(({ config, getLinks }) => getLinks && config.links?.length);
    for (let row = 0; row < frame.length && fields.length > 0 && links.size < MOST; row += 1) {
      for (const field of fields) {
        for (const link of field.getLinks?.({ valueRowIndex: row }) ?? []) links.set(`${link.href} ${link.title}`, link);
      }
    }
  }
  return [...links.values()].slice(0, MOST);
}
