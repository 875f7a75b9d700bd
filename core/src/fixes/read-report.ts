import type { Db } from "@firstline/db";
import { findBugCase, readReporter } from "../github/bug-case.ts";
import { readSpec } from "../github/bug-spec.ts";
import { listLinksOf } from "../github/load.ts";
import type { Issue } from "../github/load.ts";
import { checkSpec } from "../github/spec-check.ts";
import type { HostIssue } from "../ports.ts";
import type { FixReport } from "./rules.ts";

const NOBODY = { names: [], emails: [], handles: [] };

/** Everything that is reported of an issue: what it says, and what the ticket that was linked first still has to tell. */
export async function readReport(db: Db, issue: Issue, hostIssue: HostIssue): Promise<FixReport> {
  const { title, body } = hostIssue;
  for (const { workspaceId, ticketId } of await listLinksOf(db, issue)) {
    const bug = await findBugCase(db, { workspaceId, ticketId });
    const stored = bug ? readSpec(bug.report.spec) : null;
    if (!bug || !stored) continue;
    // What the member has taken back meanwhile is not told.
    const messages = bug.messages.map((message) => message.content);
    const spec = checkSpec(stored, { subject: bug.ticket.subject, messages });
    return { title, body, spec, people: await readReporter(db, bug.ticket) };
  }
  return { title, body, spec: null, people: NOBODY };
}

/** Whether the report says how to see the bug, or quotes an error. */
export function hasEvidence({ spec, body }: FixReport): boolean {
  if (spec && (spec.steps.length > 0 || spec.errorTexts.length > 0)) return true;
  return /```|^\s*1\.\s|\berror\b|\bexception\b|\btraceback\b/imu.test(body);
}
