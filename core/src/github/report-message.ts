import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { findTicketByThread } from "../tickets/load.ts";
import { makeTicket } from "../tickets/make.ts";
import { isAgent } from "../tickets/permission.ts";
import type { OpenTicketInput } from "../tickets/open.ts";
import { rememberPerson } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { reportBug } from "./report.ts";

/**
 * "Report a bug" on somebody's message: a ticket is made of it, or the one of its thread is taken, and it goes to people as
 * a bug report. A second time changes nothing.
 */
export async function reportMessage(
  ctx: Pick<Ctx, "db" | "now" | "log" | "code">,
  input: OpenTicketInput & { by: PersonIdentity },
): Promise<{ ticketId: number; created: boolean }> {
  const { by, ...message } = input;
  const { workspaceId } = input;
  const made = await makeTicket(ctx, { ...message, type: "bug" });
  const ticketId = made?.ticketId ?? (await findTicketByThread(ctx.db, workspaceId, input.thread))?.id;
  if (ticketId === undefined) throw new NotFoundError("The ticket of this message");
  const created = made?.created ?? false;
  const person = await ctx.db.transaction((tx) => rememberPerson(tx, workspaceId, by));
  // Whoever reads along may point at somebody's bug; sending it to people is for its author and for agents.
  const isBystander = by.externalId !== input.asker.externalId && !isAgent(person);
  if (!created || !isBystander) await reportBug(ctx, { workspaceId, ticketId, by: person });
  return { ticketId, created };
}
