// Is it an answer of a NATS server? The core knows best, and is asked last: this only tells frames apart.

/** Lists and objects around answers may be nested this deep. */
const DEEPEST = 4;

/** An answer, or a list or an object that holds one. */
export function holdsAnswer(json: unknown, depth = DEEPEST): boolean {
  if (typeof json !== 'object' || json === null) return false;
  if (isAnswer(json)) return true;
  return (
    depth > 0 &&
    Object.values(json)
      .slice(0, 100)
      .some((inside) => holdsAnswer(inside, depth - 1))
  );
}

/** One of the answers the core reads. */
export function isAnswer(json: object): boolean {
  const has = (...keys: string[]) => keys.every((key) => key in json);
  const envelope = 'server' in json ? json.server : undefined;
  if (typeof envelope === 'object' && envelope !== null && ('id' in envelope || 'name' in envelope)) {
    return has('data') || has('statsz') || has('error');
  }
  const speaks = has('server_id') || has('now');
  return (
    has('server_name', 'version') ||
    has('server_id', 'max_payload') ||
    has('num_routes', 'routes') ||
    (has('server_id') && (has('routes') || has('num_routes'))) ||
    (speaks && (has('meta_cluster') || has('disabled') || has('memory', 'storage', 'api'))) ||
    has('name', 'cluster', 'state', 'config') ||
    isHealthz(json) ||
    isRaftz(json)
  );
}

function isHealthz(json: object): boolean {
  return 'status' in json && ['ok', 'unavailable', 'error'].includes(String(json.status));
}

/** Accounts, in them Raft groups. */
function isRaftz(json: object): boolean {
  const isGroup = (group: unknown) =>
    typeof group === 'object' && group !== null && 'state' in group && 'term' in group;
  const hasGroups = (groups: unknown) =>
    typeof groups === 'object' && groups !== null && Object.values(groups).some(isGroup);
  return Object.values(json).some(hasGroups);
}
