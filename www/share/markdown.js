/**
 * A report for an incident's channel: short, and a stranger's text in it stays text.
 *
 * @typedef {import('../types/report.js').Finding} Finding
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('../types/report.js').Step} Step
 */

import { clip, visible } from '../render/dom.js';
import { clock, counted, day, earlierWords, groupName, readingsJudged, verdictWords } from '../render/words.js';

/** So many of each: a channel is read at a glance. */
const MOST = 5;
const MOST_COMMANDS = 9;

/** What would begin markup, a link, a mention, an entity. An underscore inside a word begins nothing. */
const MARKS = /[\\`*[\]<>|~]|&(?=[#\w]+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const BEGINNINGS = /^(\s*)([#+=-]|\d+(?=[.)]))/;

/** @param {string} text */
function plain(text) {
  return visible(text.replace(/\s+/g, ' ').trim())
    .replace(MARKS, (mark) => (mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`))
    .replace(BEGINNINGS, (_, space, mark) => (/\d/.test(mark) ? `${space}${mark}\u2060` : `${space}\\${mark}`))
    // Neither a mention nor a link of its own.
    .replace(/@(?=\w)/g, '@\u2060')
    .replace(/\b(https?|ftp|mailto|nats)(?=:)/gi, '$1\u2060');
}

/** @param {string} text Without a line's end: what stands between the ticks. */
function code(text) {
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

/** @param {string} text A sentence of the core, in which code stands between ticks. */
function sentence(text) {
  return clip(text, 700).split(/`([^`]+)`/)
    .map((part, at) => (at % 2 ? code(visible(part.replace(/\s+/g, ' '))) : edges(part)))
    .join('');
}

/** @param {string} part Its spaces at both ends part it from the code beside it. */
function edges(part) {
  const inner = plain(part);
  return `${/^\s/.test(part) ? ' ' : ''}${inner}${inner && /\s$/.test(part) ? ' ' : ''}`;
}

/**
 * @param {string} command
 * @param {string} indent
 */
function block(command, indent) {
  const longest = Math.max(2, ...(command.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...visible(command).split('\n'), fence].map((line) => `${indent}${line}`).join('\n');
}

/**
 * @template T
 * @param {string} title
 * @param {T[]} all
 * @param {(one: T, at: number) => string} line
 * @param {number} [most]
 */
function list(title, all, line, most = MOST) {
  if (!all.length) return [];
  const more = all.length > most ? [`- and ${all.length - most} more`] : [];
  return [`**${title}**`, '', ...all.slice(0, most).map(line), ...more, ''];
}

/**
 * @param {Step} step
 * @param {number} at
 */
function way(step, at) {
  const only = step.only_if === undefined ? '' : `Only if ${sentence(step.only_if)}: `;
  const commands = step.actions.flatMap(({ command }) => command ?? []);
  const number = `${at + 1}. `;
  const indent = ' '.repeat(number.length);
  const left = commands.length - MOST_COMMANDS;
  const costs = step.costs === undefined ? '' : ` Costs: ${sentence(step.costs)}`;
  return [
    `${number}${only}${sentence(step.says)}${costs}`,
    ...(commands.length ? [block(commands.slice(0, MOST_COMMANDS).join('\n'), indent)] : []),
    // Whoever follows it must know that this is not all.
    ...(left > 0 ? [`${indent}and ${counted(left, 'more command')} like these`] : []),
  ].join('\n');
}

/** @param {Group} group */
function groupPart(group) {
  const { assumes, as_of: asOf, domain, leader, recovery } = group;
  const whose = [plain(groupName(domain)), leader === undefined ? '' : `leader ${plain(leader)}`].filter(Boolean);
  const open = group.peers.filter(({ vote }) => vote === 'silent' || vote === 'unknown');
  const called = ({ name, label, server_id: key, id } = group.peers[0]) => name ?? label ?? key ?? id ?? 'a server';
  return [
    `## ${verdictWords(group)}: ${whose.join(', ')}`,
    '',
    ...assumes.map((one) => `- assuming: ${sentence(one)}`),
    ...(assumes.length ? [''] : []),
    `${sentence(group.says)} ${asOf === undefined ? 'No reading says when.' : `As of ${clock(asOf)}, ${day(asOf)}.`}`,
    '',
    ...list('How we know', group.because, ({ says }) => `- ${sentence(says)}`),
    ...list('The way out', recovery?.steps ?? [], way, 8),
    ...list('Not now', recovery?.never ?? [], ({ says }) => `- ${sentence(says)}`),
    ...list('What is not known', open, (peer) => `- ${plain(called(peer))}: ${sentence(peer.says)}`, 9),
    ...list('What would help most', group.next, ({ says }) => `- ${sentence(says)}`, 3),
  ];
}

/** @param {Finding} finding */
function findingLine({ code: number, name, severity, outcome, says }) {
  const weight = outcome === 'fail' ? severity : outcome === 'warn' ? 'early sign' : 'undecided';
  return `- **${plain(name)}** (${number}, ${weight}): ${sentence(says)}`;
}

/**
 * @param {Report} report
 * @param {boolean} [redacted]
 * @returns {string}
 */
export function markdown(report, redacted = false) {
  const { groups, findings, errors } = report;
  const unread = errors.length ? ` ${counted(errors.length, 'text')} could not be read.` : '';
  const names = redacted ? ' Names are replaced: in commands, too.' : '';
  const earlier = earlierWords(report);
  const parts = [
    ...earlier === undefined ? [] : [`**${earlier}**`, ''],
    ...(groups.length ? groups.flatMap(groupPart) : ['## No meta group in what was read', '']),
    ...list('Findings', findings, findingLine, 8),
    `Judged by Quorate from ${counted(readingsJudged(report), 'reading')}.${unread}${names}`,
    '',
  ];
  return parts.join('\n');
}
