import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Ticket } from "../tickets/load.ts";
import type { Issue, Link, Repository } from "./load.ts";

export type BugReport = typeof schema.bugReports.$inferSelect;

export async function findReport(db: Db, workspaceId: number, ticketId: number): Promise<BugReport | null> {
  const b = schema.bugReports;
  const [row] = await db
    .select()
    .from(b)
    .where(and(eq(b.workspaceId, workspaceId), eq(b.ticketId, ticketId)));
  return row ?? null;
}

/** The report of a locked ticket, made on first use. */
export async function ensureReport(tx: Db, ticket: Ticket, at: Date): Promise<BugReport> {
  const { workspaceId, id: ticketId } = ticket;
  const [made] = await tx
    .insert(schema.bugReports)
    .values({ workspaceId, ticketId, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning();
  const report = made ?? (await findReport(tx, workspaceId, ticketId));
  if (!report) throw new Error("a bug report was neither made nor found");
  return report;
}

export async function updateReport(
  tx: Db,
  report: BugReport,
  set: Partial<Omit<BugReport, "id" | "workspaceId" | "ticketId">>,
  at: Date,
): Promise<BugReport> {
  const b = schema.bugReports;
  await tx
    .update(b)
    .set({ ...set, updatedAt: at })
    .where(and(eq(b.workspaceId, report.workspaceId), eq(b.id, report.id)));
  return { ...report, ...set, updatedAt: at };
}

/** Repositories that bugs of the workspace may go to, in the order they were connected. */
export async function listUsableRepositories(db: Db, workspaceId: number): Promise<Repository[]> {
  const r = schema.githubRepositories;
  return db
    .select()
    .from(r)
    .where(and(eq(r.workspaceId, workspaceId), eq(r.enabled, true), isNull(r.problem)))
    .orderBy(asc(r.id));
}

/** The link of a ticket with its issue; a ticket has one at a time. */
export async function findLinkOf(
  db: Db,
  of: { workspaceId: number; ticketId: number },
): Promise<{ link: Link; issue: Issue } | null> {
  const [l, i] = [schema.githubLinks, schema.githubIssues];
  const [row] = await db
    .select({ link: l, issue: i })
    .from(l)
    .innerJoin(i, eq(i.id, l.issueId))
    .where(and(eq(l.workspaceId, of.workspaceId), eq(l.ticketId, of.ticketId)));
  return row ?? null;
}
