// The settings every field has, by name, and the editors of options: Grafana's frontend fills both at its start.

import {
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  unitOverrideProcessor,
} from '@grafana/data';

const EDITORS = ['text', 'number', 'boolean', 'select', 'multi-select', 'radio', 'strings', 'slider', 'color', 'unit'];

const SETTINGS = {
  displayName: displayNameOverrideProcessor,
  unit: unitOverrideProcessor,
  decimals: numberOverrideProcessor,
  noValue: stringOverrideProcessor,
  links: dataLinksOverrideProcessor,
};

export function fillRegistries() {
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: () => null })));
  standardFieldConfigEditorRegistry.setInit(() => Object.entries(SETTINGS).map(([id, process]) => ({
    id, path: id, name: id, editor: () => null, override: process, process, shouldApply: () => true,
  })));
}
