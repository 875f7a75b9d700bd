import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { assignEscalation } from "../escalations/assign.ts";
import { InvalidError } from "../errors.ts";
import { getPerson } from "../workspaces/people.ts";
import type { Person } from "../workspaces/people.ts";
import { person, recordEvent } from "./events.ts";
import { lockTicket, updateTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { isAgent, requireAgent } from "./permission.ts";
import type { Db } from "@firstline/db";

/** Puts an agent in charge of a ticket and of its open escalation; null takes the present one off. */
export async function assignTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person; assigneeId: number | null },
): Promise<Ticket> {
  requireAgent(input.by);
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    const { workspaceId, assigneeId, by } = input;
    if (assigneeId !== null && !isAgent(await getPerson(tx, workspaceId, assigneeId))) {
      throw new InvalidError("Only an agent can be put in charge of a ticket.");
    }
    const at = ctx.now();
    const assigned = await setAssignee(tx, ticket, { assigneeId, by, at });
    await assignEscalation(tx, assigned, { assigneeId, at });
    return assigned;
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
