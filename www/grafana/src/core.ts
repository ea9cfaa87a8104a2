// Quorate's core with its wasm, which lies in module.js itself.

import { Triage } from 'quorate';
import base64 from 'quorate/quorate_bg.wasm';

let loading: Promise<unknown> | undefined;

/** A triage of its own for each panel; the wasm is unpacked and started once for all of them. */
export async function newTriage(): Promise<Triage> {
  loading ??= Triage.create({ wasm: bytes() });
  try {
    await loading;
  } catch (error) {
    // The next try may succeed.
    loading = undefined;
    throw error;
  }
  return Triage.create();
}

/** Without `fetch`, which a policy may forbid for `data:`, and which others wrap. */
function bytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
