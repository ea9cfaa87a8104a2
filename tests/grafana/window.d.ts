// What the host page and the clock of a visit lay on the window.

interface Window {
  ahead?: number;
  /** What the core lives in. */
  wasm?: WebAssembly.Memory;
  grafana: {
    load: (address: string, how?: string) => Promise<boolean>;
    show: (change?: Record<string, unknown>) => Promise<void>;
    leave: () => void;
    text: () => string;
  };
}
