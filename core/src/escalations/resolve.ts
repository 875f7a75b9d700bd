import type { Ctx } from "../context.ts";
import { requireAgent } from "../tickets/permission.ts";
import { resolveTicket } from "../tickets/resolve.ts";
import type { Ticket } from "../tickets/load.ts";
import type { Person } from "../workspaces/people.ts";
import { getEscalation } from "./claim.ts";

/** An agent says that the escalated ticket is solved. */
export async function resolveEscalation(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; escalationId: number; by: Person },
): Promise<Ticket> {
  requireAgent(input.by);
  const escalation = await getEscalation(ctx.db, input.workspaceId, input.escalationId);
  return resolveTicket(ctx, { workspaceId: input.workspaceId, ticketId: escalation.ticketId, by: input.by });
}
