import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { refreshCards } from "../escalations/follow-change.ts";
import { person } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { requireAgent } from "../tickets/permission.ts";
import type { Person } from "../workspaces/people.ts";
import { findLinkOf } from "./report-row.ts";
import { untieTicket } from "./untie.ts";

/** An agent takes a ticket off its issue; the issue itself stays as it is. A second time changes nothing. */
export async function unlinkIssue(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<void> {
  const { workspaceId, ticketId, by } = input;
  requireAgent(by);
  await ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    const tied = await findLinkOf(tx, input);
    if (!tied) return;
    await untieTicket(tx, ticket, tied, { actor: person(by.id), at: ctx.now() });
    await refreshCards(tx, ticket);
    await announceTicket(tx, workspaceId, ticketId);
  });
}
