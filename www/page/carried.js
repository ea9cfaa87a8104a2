// What the page brings along where it is one file: there it asks for nothing, since nothing lies beside it.

/** @param {string} name */
function text(name) {
  return document.getElementById(`carried-${name}`)?.textContent ?? undefined;
}

export const carried = {
  /** The page is one file: neither worker nor anything else can be loaded. */
  isWhole: text('wasm') !== undefined,

  /** @returns {Uint8Array<ArrayBuffer> | undefined} */
  wasm() {
    const base64 = text('wasm');
    return base64 === undefined ? undefined : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  },

  /**
   * @param {string} name
   * @returns {import('../originals.js').Input[] | undefined}
   */
  example(name) {
    const json = text(`example-${name}`);
    return json === undefined ? undefined : JSON.parse(json);
  },
};
