import { schema } from "@firstline/db";
import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError, UpstreamError } from "../errors.ts";
import type { ChatPlatform, MessageRef, PostTarget, Reply } from "../ports.ts";
import { isOldNews } from "./old-news.ts";
import { asOutgoing } from "./send-out.ts";
import type { DirectTarget } from "./send-out.ts";

export type Row = typeof schema.outgoingMessages.$inferSelect;
export type Posted = { messageId: string; threadId: string | null };

const o = schema.outgoingMessages;

/** Seconds until the first look whether the post that this row waits for is there; later ones come less often. */
const LOOK_AGAIN_SECONDS = 5;
const LOOK_AGAIN_AT_MOST = 300;

/** Does on the platform what a row says; answers where it was posted, null where nothing was. */
export async function perform(
  ctx: Pick<Ctx, "db">,
  platform: ChatPlatform,
  row: Row,
): Promise<Posted | null> {
  const outgoing = asOutgoing(row.payload);
  switch (outgoing.operation) {
    case "post": {
      const target = await placeOf(ctx, platform, row, outgoing.target);
      const earlier =
        row.attempts > 1 ? await platform.findPosted(target, row.deliveryKey, row.createdAt) : null;
      if (earlier) return earlier;
      if (await isOldNews(ctx, row)) return null;
      return platform.post(target, await withLink(platform, outgoing.reply), row.deliveryKey);
    }
    case "edit": {
      if (await isOutdated(ctx, row, sql`${o.payload}->>'outgoingId' = ${String(outgoing.outgoingId)}`))
        return null;
      const message = await postedMessage(ctx, platform, row.workspaceId, outgoing.outgoingId);
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
      if (await isOutdated(ctx, row, undefined)) return null;
      await platform.showState(outgoing.thread, outgoing.state);
      return null;
  }
}

async function placeOf(
  ctx: Pick<Ctx, "db">,
  platform: ChatPlatform,
  row: Row,
  target: PostTarget | DirectTarget | "card_thread",
): Promise<PostTarget> {
  if (target === "card_thread") return cardThread(ctx, row);
  if (!("userId" in target)) return target;
  const { channelId } = await platform.openDirect(target.userId);
  return { platform: row.platform, channelId, threadId: null };
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
    if (await hasFailedCard(ctx, row)) {
      throw new UpstreamError(row.platform, "The escalation's card could not be posted.", {
        retryable: false,
      });
    }
    throw notYet(row, "The card");
  }
  return { platform: card.platform, channelId: card.channelId, threadId: card.threadId };
}

async function hasFailedCard(ctx: Pick<Ctx, "db">, row: Row): Promise<boolean> {
  const [card] = await ctx.db
    .select({ status: o.status })
    .from(o)
    .where(and(eq(o.workspaceId, row.workspaceId), eq(o.dedupeKey, `card:${row.escalationId}`)));
  return card?.status === "failed";
}

/** A newer row of the same kind says how it shall look in the end: an old one that was held up must not undo it. */
async function isOutdated(ctx: Pick<Ctx, "db">, row: Row, same: SQL | undefined): Promise<boolean> {
  if (row.ticketId === null && same === undefined) return false;
  const [newer] = await ctx.db
    .select({ id: o.id })
    .from(o)
    .where(
      and(
        eq(o.workspaceId, row.workspaceId),
        row.ticketId === null ? isNull(o.ticketId) : eq(o.ticketId, row.ticketId),
        eq(o.platform, row.platform),
        eq(o.operation, row.operation),
        ne(o.status, "failed"),
        gt(o.id, row.id),
        same,
      ),
    )
    .limit(1);
  return newer !== undefined;
}

/** Where an earlier row was posted; null when it never was and never will be. */
async function postedMessage(
  ctx: Pick<Ctx, "db">,
  platform: ChatPlatform,
  workspaceId: number,
  outgoingId: number,
): Promise<MessageRef | null> {
  const [row] = await ctx.db
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), eq(o.id, outgoingId)));
  if (!row || row.status === "failed") return null;
  if (!row.platformMessageId) {
    throw notYet(row, "The message to change");
  }
  const outgoing = asOutgoing(row.payload);
  if (outgoing.operation !== "post") return null;
  const target = await placeOf(ctx, platform, row, outgoing.target);
  return { ...target, messageId: row.platformMessageId };
}

function notYet(row: Row, what: string): UpstreamError {
  return new UpstreamError(row.platform, `${what} is not posted yet.`, {
    retryable: true,
    retryAfterSeconds: Math.min(LOOK_AGAIN_SECONDS * row.attempts, LOOK_AGAIN_AT_MOST),
  });
}
