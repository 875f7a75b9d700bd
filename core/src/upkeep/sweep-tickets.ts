import { schema } from "@firstline/db";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { enqueueDelivery } from "../delivery/send-out.ts";
import { openEscalation } from "../escalations/open.ts";
import { enqueue } from "../jobs.ts";
import { SYSTEM } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { canStep } from "../tickets/status.ts";

const LEFT_ALONE_SECONDS = 120;
const BATCH = 200;

/**
 * Finds what fell between two stools: questions that wait without a job (the job is made again), questions whose job
 * gave up (they go to people), and things to say that nobody is about to say.
 */
export async function sweepTickets(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  const since = new Date(ctx.now().getTime() - LEFT_ALONE_SECONDS * 1000);
  await sweepQuestions(ctx, since);
  await sweepDeliveries(ctx, since);
}

async function sweepQuestions(ctx: Pick<Ctx, "db" | "now" | "log">, since: Date): Promise<void> {
  const t = schema.tickets;
  const waiting = await ctx.db
    .select({
      workspaceId: t.workspaceId,
      ticketId: t.id,
      gaveUp: sql<boolean>`exists (select 1 from graphile_worker.jobs j where j.key = 'answer:' || ${t.id} and j.attempts >= j.max_attempts)`,
    })
    .from(t)
    .where(
      and(
        inArray(t.status, ["new", "analyzing"]),
        eq(t.handler, "ai"),
        lt(t.lastMessageAt, since),
        lt(t.updatedAt, since),
        sql`not exists (select 1 from graphile_worker.jobs j where j.key = 'answer:' || ${t.id} and j.attempts < j.max_attempts)`,
        sql`exists (select 1 from ticket_messages m where m.ticket_id = ${t.id} and m.person_id = ${t.askerId} and m.deleted_at is null and m.id > coalesce(${t.answeredMessageId}, 0))`,
      ),
    )
    .limit(BATCH);

  for (const row of waiting) {
    ctx.log.warn({ ticketId: row.ticketId, gaveUp: row.gaveUp }, "a question waited without a job");
    if (row.gaveUp) await giveToPeople(ctx, row);
    else await enqueue(ctx.db, "answer_ticket", row, { key: `answer:${row.ticketId}` });
  }
}

async function giveToPeople(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    if (!canStep(ticket.status, "escalate")) return;
    await openEscalation(tx, ticket, {
      type: "complex_issue",
      reason: "The AI failed again and again on this question; the log says why.",
      actor: SYSTEM,
      escalatedById: null,
      at: ctx.now(),
      aiAttempt: null,
      tellAsker: true,
    });
  });
}

async function sweepDeliveries(ctx: Pick<Ctx, "db" | "log">, since: Date): Promise<void> {
  const o = schema.outgoingMessages;
  const waiting = await ctx.db
    .select({ workspaceId: o.workspaceId, ticketId: o.ticketId, platform: o.platform, outgoingId: o.id })
    .from(o)
    .where(
      and(
        inArray(o.status, ["pending", "sending"]),
        lt(o.createdAt, since),
        sql`not exists (select 1 from graphile_worker.jobs j where j.key = 'deliver:' || ${o.id} and (j.attempts < j.max_attempts or j.locked_at is not null))`,
      ),
    )
    .limit(BATCH);
  for (const row of waiting) {
    ctx.log.warn(
      { outgoingId: row.outgoingId, ticketId: row.ticketId },
      "something to say waited without a job",
    );
    await enqueueDelivery(ctx.db, row);
  }
}
