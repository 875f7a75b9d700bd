import type { Ctx } from "../context.ts";
import type { Person } from "../workspaces/people.ts";
import { confirmResolution } from "./confirm.ts";
import { person } from "./events.ts";
import { lockTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { requireAskerOrAgent } from "./permission.ts";

/** "This solved it" of the asker, or an agent's Resolve. A second time changes nothing. */
export async function resolveTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<Ticket> {
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    requireAskerOrAgent(ticket, input.by);
    if (ticket.status === "closed") return ticket;
    return confirmResolution(tx, ticket, { actor: person(input.by.id), at: ctx.now() });
  });
}
