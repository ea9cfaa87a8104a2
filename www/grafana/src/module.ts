import { FieldConfigProperty, PanelPlugin } from '@grafana/data';

import { migrated } from './migration';
import { askOptions, type Options } from './options';
import { QuoratePanel } from './QuoratePanel';
import { suggestions } from './suggestions';

const OF_NO_USE = Object.values(FieldConfigProperty).filter((property) => property !== FieldConfigProperty.Links);

export const plugin = new PanelPlugin<Options>(QuoratePanel)
  .setNoPadding()
  // Of what is set for fields only links are of use: how a number is written changes no verdict.
  .useFieldConfig({ disableStandardOptions: OF_NO_USE })
  .setPanelOptions(askOptions)
  .setMigrationHandler(migrated)
  .setSuggestionsSupplier(suggestions);
