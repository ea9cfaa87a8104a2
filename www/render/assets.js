/**
 * The streams' and consumers' own groups: apart from the meta group, and worst first.
 *
 * @typedef {import('../types/report.js').AssetNote} AssetNote
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').PartlyListed} PartlyListed
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { el, said, sentence } from './dom.js';
import { evidenceList } from './evidence.js';
import { verdictIcon } from './icons.js';
import { VERDICT, counted, number } from './words.js';

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
export function assetsSection({ assets }, report, host) {
  if (!assets || assets.streams + assets.consumers === 0) return null;
  const { streams, consumers, listed_by: by, partly_listed: partly = [], lost, undecided, worst } = assets;
  const found = [
    lost ? `${counted(lost, 'group')} without quorum` : '',
    undecided ? `${counted(undecided, 'group')} not known` : '',
  ].filter(Boolean);
  const item = (/** @type {AssetNote} */ one) => el('li', {},
    el('p', {},
      verdictIcon(one.verdict),
      el('strong', {}, VERDICT[one.verdict]), ' ',
      sentence(one.says)),
    evidenceList(one.evidence, report.readings, host));
  const left = lost + undecided - worst.length;
  return el('section', { class: 'assets' },
    el('h3', {}, 'Streams and consumers'),
    el('p', {}, `${counted(streams, 'stream')} and ${counted(consumers, 'consumer')} were listed: `,
      found.length ? `${found.join(', ')}.` : 'every one with more than one replica has its quorum.'),
    worst.length > 0 && el('ul', {}, ...worst.slice(0, 20).map(item)),
    worst.length > 20 && el('details', { class: 'more' },
      el('summary', {}, `${worst.length - 20} more`),
      el('ul', {}, ...worst.slice(20).map(item))),
    left > 0 && el('p', { class: 'note' }, `And ${number(left)} more, not listed.`),
    by.length > 0 && el('p', { class: 'note' },
      'Listed in full by ', ...by.flatMap((name, index) => [index ? ', ' : '', said(name, 40)]),
      ': what only others hold is not known.'),
    ...partly.map(listedInPart));
}

/** @param {PartlyListed} part */
function listedInPart({ server, accounts, accounts_of: allAccounts, streams, streams_of: allStreams, offset }) {
  const more = offset === undefined ? '' : `&offset=${offset}`;
  return el('p', { class: 'note' },
    'Not all of ', said(server, 40), ' was read: ',
    `${number(streams)} of its ${counted(allStreams, 'stream')}, `,
    `${number(accounts)} of its ${counted(allAccounts, 'account')}. `,
    offset === undefined ? 'Fetch it again: ' : 'Fetch the next page as well: ',
    el('code', {}, `/jsz?streams=true&consumers=true${more}`));
}
