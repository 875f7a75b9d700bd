import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { announceEvent } from "./announce.ts";
import type { WebhookEvent } from "./events.ts";

/** What of an audit row says whether others hear of it. */
export type AuditRow = {
  workspaceId: number;
  ticketId: number;
  kind: string;
  field?: string | null;
  oldValue?: string | null;
  newValue?: string | null;
  metadata?: Record<string, unknown>;
  actor: { kind: "person" | "ai" | "system" };
};

const TYPES: Readonly<Record<string, WebhookEvent>> = {
  created: "ticket.created",
  escalated: "ticket.escalated",
  resolved: "ticket.resolved",
  closed: "ticket.closed",
  reopened: "ticket.reopened",
  comment_added: "ticket.message_added",
  rated: "ticket.rated",
};

/** The event that an audit row is to the outside; null where it is none. */
export function ticketEventOf(row: Pick<AuditRow, "kind" | "newValue" | "metadata">): WebhookEvent | null {
  if (row.kind === "status_changed") return isAnswer(row) ? "ticket.answered" : null;
  return TYPES[row.kind] ?? null;
}

/** A ticket also goes back to its earlier answer, when a follow-up is taken back: only what is said has a route. */
function isAnswer({ newValue, metadata }: Pick<AuditRow, "newValue" | "metadata">): boolean {
  return newValue === "ai_responding" && metadata?.["route"] !== undefined;
}

/** Tells endpoints of a change of a ticket, in the transaction that writes its audit row. */
export async function announceTicketEvent(tx: Db, row: AuditRow, at: Date): Promise<void> {
  const type = ticketEventOf(row);
  if (type === null) return;
  const { workspaceId, ticketId, field, oldValue, newValue, metadata, actor } = row;
  const messageId = metadata?.["messageId"];
  await announceEvent(tx, {
    workspaceId,
    type,
    at,
    data: async (tx) => ({
      ticket: await readTicketState(tx, workspaceId, ticketId),
      by: actor.kind,
      ...(field ? { change: { field, from: oldValue ?? null, to: newValue ?? null } } : {}),
      ...(typeof messageId === "number" ? { messageId, note: metadata?.["note"] === true } : {}),
    }),
  });
}

/** States and ids; the words of members are read with the API, by whoever may. */
async function readTicketState(tx: Db, workspaceId: number, ticketId: number) {
  const t = schema.tickets;
  const [row] = await tx
    .select({
      id: t.id,
      type: t.type,
      status: t.status,
      priority: t.priority,
      platform: t.platform,
      askerId: t.askerId,
      assigneeId: t.assigneeId,
      rating: t.satisfactionRating,
      resolution: t.resolution,
      createdAt: t.createdAt,
    })
    .from(t)
    .where(and(eq(t.workspaceId, workspaceId), eq(t.id, ticketId)));
  return row ? { ...row, createdAt: row.createdAt.toISOString() } : { id: ticketId };
}
