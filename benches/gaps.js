// Whether a page answers while it works.

const TICK_MS = 10;

/** Finds the longest time, in milliseconds, that the event loop keeps others waiting. */
export function watchGaps() {
  let gap = 0;
  let last = performance.now();
  const timer = setInterval(tick, TICK_MS);
  function tick() {
    const now = performance.now();
    gap = Math.max(gap, now - last - TICK_MS);
    last = now;
  }
  return {
    async end() {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      tick();
      clearInterval(timer);
      return gap;
    },
  };
}
