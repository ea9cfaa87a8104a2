// Which parts of a report are on the wall is the dashboard's choice; the verdict with its reason always is.

export const PARTS = ['peers', 'findings', 'recovery'] as const;

const OF_PART = {
  peers: '.votes, .peers',
  findings: '.worst, .findings',
  recovery: '.next-step, .next, .way-out',
};

/** A style sheet for the surface: what `data-hides` on its host names is not shown. */
export const shownParts = PARTS.map((part) => {
  return `:host([data-hides~="${part}"]) :is(${OF_PART[part]}) { display: none; }`;
}).join('\n');
