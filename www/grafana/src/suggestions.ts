// Offers the panel where it is of use: for frames with answers of NATS servers in them.

import type { PanelDataSummary, VisualizationSuggestion } from '@grafana/data';

import { readingsOf } from './frames/readings';
import type { Options } from './options';

/** As sure as can be: the number Grafana 13 calls `VisualizationSuggestionScore.Best`, which 11.6 does not have. */
const BEST = 100;
/** A look at the first frames tells: nobody waits for a suggestion. */
const LOOKED_AT = 20;

export function suggestions(summary: PanelDataSummary): Array<VisualizationSuggestion<Options>> | void {
  const frames = summary?.rawFrames?.slice(0, LOOKED_AT) ?? [];
  if (readingsOf({ series: frames }).readings.length === 0) return;
  return [
    {
      name: 'JetStream meta quorum',
      description: 'Has the meta group its quorum, and how is that known?',
      score: BEST,
    },
  ];
}
