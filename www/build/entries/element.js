// The entry of dist/quorate-element.js: the element, registered, with its wasm inside.

import '../../../dist/define.js';
import { QuorateReport } from '../../../dist/element.js';
import wasm from '../../../dist/wasm/quorate_bg.wasm';

// Decoded when it is needed: fetch would be forbidden, or not there, where one file is all there is.
QuorateReport.wasm = () => Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
