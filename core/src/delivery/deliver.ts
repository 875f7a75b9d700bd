import { schema } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError, UpstreamError } from "../errors.ts";
import type { ChatPlatform, MessageRef, PostTarget, Reply } from "../ports.ts";
import { announceTicket } from "./send-out.ts";
import type { Outgoing } from "./send-out.ts";
import { reportUndeliverable } from "./undeliverable.ts";

type Row = typeof schema.outgoingMessages.$inferSelect;
type Posted = { messageId: string; threadId: string | null };

export type DeliverInput = { workspaceId: number; outgoingId: number; isLastTry: boolean };

/**
 * Does what an outgoing row says, once: a row tried before is first looked for on the platform, so that a crash between
 * posting and marking posts nothing twice. Throws a retryable `UpstreamError` while another try makes sense; what cannot
 * be delivered at all is marked as failed and reported to the agents.
 */
export async function deliverOutgoing(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  platform: ChatPlatform,
  input: DeliverInput,
): Promise<void> {
  const row = await claim(ctx, input);
  if (!row) return;
  try {
    const posted = await perform(ctx, platform, row);
    await markSent(ctx, row, posted);
  } catch (error) {
    const retryable = !(error instanceof UpstreamError) || error.retryable;
    if (retryable && !input.isLastTry) throw error;
    ctx.log.warn(
      { outgoingId: row.id, ticketId: row.ticketId, operation: row.operation, error },
      "not deliverable",
    );
    await markFailed(ctx, row, error);
  }
}

async function claim(ctx: Pick<Ctx, "db">, input: DeliverInput): Promise<Row | null> {
  const o = schema.outgoingMessages;
  const [row] = await ctx.db
    .update(o)
    .set({ status: "sending", attempts: sql`${o.attempts} + 1` })
    .where(
      and(
        eq(o.workspaceId, input.workspaceId),
        eq(o.id, input.outgoingId),
        sql`${o.status} in ('pending', 'sending')`,
      ),
    )
    .returning();
  return row ?? null;
}

async function perform(ctx: Pick<Ctx, "db">, platform: ChatPlatform, row: Row): Promise<Posted | null> {
  const outgoing = asOutgoing(row.payload);
  switch (outgoing.operation) {
    case "post": {
      const target = outgoing.target === "card_thread" ? await cardThread(ctx, row) : outgoing.target;
      const earlier = row.attempts > 1 ? await platform.findPosted(target, row.deliveryKey) : null;
      if (earlier) return earlier;
      return platform.post(target, await withLink(platform, outgoing.reply), row.deliveryKey);
    }
    case "edit": {
      const message = await postedMessage(ctx, row.workspaceId, outgoing.outgoingId);
      if (message) await platform.edit(message, await withLink(platform, outgoing.reply));
      return null;
    }
    case "react":
      await platform.react(outgoing.message, outgoing.reaction);
      return null;
    case "unreact":
      await platform.unreact(outgoing.message, outgoing.reaction);
      return null;
    case "show_state":
      await platform.showState(outgoing.thread, outgoing.state);
      return null;
  }
}

/** The column holds what `sendOut` wrote there. */
function asOutgoing(payload: Record<string, unknown>): Outgoing {
  return payload as Outgoing;
}

async function withLink(platform: ChatPlatform, reply: Reply): Promise<Reply> {
  const { origin, ...rest } = reply;
  if (!origin || origin.platform !== platform.platform) return rest;
  const url = await platform.linkTo(origin);
  if (!url) return rest;
  const link = { action: "open_link" as const, label: "Open thread", value: url };
  const [first = [], ...others] = rest.buttons ?? [];
  return { ...rest, buttons: [[...first, link], ...others] };
}

async function cardThread(ctx: Pick<Ctx, "db">, row: Row): Promise<PostTarget> {
  const e = schema.escalations;
  const [card] = await ctx.db
    .select({ platform: e.cardPlatform, channelId: e.cardChannelId, threadId: e.cardThreadId })
    .from(e)
    .where(and(eq(e.workspaceId, row.workspaceId), eq(e.id, row.escalationId ?? 0)));
  if (!card) throw new NotFoundError("The escalation");
  if (!card.platform || !card.channelId || !card.threadId) {
    throw new UpstreamError(row.platform, "The card is not posted yet.", { retryable: true });
  }
  return { platform: card.platform, channelId: card.channelId, threadId: card.threadId };
}

/** Where an earlier row was posted; null when it never was and never will be. */
async function postedMessage(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  outgoingId: number,
): Promise<MessageRef | null> {
  const o = schema.outgoingMessages;
  const [row] = await ctx.db
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), eq(o.id, outgoingId)));
  if (!row || row.status === "failed") return null;
  if (!row.platformMessageId) {
    throw new UpstreamError(row.platform, "The message to change is not posted yet.", { retryable: true });
  }
  const outgoing = asOutgoing(row.payload);
  if (outgoing.operation !== "post") return null;
  const target = outgoing.target === "card_thread" ? await cardThread(ctx, row) : outgoing.target;
  return { ...target, messageId: row.platformMessageId };
}

async function markSent(ctx: Pick<Ctx, "db" | "now">, row: Row, posted: Posted | null): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(schema.outgoingMessages)
      .set({
        status: "sent",
        sentAt: ctx.now(),
        platformMessageId: posted?.messageId ?? null,
        lastError: null,
      })
      .where(eq(schema.outgoingMessages.id, row.id));
    if (!posted) return;
    if (row.ticketMessageId !== null) await keepMessageId(tx, row, posted);
    if (row.dedupeKey === `card:${row.escalationId}`) await keepCardPlace(tx, row, posted);
    if (row.ticketId !== null) await announceTicket(tx, row.workspaceId, row.ticketId);
  });
}

async function keepMessageId(tx: Ctx["db"], row: Row, posted: Posted): Promise<void> {
  const m = schema.ticketMessages;
  const outgoing = asOutgoing(row.payload);
  if (outgoing.operation !== "post" || outgoing.target === "card_thread") return;
  await tx
    .update(m)
    .set({ platformChannelId: outgoing.target.channelId, platformMessageId: posted.messageId })
    .where(and(eq(m.id, row.ticketMessageId ?? 0), eq(m.sender, "ai")));
}

async function keepCardPlace(tx: Ctx["db"], row: Row, posted: Posted): Promise<void> {
  const outgoing = asOutgoing(row.payload);
  if (outgoing.operation !== "post" || outgoing.target === "card_thread") return;
  await tx
    .update(schema.escalations)
    .set({
      cardPlatform: row.platform,
      cardChannelId: outgoing.target.channelId,
      cardMessageId: posted.messageId,
      cardThreadId: posted.threadId ?? posted.messageId,
    })
    .where(
      and(
        eq(schema.escalations.workspaceId, row.workspaceId),
        eq(schema.escalations.id, row.escalationId ?? 0),
      ),
    );
}

async function markFailed(ctx: Pick<Ctx, "db" | "now">, row: Row, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(schema.outgoingMessages)
      .set({ status: "failed", lastError: reason.slice(0, 1000) })
      .where(eq(schema.outgoingMessages.id, row.id));
    await reportUndeliverable(tx, row, reason);
  });
}
