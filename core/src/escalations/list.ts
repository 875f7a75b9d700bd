import { schema } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Escalation } from "./card.ts";

/** Every time a ticket was handed over to people, oldest first; at most the last one is open. */
export async function listEscalations(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ticketId: number },
): Promise<Escalation[]> {
  const e = schema.escalations;
  return ctx.db
    .select()
    .from(e)
    .where(and(eq(e.workspaceId, input.workspaceId), eq(e.ticketId, input.ticketId)))
    .orderBy(asc(e.id));
}
