import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { ConflictError, ForbiddenError, InvalidError } from "../errors.ts";
import { wordsOf } from "../words/words-of.ts";
import type { Person } from "../workspaces/people.ts";
import { person, recordEvent } from "./events.ts";
import { lockTicket, updateTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { ratedReply } from "./replies.ts";
import { retireRating } from "../delivery/retire-buttons.ts";
import { isOpen } from "./status.ts";

/** The asker's rating of a finished ticket, 1 to 5. The same rating again changes nothing; another one replaces it. */
export async function rateTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person; rating: number },
): Promise<Ticket> {
  if (!Number.isInteger(input.rating) || input.rating < 1 || input.rating > 5) {
    throw new InvalidError("A rating is a whole number from 1 to 5.");
  }
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    if (ticket.askerId !== input.by.id)
      throw new ForbiddenError("Only the person who asked can rate the ticket.");
    if (isOpen(ticket.status))
      throw new ConflictError("The ticket is open; it can be rated once it is resolved.");
    if (ticket.satisfactionRating === input.rating) return ticket;

    const at = ctx.now();
    const rated = await updateTicket(tx, ticket, { satisfactionRating: input.rating }, at);
    await recordEvent(
      tx,
      {
        workspaceId: ticket.workspaceId,
        ticketId: ticket.id,
        kind: "rated",
        actor: person(input.by.id),
        field: "satisfaction_rating",
        oldValue: ticket.satisfactionRating === null ? null : String(ticket.satisfactionRating),
        newValue: String(input.rating),
      },
      at,
    );
    await retireRating(tx, rated, ratedReply(await wordsOf(tx, rated), input.rating));
    await announceTicket(tx, ticket.workspaceId, ticket.id);
    return rated;
  });
}
