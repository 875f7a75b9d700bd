import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import type { Platform, Reply } from "../ports.ts";
import { sendOut } from "./send-out.ts";

const o = schema.outgoingMessages;
type PostedRow = { id: number; workspaceId: number; ticketId: number | null; platform: Platform };

/**
 * Puts a reply in place of what an earlier row posted, or will have posted by then. Call it with the ticket's lock held
 * and once for a change: every call is a change of its own.
 */
export async function changePosted(tx: Db, posted: PostedRow, reply: Reply): Promise<void> {
  await sendOut(tx, {
    workspaceId: posted.workspaceId,
    ticketId: posted.ticketId,
    platform: posted.platform,
    dedupeKey: `edit:${posted.id}:${randomUUID()}`,
    outgoing: { operation: "edit", outgoingId: posted.id, reply },
  });
}

/** The same for words that were taken back: no row holds them any longer, and one that still waits never says them. */
export async function erasePosted(tx: Db, posted: PostedRow, reply: Reply): Promise<void> {
  await replaceReply(tx, posted, reply);
  await changePosted(tx, posted, reply);
}

/** The same where nothing shall be said in their place, either: what was never tried is not posted at all. */
export async function unsayPosted(tx: Db, posted: PostedRow, reply: Reply): Promise<void> {
  // Asked of the row as it is now: one that is claimed this very moment is changed once it stands there.
  const wasNeverTried = and(eq(o.status, "pending"), eq(o.attempts, 0));
  await tx
    .update(o)
    .set({ status: "failed", lastError: "It was taken back." })
    .where(and(isRow(posted), wasNeverTried));
  const isDead = (await tx.$count(o, and(isRow(posted), eq(o.status, "failed")))) > 0;
  if (!isDead) return erasePosted(tx, posted, reply);
  await replaceReply(tx, posted, reply);
}

/** In the row that posts and in those that change it. */
async function replaceReply(tx: Db, posted: PostedRow, reply: Reply): Promise<void> {
  const isEditOfIt = and(
    eq(o.operation, "edit"),
    posted.ticketId === null ? isNull(o.ticketId) : eq(o.ticketId, posted.ticketId),
    sql`${o.payload}->>'outgoingId' = ${String(posted.id)}`,
  );
  await tx
    .update(o)
    .set({ payload: sql`jsonb_set(${o.payload}, '{reply}', ${JSON.stringify(reply)}::jsonb)` })
    .where(and(eq(o.workspaceId, posted.workspaceId), or(eq(o.id, posted.id), isEditOfIt)));
}

const isRow = ({ workspaceId, id }: PostedRow) => and(eq(o.workspaceId, workspaceId), eq(o.id, id));
