import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { Stretch } from './stretches';

interface Props {
  stretches: Stretch[];
  timeZone: string;
}

/** A strip of what the earlier refreshes said, and the same in words. */
export function Earlier({ stretches, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const last = stretches[stretches.length - 1];
  if (!last) return null;
  const clock = (at: number) => dateTimeFormat(at, { timeZone, format: 'HH:mm:ss' });
  const words = (stretch: Stretch, next?: Stretch) =>
    `${word(stretch)} ${next ? `from ${clock(stretch.from)} to ${clock(next.from)}` : `since ${clock(stretch.from)}`}`;
  return (
    <section className={styles.earlier} aria-label="Earlier refreshes of this session">
      <ol className={styles.strip}>
        {stretches.map((stretch, index) => {
          const next = stretches[index + 1];
          const told = words(stretch, next);
          return (
            <li
              key={stretch.from}
              title={told}
              data-said={stretch.verdict ?? 'nothing'}
              style={{ flexGrow: Math.max(1, (next?.from ?? stretch.to) - stretch.from) }}
            >
              <span className={styles.unseen}>{told}</span>
            </li>
          );
        })}
      </ol>
      <p className={styles.since} aria-hidden="true">{words(last)}</p>
    </section>
  );
}

function word({ verdict, assumed }: Stretch): string {
  if (!verdict) return 'No verdict';
  return `${verdict[0].toUpperCase()}${verdict.slice(1)}${assumed ? ' (assumed)' : ''}`;
}

/** The worse, the taller, and each with a pattern of its own: colour is not the only sign. */
const getStyles = ({ colors, spacing, typography }: GrafanaTheme2) => ({
  earlier: css({ display: 'flex', alignItems: 'center', gap: spacing(1), flex: '1 1 auto', minWidth: 0 }),
  strip: css({
    display: 'flex',
    alignItems: 'flex-end',
    flex: '1 1 auto',
    minWidth: 0,
    height: 14,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    overflow: 'hidden',
    borderBottom: `1px solid ${colors.border.medium}`,
    '& > li': { flexBasis: 2, flexShrink: 1, minWidth: 1, borderTop: '2px solid currentColor', overflow: 'hidden' },
    '& > [data-said=held]': { height: 5, color: colors.success.text, background: 'currentColor' },
    '& > [data-said=undecided]': {
      height: 9,
      color: colors.info.text,
      background: 'repeating-linear-gradient(90deg, currentColor 0 1px, transparent 1px 4px)',
    },
    '& > [data-said=leaderless]': {
      height: 12,
      color: colors.warning.text,
      background: 'repeating-linear-gradient(135deg, currentColor 0 2px, transparent 2px 5px)',
    },
    '& > [data-said=lost]': { height: 14, color: colors.error.text, background: 'currentColor' },
    '& > [data-said=nothing]': { height: 0, color: 'transparent', borderTop: 0 },
  }),
  since: css({
    flex: '0 0 auto',
    margin: 0,
    color: colors.text.secondary,
    fontSize: typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
  unseen: css({ position: 'absolute', clipPath: 'inset(50%)', width: 1, height: 1, overflow: 'hidden' }),
});
