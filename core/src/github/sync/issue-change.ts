import type { HostIssue } from "../../ports.ts";
import type { Issue } from "../load.ts";

export type IssueChange = {
  set: Partial<Issue>;
  /** Something that a card shows is different. */
  isVisible: boolean;
  /** A merged fix was not the last word: another one may be tried. */
  isReopened: boolean;
};

/** Forgotten when it turns out that the issue is not fixed after all. */
const NOT_FIXED = { fixCommit: null, fixedAt: null, shippedIn: null, shippedUrl: null, shippedAt: null };

/** What to store of an issue as GitHub shows it now. `closingCommit` is what closed it, where that was a commit. */
export function changeOfIssue(
  before: Issue,
  now: HostIssue,
  input: { closingCommit: string | null; at: Date },
): IssueChange {
  const seen = {
    title: now.title,
    url: now.url,
    labels: now.labels,
    milestone: now.milestone,
    state: now.state,
    stateReason: now.stateReason,
    closedAt: now.closedAt,
    goneAt: null,
  };
  const set = { ...seen, ...fixOf(before, now, input) };
  const isVisible = Object.entries(set).some(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof Issue]),
  );
  return { set, isVisible, isReopened: wasReopened(before, now) };
}

function fixOf(
  before: Issue,
  now: HostIssue,
  { closingCommit, at }: { closingCommit: string | null; at: Date },
): Partial<Issue> {
  if (wasReopened(before, now)) return NOT_FIXED;
  if (now.state === "open") return {};
  if (now.stateReason === "not_planned" || now.stateReason === "duplicate") return NOT_FIXED;
  if (before.fixCommit !== null || closingCommit === null || now.stateReason !== "completed") return {};
  return { fixCommit: closingCommit, fixedAt: now.closedAt ?? at };
}

/** Also when its closing was never seen: a fix had been merged, and now somebody has opened it again. */
function wasReopened(before: Issue, now: HostIssue): boolean {
  if (now.state !== "open") return false;
  if (before.state === "closed") return true;
  const isNewlyReopened = now.stateReason === "reopened" && before.stateReason !== "reopened";
  return before.fixCommit !== null && isNewlyReopened;
}

/** It has been closed as done since we looked last: worth finding out what did it. */
export function isNewlyCompleted(before: Issue, now: HostIssue): boolean {
  if (now.state !== "closed" || now.stateReason !== "completed" || before.fixCommit !== null) return false;
  return (
    before.state === "open" ||
    before.stateReason !== "completed" ||
    before.closedAt?.getTime() !== now.closedAt?.getTime()
  );
}
