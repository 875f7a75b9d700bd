import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { announceTicketEvent } from "../webhooks/ticket-events.ts";

export type TicketEventKind = (typeof schema.TICKET_EVENTS)[number];

/** Who caused a change. */
export type Actor = { kind: "person"; personId: number } | { kind: "ai" } | { kind: "system" };

export const AI: Actor = { kind: "ai" };
export const SYSTEM: Actor = { kind: "system" };
export const person = (personId: number): Actor => ({ kind: "person", personId });

export type TicketChange = {
  workspaceId: number;
  ticketId: number;
  kind: TicketEventKind;
  actor: Actor;
  field?: string;
  oldValue?: string | null;
  newValue?: string | null;
  /** Ids, numbers and reasons; never what somebody wrote. */
  metadata?: Record<string, unknown>;
};

/** Writes the audit row of a change and tells webhooks of it; call it in the transaction that makes the change. */
export async function recordEvent(tx: Db, change: TicketChange, at: Date): Promise<void> {
  await tx.insert(schema.ticketEvents).values({
    workspaceId: change.workspaceId,
    ticketId: change.ticketId,
    kind: change.kind,
    field: change.field ?? null,
    oldValue: change.oldValue ?? null,
    newValue: change.newValue ?? null,
    metadata: change.metadata ?? {},
    actor: change.actor.kind,
    actorId: change.actor.kind === "person" ? change.actor.personId : null,
    createdAt: at,
  });
  await announceTicketEvent(tx, change, at);
}
