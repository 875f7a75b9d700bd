import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Issue } from "../github/load.ts";
import type { BugSpec, HostIssue } from "../ports.ts";
import type { FixReport } from "./rules.ts";

/** Everything that is reported of an issue: what it says, and what the ticket that asked first had to tell. */
export async function readReport(db: Db, issue: Issue, hostIssue: HostIssue): Promise<FixReport> {
  const { workspaceId } = issue;
  const [l, b, t] = [schema.githubLinks, schema.bugReports, schema.tickets];
  const rows = await db
    .select({ spec: b.spec, askerId: t.askerId })
    .from(l)
    .innerJoin(t, eq(t.id, l.ticketId))
    .innerJoin(b, and(eq(b.ticketId, l.ticketId), isNotNull(b.spec)))
    .where(and(eq(l.workspaceId, workspaceId), eq(l.issueId, issue.id)))
    .orderBy(asc(l.id))
    .limit(1);
  const [first] = rows;
  const names = first ? await namesOf(db, workspaceId, first.askerId) : [];
  return {
    title: hostIssue.title,
    body: hostIssue.body,
    spec: first?.spec ? asSpec(first.spec) : null,
    people: { names: names.filter((name) => name.length > 2), emails: [], handles: [] },
  };
}

async function namesOf(db: Db, workspaceId: number, personId: number): Promise<string[]> {
  const p = schema.people;
  const [row] = await db
    .select({ name: p.name })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.id, personId)));
  return row ? [row.name] : [];
}

/** The column holds what the description of a bug wrote there. */
function asSpec(stored: Record<string, unknown>): BugSpec {
  return stored as unknown as BugSpec;
}

/** Whether the report says how to see the bug, or quotes an error. */
export function hasEvidence({ spec, body }: FixReport): boolean {
  if (spec) return spec.steps.length > 0 || spec.errorTexts.length > 0;
  return /```|^\s*1\.\s|\berror\b|\bexception\b|\btraceback\b/imu.test(body);
}
