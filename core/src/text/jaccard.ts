/** How much of all that two sets hold is in both, 0 to 1; 0 for two empty ones. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = a.intersection(b).size;
  const all = a.size + b.size - both;
  return all === 0 ? 0 : both / all;
}
