import type { Ctx } from "../context.ts";
import { escalateTicket } from "../escalations/escalate.ts";
import { getTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { rateTicket } from "../tickets/rate.ts";
import { reopenTicket } from "../tickets/reopen.ts";
import { resolveTicket } from "../tickets/resolve.ts";
import { getPerson } from "../workspaces/people.ts";
import type { Person } from "../workspaces/people.ts";
import { getProgram } from "./identity.ts";

export type TicketStepInput = {
  key: { id: number; workspaceId: number; name: string };
  ticketId: number;
  step: "resolve" | "reopen" | "escalate";
  /** For the asker, or as an agent with the name of the key. */
  as: "asker" | "agent";
};

/** Resolves, opens again or hands over a ticket. A second time changes nothing. */
export async function stepApiTicket(
  ctx: Pick<Ctx, "db" | "now">,
  { key, ticketId, step, as }: TicketStepInput,
): Promise<Ticket> {
  const { workspaceId } = key;
  const ticket = await getTicket(ctx.db, workspaceId, ticketId);
  const by = as === "asker" ? await askerOf(ctx, ticket) : await getProgram(ctx, key);
  switch (step) {
    case "resolve":
      return resolveTicket(ctx, { workspaceId, ticketId, by });
    case "reopen":
      return reopenTicket(ctx, { workspaceId, ticketId, by });
    case "escalate":
      return escalateTicket(ctx, { workspaceId, ticketId, by });
  }
}

/** The asker's rating, 1 to 5, passed on by a program. */
export async function rateApiTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; rating: number },
): Promise<Ticket> {
  const ticket = await getTicket(ctx.db, input.workspaceId, input.ticketId);
  return rateTicket(ctx, { ...input, by: await askerOf(ctx, ticket) });
}

const askerOf = (ctx: Pick<Ctx, "db">, ticket: Ticket): Promise<Person> =>
  getPerson(ctx.db, ticket.workspaceId, ticket.askerId);
