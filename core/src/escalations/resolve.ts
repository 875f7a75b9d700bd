import type { Ctx } from "../context.ts";
import { requireAgent } from "../tickets/permission.ts";
import { ConflictError } from "../errors.ts";
import { confirmResolution } from "../tickets/confirm.ts";
import { person } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { isOpen } from "../tickets/status.ts";
import type { Person } from "../workspaces/people.ts";
import { getEscalation } from "./claim.ts";

/** An agent says that the escalated ticket is solved. A second time changes nothing; an outdated card does not count. */
export async function resolveEscalation(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; escalationId: number; by: Person },
): Promise<Ticket> {
  requireAgent(input.by);
  const { workspaceId, escalationId, by } = input;
  return ctx.db.transaction(async (tx) => {
    const { ticketId } = await getEscalation(tx, workspaceId, escalationId);
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    const escalation = await getEscalation(tx, workspaceId, escalationId);
    if (!escalation.resolved) return confirmResolution(tx, ticket, { actor: person(by.id), at: ctx.now() });
    if (isOpen(ticket.status)) {
      throw new ConflictError("This card is outdated: the ticket was opened again. Use its newest card.");
    }
    return ticket;
  });
}
