import type { HostIssue } from "../ports.ts";
import type { BugReport } from "./report-row.ts";

/** Stands in the body of an issue of ours, so that a second try finds what a first one made. Nobody can guess it. */
export function issueMarker({ workspaceId, ticketId, markerKey }: BugReport): string {
  return `<!-- firstline:issue:${workspaceId}:${ticketId}:${markerKey} -->`;
}

/** The oldest one counts: once it is public, anybody can copy it. */
export function findMarked(issues: readonly HostIssue[], marker: string): HostIssue | null {
  const marked = issues.filter((issue) => issue.body.includes(marker));
  return marked.toSorted((a, b) => a.number - b.number)[0] ?? null;
}
