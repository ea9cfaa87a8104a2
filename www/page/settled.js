/**
 * What of a report changes when something has happened, without what changes by time alone: ages, clocks, evidence.
 *
 * @param {import('../types/report.js').Report} report
 */
export function settled({ groups, findings, outlook, errors }) {
  return JSON.stringify([
    groups.map(({ domain, size, needed, verdict, assumes, leader, tolerance, peers, next, recovery, assets }) => [
      domain, size, needed, verdict, assumes, leader, tolerance, recovery?.says, next.map(({ says }) => says),
      recovery?.steps?.map(({ says }) => says), assets && [assets.lost, assets.undecided, assets.streams],
      peers.map(({ name, id, label, vote, standing, no_answer: silence, complaints }) =>
        [name, id, label, vote, standing, silence, complaints]),
    ]),
    findings.map(({ code, outcome, entity }) => [code, outcome, entity]),
    outlook.map(({ restart }) => restart.map(({ server, safe }) => [server, safe])),
    errors.map(({ source, what }) => [source.replace(/ \(.*/s, ''), what]),
  ]);
}

/**
 * What is worth saying aloud when it changes.
 *
 * @param {import('../types/report.js').Report} report
 */
export function gist({ groups }) {
  return JSON.stringify(groups.map(({ domain, verdict, assumes, tolerance }) => [domain, verdict, assumes, tolerance]));
}
