/**
 * What kind of name stands where in a server's answer.
 *
 * @typedef {import('./lex.js').Place} Place
 * @typedef {'server' | 'peer' | 'id' | 'account' | 'domain' | 'cluster' | 'stream' | 'consumer' | 'group' | 'zone'
 *   | 'tag' | 'host' | 'name' | 'value' | 'word'} Kind
 * @typedef {'words' | 'state'} Phrase A sentence, path or address, of which the words count; or one of a few words.
 */

import { isPeerId } from './peer-id.js';

/** The same word may be two things: then it is called by what comes first here. @type {Kind[]} */
export const KINDS = ['server', 'peer', 'id', 'account', 'domain', 'cluster', 'stream', 'consumer', 'group', 'zone',
  'host', 'tag', 'name', 'value', 'word'];

/** What preview and tests call them. @type {Record<Kind, string>} */
export const KIND_WORDS = {
  server: 'server', peer: 'peer id', id: 'server id', account: 'account', domain: 'domain', cluster: 'cluster',
  stream: 'stream', consumer: 'consumer', group: 'Raft group', zone: 'zone', host: 'host', tag: 'tag', name: 'name',
  value: 'value', word: 'word',
};

/** @type {Record<string, Kind | Phrase>} */
const BY_KEY = {
  server_name: 'server', remote_name: 'server', remote_server_name: 'server', server_id: 'id', remote_id: 'id',
  peer: 'peer', voted_for: 'peer', cluster: 'cluster', domain: 'domain', remote_domain: 'domain',
  account: 'account', acc: 'account', system_account: 'account', local_account: 'account', remote_account: 'account',
  traffic_account: 'account', stream: 'stream', stream_name: 'stream', consumer: 'consumer', consumer_name: 'consumer',
  durable_name: 'consumer', raft_group: 'group', stream_raft_group: 'group', tags: 'tag', expected: 'server',
  error: 'words', errors: 'words', description: 'words', subjects: 'words', filter_subject: 'words', store_dir: 'words',
  urls: 'words', connect_urls: 'words', host: 'words', http_host: 'words', addr: 'words', ip: 'words', url: 'words',
  path: 'words', source: 'words', label: 'words', endpoint: 'words', server: 'words', body: 'words', batch: 'words',
  moment: 'words', http_base_path: 'words',
  status: 'state', state: 'state', storage: 'state', retention: 'state', discard: 'state', compression: 'state',
  ack_policy: 'state', deliver_policy: 'state', replay_policy: 'state', type: 'state', kind: 'state', level: 'state',
};

/** @type {Record<string, Kind>} */
const NAME_IN = {
  meta_cluster: 'cluster', meta: 'cluster', cluster: 'cluster', gateway: 'cluster', gateways: 'cluster',
  replicas: 'server', server: 'server', account_details: 'account', account_detail: 'account', stream_detail: 'stream',
  streams: 'stream', config: 'stream', mirror: 'stream', sources: 'stream', consumer_detail: 'consumer',
  consumers: 'consumer',
};

export const GROUP = /^[SC]-R\d+[FM]-\w+$/;

/**
 * @param {string} value
 * @param {Place} place
 * @returns {Kind | Phrase}
 */
export function kindOf(value, { key = '', parent = '', grand = '' }) {
  const inGroup = parent === '_meta_' || GROUP.test(parent);
  switch (key) {
    case 'name':
      if (value.startsWith('Server name unknown')) return 'words';
      return grand === 'peers' ? 'server' : NAME_IN[parent] ?? 'name';
    case 'leader':
      return inGroup && isPeerId(value) ? 'peer' : 'server';
    case 'id':
      if (inGroup) return 'peer';
      return parent.startsWith('account_detail') ? 'account' : 'id';
    default:
      if (GROUP.test(value)) return 'group';
      return BY_KEY[key] ?? 'value';
  }
}

/**
 * A key that is a name: in `/raftz` accounts, groups and peers are.
 *
 * @param {string} name
 * @param {Place} place
 * @returns {Kind}
 */
export function kindOfKey(name, { key = '' }) {
  if (key === 'peers' && isPeerId(name)) return 'peer';
  return GROUP.test(name) ? 'group' : 'name';
}

/** Times, durations, versions, numbers: kept wherever they stand. */
const KEPT = [
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/,
  /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w|y))+$/,
  /^v?\d+\.\d+\.\d+(-(RC|rc|alpha|beta|preview)[.\d]*)?$/,
  /^go\d+(\.\d+)*$/,
  /^-?\d+(\.\d+)?%?$/,
];

/** @param {string} text */
export function isKept(text) {
  return KEPT.some((shape) => shape.test(text));
}
