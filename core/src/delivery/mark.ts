import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import type { Posted, Row } from "./perform.ts";
import { announceTicket, placeIn } from "./send-out.ts";
import { reportUndeliverable } from "./undeliverable.ts";

const o = schema.outgoingMessages;
const isRow = (row: Row) => and(eq(o.workspaceId, row.workspaceId), eq(o.id, row.id));

/** The row is done; what it posted learns where it stands. */
export async function markSent(ctx: Pick<Ctx, "db" | "now">, row: Row, posted: Posted | null): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(o)
      .set({
        status: "sent",
        sentAt: ctx.now(),
        platformMessageId: posted?.messageId ?? null,
        lastError: null,
      })
      .where(isRow(row));
    if (!posted) return;
    if (row.ticketMessageId !== null) await keepMessageId(tx, row, posted);
    if (row.dedupeKey === `card:${row.escalationId}`) await keepCardPlace(tx, row, posted);
    if (row.ticketId !== null) await announceTicket(tx, row.workspaceId, row.ticketId);
  });
}

async function keepMessageId(tx: Db, row: Row, posted: Posted): Promise<void> {
  const m = schema.ticketMessages;
  const place = placeIn(row.payload);
  if (!place) return;
  await tx
    .update(m)
    .set({ platformChannelId: place.channelId, platformMessageId: posted.messageId })
    .where(and(eq(m.workspaceId, row.workspaceId), eq(m.id, row.ticketMessageId ?? 0), eq(m.sender, "ai")));
}

async function keepCardPlace(tx: Db, row: Row, posted: Posted): Promise<void> {
  const place = placeIn(row.payload);
  if (!place) return;
  await tx
    .update(schema.escalations)
    .set({
      cardPlatform: row.platform,
      cardChannelId: place.channelId,
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

/** The row cannot be delivered: it says why, and the agents are told. */
export async function markFailed(ctx: Pick<Ctx, "db" | "now">, row: Row, error: unknown): Promise<void> {
  // Unknown errors may quote what was to be said; they are for the log.
  const reason =
    error instanceof AppError ? error.message : "Something unexpected happened; the log says what.";
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(o)
      .set({ status: "failed", lastError: reason.slice(0, 1000) })
      .where(isRow(row));
    await reportUndeliverable(tx, row, reason);
  });
}
