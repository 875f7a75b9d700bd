export type TimelineEvent = {
  event: string;
  at: Date | null;
  commit: { sha: string; repo: string | null } | null;
  /** A merged pull request that mentions the issue. */
  pull: { number: number; repo: string | null; text: string; mergedAt: Date } | null;
};

/** GitHub closes the issues of a pull request in the moment of its merge. */
const MOMENT_MS = 60_000;

/**
 * What closed an issue for the last time: a commit or a merged pull request of the same repository, or null for anything
 * else, such as a person, or a commit elsewhere, which no release here can contain.
 * The timeline names the pull request only as one of those that mention the issue: it is the one that says it closes it,
 * or that was merged in the moment of the closing.
 */
export function findCloser(
  events: TimelineEvent[],
  { repo, issueNumber }: { repo: string; issueNumber: number },
): { commit: string } | { pull: number } | null {
  const last = events.findLast(({ event }) => event === "closed" || event === "reopened");
  if (last?.event !== "closed") return null;
  if (last.commit !== null) return isOf(last.commit.repo, repo) ? { commit: last.commit.sha } : null;
  const closedAt = last.at?.getTime() ?? Number.NaN;
  const pulls = events.flatMap(({ pull }) => pull ?? []).filter((pull) => isOf(pull.repo, repo));
  const near = pulls.filter(({ mergedAt }) => Math.abs(mergedAt.getTime() - closedAt) <= MOMENT_MS);
  const closing = new RegExp(
    String.raw`\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+/[\w.-]+)?#${issueNumber}\b`,
    "iu",
  );
  const pull = near.findLast(({ text }) => closing.test(text)) ?? near.at(-1);
  return pull ? { pull: pull.number } : null;
}

function isOf(found: string | null, repo: string): boolean {
  return found === null || found.toLowerCase() === repo.toLowerCase();
}
