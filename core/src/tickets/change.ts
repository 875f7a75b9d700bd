import type { Db } from "@firstline/db";
import { announceTicket, sendOut } from "../delivery/send-out.ts";
import { recordEvent } from "./events.ts";
import type { Actor, TicketEventKind } from "./events.ts";
import { stateOf, threadRefOf, updateTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { stepStatus } from "./status.ts";
import type { TicketStep } from "./status.ts";

const KIND: Record<TicketStep, TicketEventKind> = {
  analyze: "status_changed",
  answer: "status_changed",
  resolve: "resolved",
  close: "closed",
  reopen: "reopened",
  escalate: "escalated",
  rest: "status_changed",
  unask: "status_changed",
};

export type StepInput = {
  step: TicketStep;
  actor: Actor;
  at: Date;
  set?: Partial<Ticket>;
  metadata?: Record<string, unknown>;
};

/**
 * Takes one step of a ticket's life: checks it, stores the new state, writes the audit row, shows the state on the
 * platform and tells listeners. Call it in a transaction that holds the ticket's lock.
 */
export async function takeStep(tx: Db, ticket: Ticket, input: StepInput): Promise<Ticket> {
  const status = stepStatus(ticket.status, input.step);
  const changed = await updateTicket(tx, ticket, { ...input.set, status }, input.at);
  if (status === ticket.status) return changed;

  await recordEvent(
    tx,
    {
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      kind: KIND[input.step],
      actor: input.actor,
      field: "status",
      oldValue: ticket.status,
      newValue: status,
      metadata: input.metadata ?? {},
    },
    input.at,
  );
  if (status !== "analyzing") await showState(tx, changed);
  await announceTicket(tx, ticket.workspaceId, ticket.id);
  return changed;
}

/** Asks the platform to show type and state where it can: today that is a Discord forum post's tags. */
export async function showState(tx: Db, ticket: Ticket): Promise<void> {
  if (ticket.platform !== "discord" || ticket.isDirect) return;
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey: `state:${ticket.id}:${ticket.type}:${ticket.status}:${ticket.updatedAt.getTime()}`,
    outgoing: { operation: "show_state", thread: threadRefOf(ticket), state: stateOf(ticket) },
  });
}
