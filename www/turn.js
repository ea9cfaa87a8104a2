// The event loop's turns: whoever works long on a page lets others in between.

/** So long at a time: input is answered soon enough, and what it costs is not noticed. */
const BREATH_MS = 12;

/** After all that is ready now. */
export function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(undefined);
  });
}

/** @type {Promise<void> | undefined} */
let pause;
let last = 0;

/** A turn, where the last is too long ago; one for all who work at once. */
export function breathe() {
  if (!pause && performance.now() - last > BREATH_MS) {
    pause = turn().then(() => {
      pause = undefined;
      last = performance.now();
    });
  }
  return pause;
}
