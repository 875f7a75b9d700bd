import type { Ctx } from "../context.ts";
import { watchBug } from "../github/watch-bug.ts";
import { announceTicket } from "../delivery/send-out.ts";
import type { TicketPriority, TicketType } from "../ports.ts";
import type { Person } from "../workspaces/people.ts";
import { showState } from "./change.ts";
import { person, recordEvent } from "./events.ts";
import { lockTicket, updateTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { requireAgent } from "./permission.ts";

/** An agent's priority stands: detection does not change it any more. */
export async function setPriority(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person; priority: TicketPriority },
): Promise<Ticket> {
  return correct(ctx, input, (ticket) => ({
    kind: "priority_changed",
    field: "priority",
    old: ticket.priority,
    value: input.priority,
    set: { priority: input.priority, priorityCorrected: true },
  }));
}

/** An agent's type stands: detection does not change it any more. */
export async function setType(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person; type: TicketType },
): Promise<Ticket> {
  return correct(ctx, input, (ticket) => ({
    kind: "type_changed",
    field: "type",
    old: ticket.type,
    value: input.type,
    set: { type: input.type, typeCorrected: true },
  }));
}

type Correction = {
  kind: "priority_changed" | "type_changed";
  field: string;
  old: string;
  value: string;
  set: Partial<Ticket>;
};

async function correct(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
  correctionOf: (ticket: Ticket) => Correction,
): Promise<Ticket> {
  requireAgent(input.by);
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    const { kind, field, old, value, set } = correctionOf(ticket);
    const at = ctx.now();
    const changed = await updateTicket(tx, ticket, set, at);
    if (old === value) return changed;
    await recordEvent(
      tx,
      {
        workspaceId: ticket.workspaceId,
        ticketId: ticket.id,
        kind,
        field,
        oldValue: old,
        newValue: value,
        actor: person(input.by.id),
      },
      at,
    );
    if (kind === "type_changed" && changed.status === "escalated") await watchBug(tx, changed, at);
    await showState(tx, changed);
    await announceTicket(tx, ticket.workspaceId, ticket.id);
    return changed;
  });
}
