/** The question's terms by their first letters, so that relatives ("log", "logger") are found without trying all pairs. */
export type SoftIndex = {
  weights: ReadonlyMap<string, number>;
  byStart: ReadonlyMap<string, string[]>;
  /** What each term met so far is worth; most are worth nothing, and the same terms come again and again. */
  known: Map<string, readonly Kinship[]>;
};

type Kinship = { wanted: string; kinship: number };

const NONE: readonly Kinship[] = [];

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
  return { weights, byStart, known: new Map() };
}

/** Weight of the question's terms that these terms cover; a relative with a common start counts in part. */
export function coverSoftly(index: SoftIndex, terms: Iterable<string>): number {
  const best = new Map<string, number>();
  for (const term of terms) {
    for (const { wanted, kinship } of index.known.get(term) ?? meet(index, term)) {
      if (kinship > (best.get(wanted) ?? 0)) best.set(wanted, kinship);
    }
  }
  let total = 0;
  for (const [term, kinship] of best) total += kinship * (index.weights.get(term) ?? 0);
  return total;
}

function meet(index: SoftIndex, term: string): readonly Kinship[] {
  const found = (index.byStart.get(term.slice(0, START)) ?? [])
    .filter((wanted) => wanted !== term)
    .map((wanted) => ({ wanted, kinship: kinshipOf(wanted, term) }))
    .filter(({ kinship }) => kinship > 0);
  if (index.weights.has(term)) found.push({ wanted: term, kinship: 1 });
  const result = found.length > 0 ? found : NONE;
  index.known.set(term, result);
  return result;
}

function kinshipOf(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let common = START;
  while (common < most && a.charCodeAt(common) === b.charCodeAt(common)) common += 1;
  const kinship = common / Math.max(a.length, b.length);
  return common >= LEAST_COMMON && kinship >= LEAST_SHARE ? Math.min(MOST_FOR_RELATIVE, kinship) : 0;
}
