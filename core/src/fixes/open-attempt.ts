import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Issue } from "../github/load.ts";
import { recordEvent } from "../tickets/events.ts";
import type { Actor } from "../tickets/events.ts";
import type { Ticket } from "../tickets/load.ts";
import { enqueueAttempt } from "./enqueue-fix.ts";
import type { Attempt } from "./load.ts";
import { refreshLinkedCards } from "./refresh-linked-cards.ts";

export type OpenAttemptInput = {
  issue: Issue;
  ticket: Ticket;
  actor: Actor;
  /** Who approved it; nulls when the repository's setting is automatic. */
  approvedById: number | null;
  approvedLogin: string | null;
  at: Date;
};

/** The attempt with its audit row and its job; null when one of the same issue is open already. */
export async function openAttempt(tx: Db, input: OpenAttemptInput): Promise<{ attemptId: number } | null> {
  const { issue, ticket, actor, approvedById, approvedLogin, at } = input;
  const a = schema.fixAttempts;
  const { workspaceId } = issue;
  const [row] = await tx
    .insert(a)
    .values({
      workspaceId,
      ticketId: ticket.id,
      issueId: issue.id,
      number: sql`(select coalesce(max(number), 0) + 1 from fix_attempts where workspace_id = ${workspaceId} and issue_id = ${issue.id})`,
      approvedById,
      approvedLogin,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: a.id, number: a.number });
  if (!row) return null;
  const metadata = { attemptId: row.id, number: row.number, issueNumber: issue.number };
  await recordEvent(
    tx,
    { workspaceId, ticketId: ticket.id, kind: "github_fix_requested", actor, metadata },
    at,
  );
  await enqueueAttempt(tx, { workspaceId, attemptId: row.id });
  await refreshLinkedCards(tx, issue);
  return { attemptId: row.id };
}

/** Counts a new run of an open attempt: only who has the newest number may write from then on. Null when it has ended. */
export async function claimRun(tx: Db, attempt: Attempt, issue: Issue, at: Date): Promise<number | null> {
  const a = schema.fixAttempts;
  const [row] = await tx
    .update(a)
    .set({
      status: "running",
      runs: sql`${a.runs} + 1`,
      startedAt: attempt.startedAt ?? at,
      updatedAt: at,
    })
    .where(and(isRow(attempt), inArray(a.status, ["waiting", "running"])))
    .returning({ runs: a.runs });
  if (!row) return null;
  await refreshLinkedCards(tx, issue);
  return row.runs;
}

/** A run that could not even begin does not count. */
export async function unclaimRun(db: Db, attempt: Attempt, run: number): Promise<void> {
  const a = schema.fixAttempts;
  await db
    .update(a)
    .set({ runs: sql`${a.runs} - 1`, status: "waiting" })
    .where(and(isRow(attempt), eq(a.runs, run), eq(a.status, "running")));
}

function isRow({ workspaceId, id }: Attempt) {
  return and(eq(schema.fixAttempts.workspaceId, workspaceId), eq(schema.fixAttempts.id, id));
}
