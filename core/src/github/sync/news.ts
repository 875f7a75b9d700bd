import type { Issue, Link } from "../load.ts";

/**
 * What an asker can hear about the issue.
 * - `merged`: our pull request; `fixed`: a commit of somebody else closed it; `closed_as_fixed`: closed by hand, so no
 *   release can be waited for; `closed`: without a reason.
 * - `in_prerelease` and `shipped`: the fix can be had.
 */
export const NEWS = [
  "merged",
  "fixed",
  "closed_as_fixed",
  "closed",
  "not_planned",
  "duplicate",
  "reopened",
  "in_prerelease",
  "shipped",
] as const;
export type News = (typeof NEWS)[number];

/** These all say "fixed": one of them is enough, until it is shipped. */
const SAYS_FIXED: readonly News[] = ["merged", "fixed", "closed_as_fixed", "in_prerelease", "shipped"];

/** GitHub counts in whole seconds, and by its own clock. */
const SAME_TIME_MS = 60_000;

type FollowedIssue = Pick<
  Issue,
  "state" | "stateReason" | "closedAt" | "fixCommit" | "fixedAt" | "shippedAt" | "goneAt"
>;

/**
 * What the asker of a linked ticket has to hear now, given what was said before, oldest first; null when there is nothing
 * new. It follows from the state and not from its change: whatever goes wrong in between, asking again gives the same.
 */
export function nextNews(
  told: readonly News[],
  issue: FollowedIssue,
  link: Pick<Link, "status" | "createdAt">,
): News | null {
  if (issue.goneAt !== null) return null;
  const last = told.at(-1) ?? null;
  const now = newsOf(issue, link);
  if (now === null) return last === null || last === "reopened" ? null : "reopened";
  if (last === now.news) return null;
  // Whoever linked the ticket later has been told how it stands.
  if (now.at.getTime() + SAME_TIME_MS < link.createdAt.getTime()) return null;
  if (now.news === "shipped") return "shipped";
  const isSaid = last !== null && SAYS_FIXED.includes(last) && SAYS_FIXED.includes(now.news);
  return isSaid ? null : now.news;
}

/** A pre-release is news once for a fix. */
export function isNewsOfPreRelease(told: readonly News[]): boolean {
  const lastOpen = told.lastIndexOf("reopened");
  const sinceThen = told.slice(lastOpen + 1);
  return !sinceThen.includes("in_prerelease") && !sinceThen.includes("shipped");
}

/** Null while it is open and nothing has been merged. */
function newsOf(issue: FollowedIssue, link: Pick<Link, "status">): { news: News; at: Date } | null {
  if (issue.shippedAt !== null) return { news: "shipped", at: issue.shippedAt };
  if (issue.fixCommit !== null && issue.fixedAt !== null) {
    return { news: link.status === "pr_merged" ? "merged" : "fixed", at: issue.fixedAt };
  }
  if (issue.state === "open") return null;
  return { news: newsOfClosing(issue.stateReason), at: issue.closedAt ?? new Date(0) };
}

function newsOfClosing(reason: Issue["stateReason"]): News {
  switch (reason) {
    case "completed":
      return "closed_as_fixed";
    case "not_planned":
    case "duplicate":
      return reason;
    case "reopened":
    case null:
      return "closed";
  }
}
