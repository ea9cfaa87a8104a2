import { PanelPlugin } from '@grafana/data';

import { QuoratePanel } from './QuoratePanel';

export const plugin = new PanelPlugin(QuoratePanel);
