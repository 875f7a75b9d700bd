import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import type { Person } from "../workspaces/people.ts";
import { person, recordEvent } from "./events.ts";
import { lockTicket, updateTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { requireAgent } from "./permission.ts";
import type { Db } from "@firstline/db";

/** Puts an agent in charge of a ticket; null takes the present one off. */
export async function assignTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person; assigneeId: number | null },
): Promise<Ticket> {
  requireAgent(input.by);
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    return setAssignee(tx, ticket, { assigneeId: input.assigneeId, by: input.by, at: ctx.now() });
  });
}

export async function setAssignee(
  tx: Db,
  ticket: Ticket,
  input: { assigneeId: number | null; by: Person; at: Date },
): Promise<Ticket> {
  if (ticket.assigneeId === input.assigneeId) return ticket;
  const assigned = await updateTicket(
    tx,
    ticket,
    { assigneeId: input.assigneeId, ...(input.assigneeId === null ? {} : { handler: "human" as const }) },
    input.at,
  );
  await recordEvent(
    tx,
    {
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      kind: input.assigneeId === null ? "unassigned" : "assigned",
      actor: person(input.by.id),
      field: "assignee",
      oldValue: ticket.assigneeId === null ? null : String(ticket.assigneeId),
      newValue: input.assigneeId === null ? null : String(input.assigneeId),
    },
    input.at,
  );
  await announceTicket(tx, ticket.workspaceId, ticket.id);
  return assigned;
}
