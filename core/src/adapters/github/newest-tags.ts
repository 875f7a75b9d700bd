const byVersion = new Intl.Collator("en", { numeric: true });

/**
 * The newest of a repository's tags, by their names, since each tag's time costs a request. "v1.2.0", "2.0.0" and "cart-3.1"
 * are three lines of versions of which none is newer than another by its name: the newest of each line come first.
 */
export function newestTags<Tag extends { name: string }>(tags: readonly Tag[], limit: number): Tag[] {
  const counts = new Map<string, number>();
  return tags
    .toSorted((one, other) => byVersion.compare(other.name, one.name))
    .map((tag) => {
      const line = lineOf(tag.name);
      const rank = counts.get(line) ?? 0;
      counts.set(line, rank + 1);
      return { tag, rank };
    })
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ tag }) => tag);
}

/** What stands before the version: "argon2-v" of "argon2-v0.5.0", nothing of "1.0.0". */
function lineOf(name: string): string {
  const dotted = name.search(/\d+\.\d/u);
  const start = dotted === -1 ? name.search(/\d/u) : dotted;
  return start === -1 ? name : name.slice(0, start);
}
