/** The names in the tables of `kubectl get pods` and of `nats server ls` and its kin. */

/**
 * @param {string} text
 * @returns {{ pod: string, namespace?: string }[] | undefined} Nothing where there is no such table.
 */
export function podsIn(text) {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const isHead = (/** @type {string[]} */ cells) => ['NAME', 'READY', 'STATUS'].every((name) => cells.includes(name));
  // `nats-0 2/2 Running`, its namespace before it where all are listed. Rows are often copied without the head.
  const rows = lines.map((cells) => ({ cells, ready: cells.findIndex((cell) => /^\d+\/\d+$/.test(cell)) }))
    .filter(({ cells, ready }) => (ready === 1 || ready === 2) && /^[A-Z]/.test(cells[ready + 1] ?? ''));
  if (!rows.length && !lines.some(isHead)) return undefined;
  const pods = rows.map(({ cells, ready }) => (
    { pod: cells[ready - 1], ...(ready === 2 ? { namespace: cells[0] } : {}) }));
  // A StatefulSet numbers its pods; the others in the list are tools and tenants.
  const numbered = pods.filter(({ pod }) => /-\d+$/.test(pod));
  const nats = numbered.filter(({ pod }) => pod.includes('nats'));
  return [nats, numbered, pods].find((some) => some.length) ?? [];
}

const HEADS = ['name', 'server', 'connection name'];

/**
 * @param {string} text
 * @returns {string[]}
 */
export function tableNames(text) {
  /** @type {string[]} */
  const names = [];
  let column = -1;
  for (const line of text.split('\n')) {
    if (!/^\s*[│|┃║]/.test(line)) continue;
    const cells = line.trim().split(/[│|┃║]/).slice(1, -1).map((cell) => cell.trim());
    const head = cells.findIndex((cell) => HEADS.includes(cell.toLowerCase()));
    if (cells.length > 2 && head >= 0) column = head;
    // Another table's head: what it lists are no servers.
    else if (cells.length > 2 && /^(?:cluster|account|stream)$/i.test(cells[0])) column = -1;
    else if (column >= 0 && cells.length > column) {
      // The leader's name carries a star.
      const name = cells[column].replace(/\*$/, '');
      if (name && !/\s/.test(name) && !names.includes(name)) names.push(name);
    }
  }
  return names;
}
