import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, or, sql } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import type { Platform, Reply } from "../ports.ts";
import { sendOut } from "./send-out.ts";

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
  const o = schema.outgoingMessages;
  const isEditOfIt = and(
    eq(o.operation, "edit"),
    eq(o.ticketId, posted.ticketId ?? 0),
    sql`${o.payload}->>'outgoingId' = ${String(posted.id)}`,
  );
  await tx
    .update(o)
    .set({ payload: sql`jsonb_set(${o.payload}, '{reply}', ${JSON.stringify(reply)}::jsonb)` })
    .where(and(eq(o.workspaceId, posted.workspaceId), or(eq(o.id, posted.id), isEditOfIt)));
  await changePosted(tx, posted, reply);
}
