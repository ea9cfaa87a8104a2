import React from 'react';
import { type PanelProps } from '@grafana/data';

/** The verdict on what the panel's queries returned. */
export function QuoratePanel({ data }: PanelProps) {
  return <p role="status">{data.state}</p>;
}
