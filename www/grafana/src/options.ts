// What can be set, with defaults that need no touching, and how it is asked for.

import type { PanelOptionsEditorBuilder, SelectFieldConfigSettings } from '@grafana/data';

import { PARTS } from './parts';

export type Part = (typeof PARTS)[number];

export interface Options {
  /** Names of the servers the group should have. */
  expected: string[];
  /** The column that holds the answers; empty: the first of body, json, value and data that does. */
  bodyField: string;
  /** For so many seconds a reading is fresh. */
  fresh: number;
  /** Besides the verdict, which is always there. */
  show: Part[];
}

export const DEFAULTS: Options = { expected: [], bodyField: '', fresh: 60, show: [...PARTS] };

const LABELS: Record<Part, [label: string, description: string]> = {
  peers: ['Peers', 'Who has a vote, and what is known of it'],
  findings: ['Findings', 'What the checks found, with their evidence'],
  recovery: ['Next step', 'What to do now: the reading that would help most, and the way out'],
};

export function askOptions(builder: PanelOptionsEditorBuilder<Options>) {
  builder
    .addStringArray({
      path: 'expected',
      name: 'Expected servers',
      description:
        'Names of the servers the group should have, as the servers call themselves. One that does not answer, and ' +
        'that no reading names, is then known to belong to the group.',
      settings: { placeholder: 'n1' },
      defaultValue: DEFAULTS.expected,
    })
    .addTextInput({
      path: 'bodyField',
      name: 'Body field',
      description:
        'The column with the servers’ answers. Left empty: the first of body, json, value and data that has any.',
      settings: { placeholder: 'found by itself' },
      defaultValue: DEFAULTS.bodyField,
    })
    .addNumberInput({
      path: 'fresh',
      name: 'Fresh for (seconds)',
      description:
        'When the newest reading is older, the panel says that it is stale. At least twice the refresh interval.',
      settings: { min: 1, integer: true },
      defaultValue: DEFAULTS.fresh,
    })
    .addMultiSelect<Part, SelectFieldConfigSettings<Part>>({
      path: 'show',
      name: 'Show',
      description: 'Besides the verdict, and as far as there is room.',
      settings: {
        options: PARTS.map((value) => ({ value, label: LABELS[value][0], description: LABELS[value][1] })),
      },
      // Grafana's types know this editor with a single value only.
      defaultValue: DEFAULTS.show as unknown as Part,
    });
}
