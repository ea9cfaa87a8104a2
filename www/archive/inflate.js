// What a ZIP archive has deflated.

/** Of what fails nothing comes out: so the first bytes are fed in little bits, and later ones in bigger ones. */
const FEED = { first: 1024, later: 64 * 1024, from: 64 * 1024 };

/**
 * @param {AsyncIterable<Uint8Array>} packed
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* inflated(packed) {
  const parts = inBits(packed);
  /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
  const stream = new ReadableStream({
    async pull(to) {
      const { done, value } = await parts.next();
      if (done) to.close();
      // A copy: the memory is used again for the next, and nobody says when this one is done with.
      else to.enqueue(value.slice());
    },
    async cancel() {
      await parts.return(undefined);
    },
  }, { highWaterMark: 0 });
  const reader = stream.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      yield /** @type {Uint8Array} */ (value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {AsyncIterable<Uint8Array>} packed */
async function* inBits(packed) {
  let length = 0;
  for await (const piece of packed) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + (length < FEED.from ? FEED.first : FEED.later));
      yield part;
      at += part.length;
      length += part.length;
    }
  }
}
