/** A repository's name as it may stand in a sentence; names come from outside. */
export function toHostName(repo: string): string {
  return repo.replace(/[^\w./-]/gu, "").slice(0, 140);
}
