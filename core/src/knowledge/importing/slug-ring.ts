/** An article whose document has the slug of another article; both by their source paths. */
export type SlugWish = { path: string; holder: string };

/** Articles in a ring, each of which waits for the next one's slug; empty where there is none. */
export function findSlugRing(wishes: readonly SlugWish[]): string[] {
  const holders = new Map(wishes.map(({ path, holder }) => [path, holder]));
  for (const path of holders.keys()) {
    const ring = new Set([path]);
    let next = holders.get(path);
    while (next !== undefined && !ring.has(next)) {
      ring.add(next);
      next = holders.get(next);
    }
    if (next === path) return [...ring];
  }
  return [];
}
