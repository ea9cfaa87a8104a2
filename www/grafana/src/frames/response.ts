// Shape 3: the whole response, which the Infinity data source keeps beside its frame. Nobody promises that it does, so
// it is the way out when the frame itself cannot be read: with a root selector, or with columns that leave things out.

import type { DataFrame } from '@grafana/data';

import { holdsAnswer } from './answer';
import { askedOf } from './asked';
import { parsed } from './cells';
import { httpOf } from './row';
import type { Reading } from './shape';

export function response(frame: DataFrame): Reading[] {
  const body = parsed(frame.meta?.custom?.['data']);
  return body && holdsAnswer(body) ? [{ source: '', ...askedOf(frame, 0), status: httpOf(frame, 0), body }] : [];
}
