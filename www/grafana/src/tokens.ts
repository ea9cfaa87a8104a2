// Grafana's theme in the words of the report's style sheets: the panel looks like its neighbours, by day and by night.

import type { GrafanaTheme2 } from '@grafana/data';

/** As custom properties of the element that has the shadow root. */
export function tokens({ colors, typography, isDark }: GrafanaTheme2): Record<string, string> {
  const { background, border, text, primary } = colors;
  return {
    'color-scheme': isDark ? 'dark' : 'light',
    '--paper': background.primary,
    '--card': background.secondary,
    '--sunk': background.canvas,
    '--ink': text.primary,
    '--soft': text.secondary,
    '--line': border.weak,
    '--strong-line': border.strong,
    '--accent': primary.text,
    '--on-strong': isDark ? background.canvas : background.primary,
    '--sans': typography.fontFamily,
    '--mono': typography.fontFamilyMonospace,
  };
}
