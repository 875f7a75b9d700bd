import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { Ticket } from "../tickets/load.ts";
import type { KnownPeople } from "../text/pii.ts";
import type { BugReport } from "./report-row.ts";
import { findReport } from "./report-row.ts";

export type ReporterMessage = { id: number; content: string; createdAt: Date };

/** Everything that is known of a bug report before anything is asked of models and hosts. */
export type BugCase = {
  ticket: Ticket;
  report: BugReport;
  /** What the asker wrote and has not taken back, oldest first. */
  messages: ReporterMessage[];
};

/** Longer threads are no reports any more. */
const MOST_MESSAGES = 50;

/** Null when the ticket or its report is gone. */
export async function findBugCase(
  db: Db,
  of: { workspaceId: number; ticketId: number },
): Promise<BugCase | null> {
  const t = schema.tickets;
  const [ticket] = await db
    .select()
    .from(t)
    .where(and(eq(t.workspaceId, of.workspaceId), eq(t.id, of.ticketId)));
  const report = ticket ? await findReport(db, of.workspaceId, of.ticketId) : null;
  if (!ticket || !report) return null;
  return { ticket, report, messages: await listReporterMessages(db, ticket, 0) };
}

/** Public messages of the asker after a message's id, oldest first. */
export async function listReporterMessages(
  db: Db,
  ticket: Ticket,
  after: number,
): Promise<ReporterMessage[]> {
  const m = schema.ticketMessages;
  return db
    .select({ id: m.id, content: m.content, createdAt: m.createdAt })
    .from(m)
    .where(
      and(
        eq(m.workspaceId, ticket.workspaceId),
        eq(m.ticketId, ticket.id),
        eq(m.personId, ticket.askerId),
        eq(m.visibility, "public"),
        isNull(m.deletedAt),
        gt(m.id, after),
      ),
    )
    .orderBy(asc(m.id))
    .limit(MOST_MESSAGES);
}

/** Names and addresses of the asker, so that they can be taken out of what becomes public. */
export async function readReporter(db: Db, ticket: Ticket): Promise<KnownPeople> {
  const [p, i] = [schema.people, schema.personIdentities];
  const rows = await db
    .select({ name: p.name, email: p.email, handle: i.externalId })
    .from(p)
    .leftJoin(i, and(eq(i.personId, p.id), eq(i.workspaceId, p.workspaceId)))
    .where(and(eq(p.workspaceId, ticket.workspaceId), eq(p.id, ticket.askerId)));
  return {
    names: [...new Set(rows.map((row) => row.name).filter((name) => name !== "Somebody"))],
    emails: [...new Set(rows.flatMap((row) => row.email ?? []))],
    handles: rows.flatMap((row) => row.handle ?? []),
  };
}
