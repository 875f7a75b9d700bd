import { schema } from "@firstline/db";
import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { enqueueFiling } from "./enqueue-filing.ts";
import { hasNoTicketJob } from "./has-no-ticket-job.ts";
import { enqueueDescription } from "./watch-bug.ts";

const LEFT_ALONE_MS = 120_000;
const BATCH = 100;

/** Bug reports that are on their way to an issue without a job get one again; the jobs know when nothing is due yet. */
export async function sweepReports(ctx: Pick<Ctx, "db" | "now" | "log" | "code">): Promise<void> {
  // Without GitHub the jobs would do nothing.
  if (ctx.code === null) return;
  const [b, t] = [schema.bugReports, schema.tickets];
  const now = ctx.now();
  const name = sql`case ${b.status} when 'filing' then 'file_bug' else 'describe_bug' end`;
  const waiting = await ctx.db
    .select({ ticket: t, status: b.status })
    .from(b)
    .innerJoin(t, and(eq(t.id, b.ticketId), eq(t.workspaceId, b.workspaceId)))
    .where(
      and(
        inArray(b.status, ["describing", "asked", "filing"]),
        lt(b.updatedAt, new Date(now.getTime() - LEFT_ALONE_MS)),
        hasNoTicketJob(name, b.ticketId),
      ),
    )
    .orderBy(asc(b.id))
    .limit(BATCH);
  for (const { ticket, status } of waiting) {
    ctx.log.warn({ ticketId: ticket.id, status }, "a bug report waited without a job");
    if (status === "filing") await enqueueFiling(ctx.db, ticket, null);
    else await enqueueDescription(ctx.db, ticket, now);
  }
}
