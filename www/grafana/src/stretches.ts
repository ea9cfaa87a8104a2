// When did the verdict change? What was said at each refresh of this browser session, as stretches of the same.

import type { Report, Verdict } from 'quorate';

/** What a refresh said: a verdict, or that there was none. */
export interface Said {
  verdict?: Verdict;
  assumed?: boolean;
}

/** From the refresh that said it first to the one that said it last, in Unix milliseconds. */
export interface Stretch extends Said {
  from: number;
  to: number;
}

const MOST = 100;

/** Stretches with one more refresh; those they began with stay as they are. */
export function withRefresh(stretches: Stretch[], { verdict, assumed = false }: Said, at: number): Stretch[] {
  const last = stretches[stretches.length - 1];
  // A clock that was put back begins anew: earlier would come after later.
  if (last && at < last.to) return [{ verdict, assumed, from: at, to: at }];
  const isSame = last && last.verdict === verdict && last.assumed === assumed;
  if (isSame) return [...stretches.slice(0, -1), { ...last, to: at }];
  return [...stretches, { verdict, assumed, from: at, to: at }].slice(-MOST);
}

const WORST_FIRST: Verdict[] = ['lost', 'leaderless', 'undecided', 'held'];

/** The verdict of the group that is worst off. */
export function saidBy({ groups }: Report): Said {
  const worst = [...groups].sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict))[0];
  return worst ? { verdict: worst.verdict, assumed: worst.assumes.length > 0 } : {};
}

/** What is remembered of a panel until the browser's tab is closed. */
export function remembered(panel: string | undefined): Stretch[] {
  try {
    const kept = panel && JSON.parse(sessionStorage.getItem(panel) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isStretch) : [];
  } catch {
    return [];
  }
}

function isStretch(kept: unknown): kept is Stretch {
  return typeof kept === 'object' && kept !== null && 'from' in kept && 'to' in kept &&
    Number.isFinite(kept.from) && Number.isFinite(kept.to);
}

export function remember(panel: string | undefined, stretches: Stretch[]) {
  try {
    if (panel) sessionStorage.setItem(panel, JSON.stringify(stretches));
  } catch {
    // A browser or a sandbox that keeps nothing: then it is known until the panel is left.
  }
}
