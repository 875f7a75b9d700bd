import { schema } from "@firstline/db";
import { and, asc, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { enqueueDelivery } from "../delivery/send-out.ts";
import { getEscalation } from "../escalations/claim.ts";
import { followAgents } from "../escalations/follow-agents.ts";
import { postCard } from "../escalations/post-card.ts";
import { relayMissed } from "../escalations/relay-missed.ts";
import { sweepNews } from "../feedback/news/sweep.ts";
import { sweepFixes } from "../fixes/sweep.ts";
import { sweepReports } from "../github/sweep.ts";
import { hasNoJob } from "../jobs.ts";
import { lockTicket } from "../tickets/load.ts";
import { sweepWebhooks } from "../webhooks/sweep.ts";
import { sweepQuestions } from "./sweep-questions.ts";

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
