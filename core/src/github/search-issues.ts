import type { CodeHost } from "../ports.ts";
import type { BugCase } from "./bug-case.ts";
import type { BugSpec } from "../ports.ts";
import { repoRefOf } from "./load.ts";
import type { Repository } from "./load.ts";
import { findMatches } from "./matches.ts";
import type { IssueMatch } from "./matches.ts";

const RECENT_MS = 90 * 24 * 60 * 60_000;
const MOST_ISSUES = 300;

/** Existing issues of a repository, open or closed in the last 90 days, that may be about the same bug. */
export async function searchIssues(
  host: CodeHost,
  input: { repository: Repository; bug: BugCase; spec: BugSpec; now: Date },
): Promise<IssueMatch[]> {
  const { repository, bug, spec, now } = input;
  const of = repoRefOf(repository);
  const since = new Date(now.getTime() - RECENT_MS);
  const open = await host.listIssues(of, { state: "open", limit: MOST_ISSUES });
  const closed = await host.listIssues(of, { state: "closed", since, limit: MOST_ISSUES });
  const recent = closed.filter((issue) => (issue.closedAt ?? issue.updatedAt) >= since);
  const text = bug.messages.map((message) => message.content).join("\n");
  return findMatches({ spec, subject: bug.ticket.subject, text }, [...open, ...recent]);
}
