import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { sendOut } from "../delivery/send-out.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { setAssignee } from "../tickets/assign.ts";
import { lockTicket, threadOf } from "../tickets/load.ts";
import { requireAgent } from "../tickets/permission.ts";
import { wordsOf } from "../words/words-of.ts";
import type { Person } from "../workspaces/people.ts";
import { refreshCard } from "./card.ts";
import type { Escalation } from "./card.ts";
import { claimedReply } from "./replies.ts";
import type { Ticket } from "../tickets/load.ts";

export async function getEscalation(db: Db, workspaceId: number, escalationId: number): Promise<Escalation> {
  const e = schema.escalations;
  const [row] = await db
    .select()
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.id, escalationId)));
  if (!row) throw new NotFoundError("The escalation");
  return row;
}

/** An agent takes an escalation: the asker hears who will answer, and the AI stays silent from here on. */
export async function claimEscalation(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; escalationId: number; by: Person },
): Promise<Escalation> {
  requireAgent(input.by);
  return ctx.db.transaction(async (tx) => {
    const found = await getEscalation(tx, input.workspaceId, input.escalationId);
    const ticket = await lockTicket(tx, input.workspaceId, found.ticketId);
    const escalation = await getEscalation(tx, input.workspaceId, input.escalationId);
    if (escalation.resolved) throw new ConflictError("This one is resolved already.");
    if (escalation.assignedToId === input.by.id) return escalation;
    if (escalation.assignedToId !== null)
      throw new ConflictError("Somebody else has claimed this one already.");
    return takeOver(tx, ticket, escalation, { agent: input.by, at: ctx.now() });
  });
}

/** Puts the agent in charge of a locked ticket and its open escalation, and tells the asker. */
export async function takeOver(
  tx: Db,
  ticket: Ticket,
  escalation: Escalation,
  input: { agent: Person; at: Date; quiet?: boolean },
): Promise<Escalation> {
  const e = schema.escalations;
  const [claimed] = await tx
    .update(e)
    .set({ assignedToId: input.agent.id, claimedAt: input.at })
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.id, escalation.id)))
    .returning();
  if (!claimed) throw new NotFoundError("The escalation");
  const assigned = await setAssignee(tx, ticket, {
    assigneeId: input.agent.id,
    by: input.agent,
    at: input.at,
  });
  await refreshCard(tx, assigned, claimed);
  if (!input.quiet) {
    await sendOut(tx, {
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      platform: ticket.platform,
      dedupeKey: `claimed:${escalation.id}:${input.agent.id}`,
      outgoing: {
        operation: "post",
        target: threadOf(ticket),
        reply: claimedReply(await wordsOf(tx, ticket), input.agent.name),
      },
    });
  }
  return claimed;
}
