import { schema } from "@firstline/db";
import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { ChatPlatform } from "../ports.ts";
import { markFailed, markSent } from "./mark.ts";
import { perform } from "./perform.ts";
import type { Row } from "./perform.ts";
import { enqueueDelivery } from "./send-out.ts";
import { reportLockedOut } from "./undeliverable.ts";

export type DeliverInput = { workspaceId: number; outgoingId: number; isLastTry: boolean };

type DeliverCtx = Pick<Ctx, "db" | "now" | "log">;

const o = schema.outgoingMessages;
const waits = inArray(o.status, ["pending", "sending"]);

/** An earlier post that failed this often no longer holds up what comes after it in the thread. */
const HOLDS_UP_TRIES = 5;
const MAX_HELD_UP = 50;
const TRIES_FOR_DAYS = 2;
/** Between looks whether an operator has mended what keeps us out. */
const LOCKED_OUT_SECONDS = 300;

/**
 * Does what an outgoing row says, once: a row tried before is first looked for on the platform, so that a crash between
 * posting and marking posts nothing twice. What was to be said earlier in the same thread is said first. When the
 * platform names a time to come back, or accepts nothing of ours, the job is put off without counting as a try. Throws a retryable
 * `UpstreamError` while another try makes sense; what cannot be delivered at all is marked as failed and reported.
 */
export async function deliverOutgoing(
  ctx: DeliverCtx,
  platform: ChatPlatform,
  input: DeliverInput,
): Promise<void> {
  const row = await findWaiting(ctx, input);
  if (!row) return;
  const { isLastTry } = input;
  for (const earlier of await listEarlier(ctx, row)) {
    const seconds = await deliverEarlier(ctx, platform, earlier);
    if (seconds !== null) return enqueueDelivery(ctx.db, { ...row, outgoingId: row.id }, later(ctx, seconds));
  }
  const seconds = await attempt(ctx, platform, row, { isLastTry });
  if (seconds !== null) await enqueueDelivery(ctx.db, { ...row, outgoingId: row.id }, later(ctx, seconds));
}

const later = (ctx: Pick<Ctx, "now">, seconds: number): Date =>
  new Date(ctx.now().getTime() + seconds * 1000);

async function findWaiting(ctx: Pick<Ctx, "db">, input: DeliverInput): Promise<Row | null> {
  const [row] = await ctx.db
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, input.workspaceId), eq(o.id, input.outgoingId), waits));
  return row ?? null;
}

/** Posts to the same thread that should have been there before this one; one of them failed for now. */
async function listEarlier(ctx: Pick<Ctx, "db">, row: Row): Promise<Row[]> {
  if (row.operation !== "post" || row.ticketId === null) return [];
  return ctx.db
    .select()
    .from(o)
    .where(
      and(
        eq(o.workspaceId, row.workspaceId),
        eq(o.ticketId, row.ticketId),
        eq(o.platform, row.platform),
        eq(o.operation, "post"),
        waits,
        lt(o.id, row.id),
        sql`${o.payload}->'target' = ${JSON.stringify(row.payload["target"])}::jsonb`,
      ),
    )
    .orderBy(asc(o.id))
    .limit(MAX_HELD_UP);
}

async function deliverEarlier(ctx: DeliverCtx, platform: ChatPlatform, row: Row): Promise<number | null> {
  try {
    return await attempt(ctx, platform, row, { isLastTry: false });
  } catch (error) {
    if (row.attempts < HOLDS_UP_TRIES) throw error;
    ctx.log.info(
      { outgoingId: row.id, ticketId: row.ticketId, error },
      "what comes after this is said first",
    );
    return null;
  }
}

/** Answers null when the row is done or has failed for good, else the seconds after which to try again. */
async function attempt(
  ctx: DeliverCtx,
  platform: ChatPlatform,
  waiting: Row,
  options: { isLastTry: boolean },
): Promise<number | null> {
  const row = await claim(ctx, waiting);
  if (!row) return null;
  try {
    await markSent(ctx, row, await perform(ctx, platform, row));
    return null;
  } catch (error) {
    const isLockedOut = error instanceof UpstreamError && error.lockedOut;
    const isFinal = error instanceof UpstreamError && !error.retryable && !isLockedOut;
    if (!isFinal && !isTooOld(ctx, row)) {
      if (isLockedOut) return waitForOperator(ctx, row, error.message);
      if (error instanceof UpstreamError && error.retryAfterSeconds !== undefined)
        return error.retryAfterSeconds;
      if (!options.isLastTry) throw error;
    }
    const { id: outgoingId, ticketId, operation } = row;
    ctx.log.warn({ outgoingId, ticketId, operation, error }, "not deliverable");
    await markFailed(ctx, row, error);
    return null;
  }
}

async function waitForOperator(ctx: DeliverCtx, row: Row, reason: string): Promise<number> {
  ctx.log.warn({ outgoingId: row.id, platform: row.platform }, reason);
  await reportLockedOut(ctx.db, row, reason, ctx.now());
  return LOCKED_OUT_SECONDS;
}

const isTooOld = (ctx: Pick<Ctx, "now">, row: Row): boolean =>
  ctx.now().getTime() - row.createdAt.getTime() > TRIES_FOR_DAYS * 86_400_000;

async function claim(ctx: Pick<Ctx, "db">, row: Row): Promise<Row | null> {
  const [claimed] = await ctx.db
    .update(o)
    .set({ status: "sending", attempts: sql`${o.attempts} + 1` })
    .where(and(eq(o.workspaceId, row.workspaceId), eq(o.id, row.id), waits))
    .returning();
  return claimed ?? null;
}
