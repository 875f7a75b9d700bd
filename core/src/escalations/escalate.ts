import type { Ctx } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { person } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { requireAskerOrAgent } from "../tickets/permission.ts";
import { reopenForAsker } from "../tickets/reopen.ts";
import { isOpen } from "../tickets/status.ts";
import type { Person } from "../workspaces/people.ts";
import { findLastAttempt } from "./attempt.ts";
import { openEscalation } from "./open.ts";

/** "Ask a person": hands the ticket over. A second time changes nothing. */
export async function escalateTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<Ticket> {
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    requireAskerOrAgent(ticket, input.by);
    if (ticket.status === "escalated") return ticket;
    if (ticket.status === "closed")
      throw new ConflictError("This ticket is closed. Ask again in a new thread.");
    const at = ctx.now();
    const open = isOpen(ticket.status)
      ? ticket
      : await reopenForAsker(tx, ticket, { personId: input.by.id, at });
    if (open.status === "escalated") return open;
    return openEscalation(tx, open, {
      type: "user_requested",
      reason: `${input.by.name} asked for a person.`,
      actor: person(input.by.id),
      escalatedById: input.by.id,
      at,
      aiAttempt: await findLastAttempt(tx, open),
      tellAsker: true,
    });
  });
}
