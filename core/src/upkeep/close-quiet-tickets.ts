import { schema } from "@firstline/db";
import { and, asc, eq, inArray, lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { retireButtons } from "../delivery/retire-buttons.ts";
import { takeStep } from "../tickets/change.ts";
import { SYSTEM } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { getSettings } from "../workspaces/settings.ts";

const BATCH = 500;
const DAY = 86_400_000;

/** Tickets that nobody wrote in for some days end quietly: answered ones count as resolved, which is only assumed. */
export async function closeQuietTickets(ctx: Pick<Ctx, "db" | "now">): Promise<number> {
  const workspaces = await ctx.db.select({ id: schema.workspaces.id }).from(schema.workspaces);
  let closed = 0;
  for (const workspace of workspaces) closed += await closeQuietIn(ctx, workspace.id);
  return closed;
}

async function closeQuietIn(ctx: Pick<Ctx, "db" | "now">, workspaceId: number): Promise<number> {
  const { quietDays } = await getSettings(ctx, workspaceId);
  const before = new Date(ctx.now().getTime() - quietDays * DAY);
  const t = schema.tickets;
  const quiet = await ctx.db
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        inArray(t.status, ["ai_responding", "resolved"]),
        lt(t.lastMessageAt, before),
        eq(t.workspaceId, workspaceId),
      ),
    )
    .orderBy(asc(t.lastMessageAt))
    .limit(BATCH);
  for (const { id } of quiet) await closeQuiet(ctx, workspaceId, id, before);
  return quiet.length;
}

async function closeQuiet(
  ctx: Pick<Ctx, "db" | "now">,
  workspaceId: number,
  ticketId: number,
  before: Date,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    if (ticket.lastMessageAt >= before) return;
    const at = ctx.now();
    const isAnswered = ticket.status === "ai_responding";
    const resolved = isAnswered
      ? await takeStep(tx, ticket, {
          step: "resolve",
          actor: SYSTEM,
          at,
          set: { resolution: "assumed", resolvedAt: at },
          metadata: { resolution: "assumed", why: "quiet" },
        })
      : ticket;
    if (resolved.status !== "resolved") return;
    const closed = await takeStep(tx, resolved, { step: "close", actor: SYSTEM, at, set: { closedAt: at } });
    await retireButtons(tx, closed);
  });
}
