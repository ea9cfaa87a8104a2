// Grafana's theme in the words of the report's style sheets: the panel looks like its neighbours, by day and by night.

import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';

const THIN = 0.07;

/** A colour laid on another so thinly that the theme's colours for text can be read on it; and opaque, as a ground is. */
function wash(color: string, ground: string): string {
  const [over, under]: number[][] = [color, ground].map((one) => colorManipulator.decomposeColor(one).values);
  return `rgb(${[0, 1, 2].map((part) => Math.round(under[part] + (over[part] - under[part]) * THIN)).join(', ')})`;
}

/** As custom properties of the element that has the shadow root. */
export function tokens({ colors, typography, isDark }: GrafanaTheme2): Record<string, string> {
  const { background, border, text, primary, success, error, warning, info } = colors;
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
    '--held': success.text,
    '--held-wash': wash(success.main, background.primary),
    '--lost': error.text,
    '--lost-wash': wash(error.main, background.primary),
    '--leaderless': warning.text,
    '--leaderless-wash': wash(warning.main, background.primary),
    '--undecided': info.text,
    '--undecided-wash': wash(info.main, background.primary),
    '--on-strong': isDark ? background.canvas : background.primary,
    '--sans': typography.fontFamily,
    '--mono': typography.fontFamilyMonospace,
  };
}
