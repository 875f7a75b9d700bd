import { schema } from "@firstline/db";
import { and, eq, lt, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { openEscalation } from "../escalations/open.ts";
import { enqueue, hasNoJob } from "../jobs.ts";
import { isChatter } from "../text/index.ts";
import { SYSTEM } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { canStep } from "../tickets/status.ts";

const BATCH = 200;

/** The table is named in full: among selected columns Drizzle would leave it out, and `id` be the job's own. */
const gaveUp = sql<boolean>`exists (select 1 from graphile_worker.jobs j
  where j.key = 'answer:' || tickets.id and j.attempts >= j.max_attempts and j.locked_at is null)`;

/** Something that the asker wrote since the last answer has the reaction that promises one. */
const wasNoticed = sql<boolean>`exists (select 1 from ticket_messages m
  join outgoing_messages o on o.workspace_id = m.workspace_id
    and o.dedupe_key = 'seen:' || m.platform || ':' || m.platform_channel_id || ':' || m.platform_message_id
  where m.ticket_id = tickets.id and m.person_id = tickets.asker_id and m.deleted_at is null
    and m.id > coalesce(tickets.answered_message_id, 0))`;

/** Something waits for the AI's answer. */
const isAsked = sql<boolean>`(tickets.handler = 'ai' and exists (select 1 from ticket_messages m
  where m.ticket_id = tickets.id and m.person_id = tickets.asker_id and m.deleted_at is null
    and m.id > coalesce(tickets.answered_message_id, 0)))`;

/**
 * Questions that wait without a job get one again; those whose job gave up go to people. An analysis that nobody
 * waits for any more, since people took over or everything was taken back, ends with its next run.
 */
export async function sweepQuestions(ctx: Pick<Ctx, "db" | "now" | "log">, since: Date): Promise<void> {
  const t = schema.tickets;
  const waiting = await ctx.db
    .select({
      workspaceId: t.workspaceId,
      ticketId: t.id,
      status: t.status,
      wasNoticed,
      gaveUp: sql<boolean>`${isAsked} and ${gaveUp}`,
      lastWord: sql<string | null>`(select m.content from ticket_messages m
        where m.ticket_id = tickets.id and m.person_id = tickets.asker_id and m.deleted_at is null
        order by m.id desc limit 1)`,
    })
    .from(t)
    .where(
      and(
        or(
          eq(t.status, "analyzing"),
          and(eq(t.status, "new"), isAsked),
          // A follow-up that nobody should answer leaves a ticket as it is.
          and(eq(t.status, "ai_responding"), isAsked, or(gaveUp, wasNoticed, eq(t.platform, "panel"))),
        ),
        lt(t.lastMessageAt, since),
        lt(t.updatedAt, since),
        hasNoJob(sql`j.key = 'answer:' || ${t.id}`),
      ),
    )
    .limit(BATCH);

  for (const row of waiting) {
    const isSure = row.status !== "ai_responding" || row.gaveUp || row.wasNoticed;
    // The panel has no reactions; there, nothing but chatter is left without an answer.
    if (!isSure && isChatter(row.lastWord ?? "")) continue;
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
