/** The question's terms by their first letters, so that relatives ("log", "logger") are found without trying all pairs. */
export type SoftIndex = {
  weights: ReadonlyMap<string, number>;
  byStart: ReadonlyMap<string, string[]>;
};

const START = 3;
const LEAST_COMMON = 4;
const LEAST_SHARE = 0.55;
/** A relative never counts as much as the word itself. */
const MOST_FOR_RELATIVE = 0.9;

export function softIndexOf(weights: ReadonlyMap<string, number>): SoftIndex {
  const byStart = new Map<string, string[]>();
  for (const term of weights.keys()) {
    if (term.length < LEAST_COMMON) continue;
    const start = term.slice(0, START);
    byStart.set(start, [...(byStart.get(start) ?? []), term]);
  }
  return { weights, byStart };
}

/** Weight of the question's terms that these terms cover; a relative with a common start counts in part. */
export function coverSoftly(index: SoftIndex, terms: Iterable<string>): number {
  const best = new Map<string, number>();
  for (const term of terms) {
    if (index.weights.has(term)) best.set(term, 1);
    for (const wanted of index.byStart.get(term.slice(0, START)) ?? []) {
      if (wanted === term) continue;
      const kinship = kinshipOf(wanted, term);
      if (kinship > (best.get(wanted) ?? 0)) best.set(wanted, kinship);
    }
  }
  let total = 0;
  for (const [term, kinship] of best) total += kinship * (index.weights.get(term) ?? 0);
  return total;
}

function kinshipOf(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let common = START;
  while (common < most && a.charCodeAt(common) === b.charCodeAt(common)) common += 1;
  const kinship = common / Math.max(a.length, b.length);
  return common >= LEAST_COMMON && kinship >= LEAST_SHARE ? Math.min(MOST_FOR_RELATIVE, kinship) : 0;
}
