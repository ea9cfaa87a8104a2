// Grafana's frontend as far as a panel sees it, of the real packages: one panel in its chrome, asked from outside by
// `window.grafana`.

import {
  applyFieldOverrides, createTheme, getDefaultTimeRange, getPanelOptionsWithDefaults, toDataFrame,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { GlobalStyles, PanelChrome, PanelContextProvider, ThemeContext } from '@grafana/ui';
import React from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { load } from './load.js';
import { fillRegistries } from './registries.js';
import { loadInSandbox } from './sandbox.js';

fillRegistries();

let plugin;
let root;
/** @type {Record<string, any>} What is shown: only what changes has to be said. */
let shown = {};

const text = (value) => value;

/** Fields as a dashboard hands them on, with the panel's own settings laid over. */
function dressed({ frames = [], fieldConfig }, theme) {
  return applyFieldOverrides({
    data: frames.map(toDataFrame),
    fieldConfig,
    fieldConfigRegistry: plugin.fieldConfigRegistry,
    replaceVariables: text,
    timeZone: 'utc',
    theme,
  });
}

/** Made anew only when something is asked anew, as in a dashboard. */
function answered(theme) {
  const { frames, errors, state = 'Done', fieldConfig, at = Date.now(), targets = [], dashboardUID } = shown;
  const timeRange = getDefaultTimeRange();
  return {
    state,
    series: dressed({ frames, fieldConfig }, theme),
    errors: errors ?? undefined,
    error: errors?.[0],
    timeRange,
    request: { requestId: 'Q1', startTime: at, endTime: at, targets, timeRange, dashboardUID },
  };
}

function Dashboard({ width, height, theme, data, options, fieldConfig, onFieldConfigChange, onOptionsChange }) {
  const Panel = plugin.panel;
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <PanelContextProvider value={{ eventsScope: 'panel-1', eventBus, app: 'dashboard' }}>
        <main style={{ width, height }}>
          <h1 style={{ position: 'absolute', clipPath: 'inset(50%)' }}>Dashboard</h1>
          <PanelChrome
            title="Meta group"
            width={width}
            height={height}
            padding={plugin.noPadding ? 'none' : 'md'}
            loadingState={data.state}
          >
            {(innerWidth, innerHeight) => (
              <div id="panel"><Panel
                id={1}
                title="Meta group"
                data={data}
                options={options}
                fieldConfig={fieldConfig}
                width={innerWidth}
                height={innerHeight}
                timeRange={data.timeRange}
                timeZone="utc"
                transparent={false}
                renderCounter={0}
                replaceVariables={text}
                eventBus={eventBus}
                onOptionsChange={onOptionsChange}
                onFieldConfigChange={onFieldConfigChange}
                onChangeTimeRange={() => {}}
              /></div>
            )}
          </PanelChrome>
        </main>
      </PanelContextProvider>
    </ThemeContext.Provider>
  );
}

const eventBus = {
  publish: () => {},
  getStream: () => ({ subscribe: () => ({ unsubscribe: () => {} }) }),
  subscribe: () => ({ unsubscribe: () => {} }),
  removeAllListeners: () => {},
  newScopedBus: () => eventBus,
};

const themes = new Map();
function themed(mode) {
  if (!themes.has(mode)) themes.set(mode, createTheme({ colors: { mode } }));
  return themes.get(mode);
}

let data;
let dressedFor;

window.grafana = {
  /** @param {string} address of module.js @param {'script' | 'fetch' | 'sandbox'} how */
  async load(address, how = 'script') {
    plugin = await (how === 'sandbox' ? loadInSandbox(address) : load(address, how));
    plugin.meta ??= { id: 'quorate-metaquorum-panel', name: 'Quorate', info: { version: '' } };
    return Boolean(plugin.panel);
  },

  /**
   * Shows the panel, with this changed; resolves when the browser has drawn it, or in a hurry when it could.
   * @param {Record<string, any>} change
   */
  async show({ isHurried, ...change } = {}) {
    shown = { width: 600, height: 400, mode: 'dark', options: {}, ...shown, ...change };
    const theme = themed(shown.mode);
    config.theme2 = theme;
    document.body.style.background = theme.colors.background.canvas;
    const { options, fieldConfig } = getPanelOptionsWithDefaults({
      plugin,
      currentOptions: shown.options,
      currentFieldConfig: shown.fieldConfig ?? { defaults: {}, overrides: [] },
      isAfterPluginChange: false,
    });
    shown.fieldConfig = fieldConfig;
    if (['frames', 'errors', 'state', 'fieldConfig', 'at'].some((name) => name in change) || dressedFor !== theme) {
      data = answered(theme);
      dressedFor = theme;
    }
    root ??= createRoot(document.getElementById('reactRoot'));
    // Effects as well are through when it returns: what it takes can be measured.
    flushSync(() => root.render(<Dashboard {...shown} theme={theme} data={data} options={options} fieldConfig={fieldConfig}
      onOptionsChange={(next) => this.show({ options: next })}
      onFieldConfigChange={(next) => this.show({ fieldConfig: next })} />));
    if (isHurried) return;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  },

  /** Takes the panel off the page. */
  leave() {
    root?.unmount();
    root = undefined;
  },

  /** All that can be read on the dashboard, in the panel's shadow root as well. */
  text() {
    const roots = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    const inside = roots.flatMap((host) => [...host.children].map((element) => element.innerText ?? ''));
    return [document.body.innerText, ...inside].join('\n').replace(/[ \t]+/g, ' ');
  },

  get plugin() {
    return plugin;
  },
};
