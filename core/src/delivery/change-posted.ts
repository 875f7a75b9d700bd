import type { Db } from "@firstline/db";
import { randomUUID } from "node:crypto";
import type { Platform, Reply } from "../ports.ts";
import { sendOut } from "./send-out.ts";

/**
 * Puts a reply in place of what an earlier row posted, or will have posted by then. Call it with the ticket's lock held
 * and once for a change: every call is a change of its own.
 */
export async function changePosted(
  tx: Db,
  posted: { id: number; workspaceId: number; ticketId: number | null; platform: Platform },
  reply: Reply,
): Promise<void> {
  await sendOut(tx, {
    workspaceId: posted.workspaceId,
    ticketId: posted.ticketId,
    platform: posted.platform,
    dedupeKey: `edit:${posted.id}:${randomUUID()}`,
    outgoing: { operation: "edit", outgoingId: posted.id, reply },
  });
}
