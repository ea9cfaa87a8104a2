// What the Infinity data source makes of an HTTP answer: its query of type JSON with the backend parser, written after
// its sources (pkg/infinity/{client,remote,jsonBackend,http_error}.go, infinity-libs jsonframer and gframer). Frames
// are as they come over the wire, for the real `toDataFrame`; failures as `data.errors` has them.

/**
 * @typedef {object} Question
 * @property {string} refId
 * @property {string} url
 * @property {boolean} [ignoreStatusCode] The data source's setting “Ignore status code check”.
 * @property {string} [rootSelector] A path of keys: `meta_cluster.replicas`.
 * @property {string[]} [allowedHosts]
 * @property {number} [timeoutMs]
 */
/**
 * @typedef {object} Answer
 * @property {number | null} [status]
 * @property {string | null} [body]
 * @property {string | null} [error] As the asker's words were: `connection refused`, `timeout`.
 */
/** @typedef {{ refId: string, message: string, status: number }} Failure */
/** @typedef {{ series: any[], errors: Failure[] }} Result */

const PHRASES = new Map([
  [200, 'OK'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [404, 'Not Found'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
]);

/**
 * Asks over HTTP, as the data source does.
 *
 * @param {Question} question
 * @returns {Promise<Result>}
 */
export async function ask(question) {
  try {
    const signal = AbortSignal.timeout(question.timeoutMs ?? 5000);
    const response = await fetch(question.url, { signal });
    return resultOf(question, { status: response.status, body: await response.text() });
  } catch (error) {
    const { name, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error);
    const words =
      name === 'TimeoutError' ? 'timeout' : cause?.code === 'ECONNREFUSED' ? 'connection refused' : 'EOF';
    return resultOf(question, { error: words });
  }
}

/**
 * @param {Question} question
 * @param {Answer} answer
 * @returns {Result}
 */
export function resultOf(question, { status: http, body: given, error }) {
  const [status, body] = [http ?? 200, given ?? ''];
  const { refId, url, allowedHosts = [] } = question;
  if (allowedHosts.length > 0 && !allowedHosts.some((host) => url.startsWith(host))) {
    return failed(
      question,
      401,
      'requested URL is not allowed. To allow this URL, update the datasource config ' +
        'Security -> Allowed Hosts section',
    );
  }
  if (error !== undefined && error !== null) {
    const words = `error getting response from url ${url}. no response received. Error: Get "${url}": `;
    return failed(question, 500, words + inGo(error, new URL(url)));
  }
  if (status >= 400 && !question.ignoreStatusCode) return failed(question, status, unsuccessful(status, body));
  let json;
  try {
    json = JSON.parse(body);
  } catch {
    return failed(question, status, 'unable to parse response body as JSON. invalid character');
  }
  const root = (question.rootSelector?.split('.') ?? []).reduce((inside, key) => inside?.[key], json);
  const columns = Array.isArray(root) ? ofList(refId, root) : ofObject(root ?? {});
  return {
    series: [frame(question, columns, { data: json, responseCodeFromServer: status, error: '' })],
    errors: [],
  };
}

/** How Go's HTTP client says it. @param {string} words @param {URL} url */
function inGo(words, { hostname, port }) {
  if (words === 'connection refused') return `dial tcp ${hostname}:${port || 80}: connect: connection refused`;
  if (words === 'timeout') return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  return words;
}

/** Of the words in the body, the last of error, message and status is kept: of /healthz “unavailable”. */
function unsuccessful(/** @type {number} */ status, /** @type {string} */ body) {
  const lines = ['unsuccessful HTTP response', `HTTP status code: ${status} ${PHRASES.get(status) ?? ''}`.trim()];
  try {
    const json = JSON.parse(body);
    const words = ['error', 'message', 'status']
      .map((key) => json[key])
      .filter((word) => typeof word === 'string' && word);
    if (words.length) lines.push(`Error message from HTTP response: ${words.at(-1)}`);
  } catch {
    // No JSON, no words.
  }
  return lines.join('\n');
}

/**
 * A failed query gives an empty frame beside its error.
 *
 * @param {Question} question
 * @param {number} status
 * @param {string} message
 */
function failed(question, status, message) {
  const custom = { data: null, responseCodeFromServer: status, error: message };
  return { series: [frame(question, [], custom)], errors: [{ refId: question.refId, message, status: 500 }] };
}

/**
 * @param {Question} question
 * @param {{ name: string, type: string, values: unknown[] }[]} columns
 * @param {object} custom
 */
function frame({ refId, url, rootSelector = '' }, columns, custom) {
  const query = {
    refId,
    type: 'json',
    source: 'url',
    parser: 'backend',
    format: 'table',
    url,
    root_selector: rootSelector,
  };
  const executedQueryString = [
    '###############',
    '## URL',
    '###############',
    '',
    url,
    '',
    '###############',
    '## Curl Command',
    '###############',
    '',
    `curl -X 'GET' '${url}'`,
  ].join('\n');
  return {
    schema: {
      name: refId,
      refId,
      meta: { typeVersion: [0, 0], custom: { query, duration: 1_000_000, ...custom }, executedQueryString },
      fields: columns.map(({ name, type }) => ({
        name,
        type,
        typeInfo: { frame: typeInfo(type), nullable: true },
      })),
    },
    data: { values: columns.map(({ values }) => values) },
  };
}

/** @param {string} type */
const typeInfo = (type) => (type === 'number' ? 'float64' : type === 'boolean' ? 'bool' : type);

/** One row: scalars as they are, everything else as JSON. @param {any} object */
function ofObject(object) {
  return Object.keys(object)
    .sort()
    .map((name) => ({ name, type: typeOf(object[name]), values: [cellOf(object[name])] }));
}

/** A row for each element; a column's type is that of its first value. @param {string} refId @param {any[]} list */
function ofList(refId, list) {
  if (!list.length) return [];
  const keys = [...new Set(list.flatMap((element) => Object.keys(element ?? {})))].sort();
  if (!keys.length) return [{ name: refId, type: 'string', values: list.map(() => null) }];
  return keys.map((name) => {
    const cells = list.map((element) => element?.[name] ?? null);
    const type = typeOf(cells.find((value) => value !== null) ?? null);
    return { name, type, values: cells.map(cellOf) };
  });
}

/** @param {unknown} value */
function typeOf(value) {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string';
}

/** @param {unknown} value */
function cellOf(value) {
  return typeof value === 'object' && value !== null ? goJson(value) : value;
}

/** Keys sorted, and what could be markup escaped. @param {unknown} value */
function goJson(value) {
  const sorted = (/** @type {string} */ _, /** @type {any} */ inside) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? Object.fromEntries(Object.entries(inside).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inside;
  return JSON.stringify(value, sorted).replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
}
