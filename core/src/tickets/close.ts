import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { retireButtons } from "../delivery/retire-buttons.ts";
import { closeEscalation } from "../escalations/close.ts";
import type { Person } from "../workspaces/people.ts";
import { takeStep } from "./change.ts";
import { person } from "./events.ts";
import type { Actor } from "./events.ts";
import { lockTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { requireAskerOrAgent } from "./permission.ts";

/** Ends a ticket without saying that it was solved. */
export async function closeTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<Ticket> {
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    requireAskerOrAgent(ticket, input.by);
    if (ticket.status === "closed") return ticket;
    return endTicket(tx, ticket, { actor: person(input.by.id), at: ctx.now() });
  });
}

/** Closes a locked ticket with everything that hangs on it. */
export async function endTicket(tx: Db, ticket: Ticket, input: { actor: Actor; at: Date }): Promise<Ticket> {
  const { actor, at } = input;
  const closed = await takeStep(tx, ticket, { step: "close", actor, at, set: { closedAt: at } });
  await closeEscalation(tx, closed, { at });
  await retireButtons(tx, closed);
  return closed;
}
