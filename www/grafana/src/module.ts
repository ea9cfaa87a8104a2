import { PanelPlugin } from '@grafana/data';

import { DEFAULTS, type Options } from './options';
import { QuoratePanel } from './QuoratePanel';

export const plugin = new PanelPlugin<Options>(QuoratePanel).setNoPadding().useFieldConfig().setPanelOptions((b) => b.addTextInput({ path: 'expected', name: 'x', defaultValue: DEFAULTS.expected as any }).addTextInput({ path: 'show', name: 'x', defaultValue: DEFAULTS.show as any }).addNumberInput({ path: 'fresh', name: 'x', defaultValue: 60 }));
