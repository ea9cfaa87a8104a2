import React, { useEffect, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { ErrorBoundaryAlert, useStyles2, useTheme2 } from '@grafana/ui';

import type { Stretch } from './stretches';
import { Earlier } from './Earlier';
import { Keeper } from './keeper';
import { Links } from './Links';
import { linksOf } from './linksOf';
import type { Options } from './options';
import { PARTS } from './parts';
import { tokens } from './tokens';

/** Below this height there is room for the verdict alone. */
const ROOM_FOR_MORE = 150;

/** The verdict on what the panel's queries returned. */
export function QuoratePanel(props: PanelProps<Options>) {
  return (
    <ErrorBoundaryAlert
      title="Quorate itself is in trouble, which says nothing about your servers"
      dependencies={[props.data]}
    >
      <Panel {...props} />
    </ErrorBoundaryAlert>
  );
}

function Panel({ id, data, options, width, height, timeZone }: PanelProps<Options>) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const box = useRef<HTMLDivElement>(null);
  const keeper = useRef<Keeper>(null);
  const [stretches, setStretches] = useState<Stretch[]>([]);
  const dashboard = data.request?.dashboardUID;
  const name = dashboard && `quorate-metaquorum-panel ${dashboard} ${id}`;

  useEffect(() => {
    const root = box.current!.shadowRoot ?? box.current!.attachShadow({ mode: 'open' });
    const kept = new Keeper(root, name, setStretches);
    keeper.current = kept;
    return () => {
      kept.close();
      root.replaceChildren();
    };
  }, [name]);

  useEffect(() => keeper.current?.refresh(data, options), [name, data, options]);

  const links = linksOf(data.series);
  const hasRoom = height >= ROOM_FOR_MORE;
  return (
    <div className={styles.panel} style={{ width, height }}>
      <div
        ref={box}
        className={styles.report}
        style={tokens(theme)}
        data-hides={PARTS.filter((part) => !options.show.includes(part)).join(' ')}
      />
      {(hasRoom || links.length > 0) && (
        <div className={styles.foot}>
          {hasRoom && <Earlier stretches={stretches} timeZone={timeZone} />}
          <Links links={links} />
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden', padding: theme.spacing(0, 0.5, 0.5) }),
  report: css({ flex: '1 1 0', minHeight: 0 }),
  foot: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0.5, 0),
    minWidth: 0,
  }),
});
