import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { retireButtons, retireRatingButtons } from "../delivery/retire-buttons.ts";
import { findLastAttempt } from "../escalations/attempt.ts";
import { ConflictError } from "../errors.ts";
import { openEscalation } from "../escalations/open.ts";
import type { Person } from "../workspaces/people.ts";
import { takeStep } from "./change.ts";
import { isErased } from "./erased.ts";
import { person } from "./events.ts";
import { lockTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { requireAskerOrAgent } from "./permission.ts";
import { isOpen } from "./status.ts";

/** Opens a locked, finished ticket again. Where people handled it before, it goes back to people. */
export async function reopenForAsker(
  tx: Db,
  ticket: Ticket,
  input: { personId: number; at: Date },
): Promise<Ticket> {
  if (isErased(ticket))
    throw new ConflictError("Everything of the member who asked was erased: nobody is there to be answered.");
  const reopened = await takeStep(tx, ticket, {
    step: "reopen",
    actor: person(input.personId),
    at: input.at,
    set: {
      resolution: ticket.resolution === null ? null : "retracted",
      resolvedAt: null,
      closedAt: null,
    },
  });
  await retireButtons(tx, reopened);
  if (reopened.satisfactionRating === null) await retireRatingButtons(tx, reopened);
  if (ticket.handler === "ai") return reopened;
  const isAsker = input.personId === ticket.askerId;
  return openEscalation(tx, reopened, {
    type: "user_requested",
    reason: isAsker
      ? "The asker came back to a ticket that people had handled."
      : "An agent opened the ticket again.",
    actor: person(input.personId),
    escalatedById: input.personId,
    at: input.at,
    aiAttempt: null,
    tellAsker: false,
  });
}

/**
 * "Not solved": the ticket opens again and goes to a person, since the AI's answer did not help. One that is open
 * already only goes to a person; a second time changes nothing.
 */
export async function reopenTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<Ticket> {
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    requireAskerOrAgent(ticket, input.by);
    if (ticket.status === "escalated") return ticket;
    const at = ctx.now();
    const reopened = isOpen(ticket.status)
      ? ticket
      : await reopenForAsker(tx, ticket, { personId: input.by.id, at });
    if (reopened.status === "escalated") return reopened;
    return openEscalation(tx, reopened, {
      type: "user_requested",
      reason:
        input.by.id === ticket.askerId
          ? "The answer did not solve it: the asker opened the ticket again."
          : "An agent opened the ticket again.",
      actor: person(input.by.id),
      escalatedById: input.by.id,
      at,
      aiAttempt: await findLastAttempt(tx, reopened),
      tellAsker: true,
    });
  });
}
