// As the build hands it over: the bytes in base64.
declare module '*.wasm' {
  const base64: string;
  export default base64;
}
// What the panel uses of Quorate beside its core, in whose package it is written in JavaScript.

declare module 'quorate/surface.js' {
  import type { Input, Outlook, Report } from 'quorate';

  export type State =
    | { kind: 'loading' }
    | { kind: 'empty'; word?: string; says?: string }
    | { kind: 'report'; report: Report; at?: number; fresh?: number; notes?: string[] }
    | { kind: 'trouble'; error: unknown };

  export interface SurfaceHost {
    styles: string[];
    original?: (source: string) => Input | undefined;
    whatIf?: (report: Report, without: string[]) => Outlook[];
  }

  /** Draws into a shadow root, and keeps what it drew up to date. */
  export class Surface {
    constructor(root: ShadowRoot, host: SurfaceHost);
    show(state: State): void;
    close(): void;
  }
}

declare module 'quorate/styles.js' {
  /** The texts of the style sheets of what the surface draws. */
  export const styles: string[];
}
