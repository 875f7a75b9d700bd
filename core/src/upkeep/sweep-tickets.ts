import { schema } from "@firstline/db";
import { and, asc, eq, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { enqueueDelivery } from "../delivery/send-out.ts";
import { getEscalation } from "../escalations/claim.ts";
import { followAgents } from "../escalations/follow-agents.ts";
import { postCard } from "../escalations/post-card.ts";
import { openEscalation } from "../escalations/open.ts";
import { relayMissed } from "../escalations/relay-missed.ts";
import { sweepNews } from "../feedback/news/sweep.ts";
import { sweepFixes } from "../fixes/sweep.ts";
import { sweepReports } from "../github/sweep.ts";
import { enqueue, hasNoJob } from "../jobs.ts";
import { SYSTEM } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { canStep } from "../tickets/status.ts";
import { sweepWebhooks } from "../webhooks/sweep.ts";

const LEFT_ALONE_SECONDS = 120;
const BATCH = 200;
/** A card that was refused is tried once an hour. */
const CARD_AGAIN_MINUTES = 60;

/**
 * Finds what fell between two stools: questions that wait without a job (the job is made again), questions whose job
 * gave up (they go to people), escalations without a card, or with one in a channel that agents have left, things to say that nobody is about to say, bug reports, fix attempts, webhook deliveries, and news for voters.
 */
export async function sweepTickets(ctx: Pick<Ctx, "db" | "now" | "log" | "code">): Promise<void> {
  const since = new Date(ctx.now().getTime() - LEFT_ALONE_SECONDS * 1000);
  await sweepQuestions(ctx, since);
  await sweepCards(ctx, since);
  await sweepLeftCards(ctx);
  await sweepDeliveries(ctx, since);
  await sweepReports(ctx);
  await sweepFixes(ctx);
  await sweepWebhooks(ctx);
  await sweepNews(ctx);
}

/** The table is named in full: among selected columns Drizzle would leave it out, and `id` be the job's own. */
const gaveUp = sql<boolean>`exists (select 1 from graphile_worker.jobs j
  where j.key = 'answer:' || tickets.id and j.attempts >= j.max_attempts and j.locked_at is null)`;

/** Something that the asker wrote since the last answer has the reaction that promises one. */
const wasNoticed = sql<boolean>`exists (select 1 from ticket_messages m
  join outgoing_messages o on o.workspace_id = m.workspace_id
    and o.dedupe_key = 'seen:' || m.platform || ':' || m.platform_channel_id || ':' || m.platform_message_id
  where m.ticket_id = tickets.id and m.person_id = tickets.asker_id and m.deleted_at is null
    and m.id > coalesce(tickets.answered_message_id, 0))`;

async function sweepQuestions(ctx: Pick<Ctx, "db" | "now" | "log">, since: Date): Promise<void> {
  const t = schema.tickets;
  const waiting = await ctx.db
    .select({
      workspaceId: t.workspaceId,
      ticketId: t.id,
      gaveUp,
    })
    .from(t)
    .where(
      and(
        // A follow-up that nobody should answer leaves a ticket as it is.
        or(
          inArray(t.status, ["new", "analyzing"]),
          and(eq(t.status, "ai_responding"), or(gaveUp, wasNoticed)),
        ),
        eq(t.handler, "ai"),
        lt(t.lastMessageAt, since),
        lt(t.updatedAt, since),
        hasNoJob(sql`j.key = 'answer:' || ${t.id}`),
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

/** An agent channel that was named or mended later gets the cards that could not be posted when people were asked. */
async function sweepCards(ctx: Pick<Ctx, "db" | "now" | "log">, since: Date): Promise<void> {
  const e = schema.escalations;
  const retryFailed = new Date(ctx.now().getTime() - CARD_AGAIN_MINUTES * 60_000);
  const without = await ctx.db
    .select({ workspaceId: e.workspaceId, ticketId: e.ticketId, escalationId: e.id })
    .from(e)
    .where(
      and(
        eq(e.resolved, false),
        lt(e.createdAt, since),
        isNull(e.cardMessageId),
        sql`exists (select 1 from channels c where c.workspace_id = ${e.workspaceId} and c.role = 'agents' and c.enabled)`,
        sql`not exists (select 1 from outgoing_messages o where o.workspace_id = ${e.workspaceId} and o.escalation_id = ${e.id}
          and o.dedupe_key like 'card:%' and (o.status <> 'failed' or o.created_at > ${retryFailed.toISOString()}::timestamptz))`,
      ),
    )
    .limit(BATCH);
  for (const row of without) {
    ctx.log.warn(row, "an escalation had no card");
    await ctx.db.transaction(async (tx) => {
      const ticket = await lockTicket(tx, row.workspaceId, row.ticketId);
      await postCard(tx, ticket, row.escalationId);
      await relayMissed(tx, ticket);
    });
  }
}

/** Cards of open escalations in what is no agent channel any more, while there is another one. */
async function sweepLeftCards(ctx: Pick<Ctx, "db" | "log">): Promise<void> {
  const { escalations: e, channels: c } = schema;
  const isForAgents = sql`c.workspace_id = ${e.workspaceId} and c.role = 'agents' and c.enabled`;
  const left = await ctx.db
    .select({ workspaceId: e.workspaceId, ticketId: e.ticketId, escalationId: e.id })
    .from(e)
    .where(
      and(
        eq(e.resolved, false),
        isNotNull(e.cardChannelId),
        sql`exists (select 1 from ${c} c where ${isForAgents})`,
        sql`not exists (select 1 from ${c} c where ${isForAgents} and c.platform = ${e.cardPlatform} and c.external_id = ${e.cardChannelId})`,
      ),
    )
    .orderBy(asc(e.id))
    .limit(BATCH);
  for (const row of left) {
    ctx.log.info(row, "a card follows the agents to their new channel");
    await ctx.db.transaction(async (tx) => {
      const ticket = await lockTicket(tx, row.workspaceId, row.ticketId);
      await followAgents(tx, ticket, await getEscalation(tx, row.workspaceId, row.escalationId));
      await relayMissed(tx, ticket);
    });
  }
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
        hasNoJob(sql`j.key = 'deliver:' || ${o.id}`),
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
