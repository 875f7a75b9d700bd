import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { findTicketByThread } from "../tickets/load.ts";
import { makeTicket } from "../tickets/make.ts";
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
  const person = await ctx.db.transaction((tx) => rememberPerson(tx, workspaceId, by));
  await reportBug(ctx, { workspaceId, ticketId, by: person });
  return { ticketId, created: made?.created ?? false };
}
