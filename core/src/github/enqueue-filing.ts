import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";

const keyOf = (ticketId: number): string => `file_bug:${ticketId}`;

/** `personId` is the agent who asked for it; null when the report became an issue by itself. */
export async function enqueueFiling(
  tx: Db,
  ticket: { workspaceId: number; id: number },
  personId: number | null,
): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  const queue = queueOf(workspaceId);
  await enqueue(tx, "file_bug", { workspaceId, ticketId, personId }, { key: keyOf(ticketId), queue });
}

/** Issues of a workspace are made one after the other, as GitHub asks for. */
export const queueOf = (workspaceId: number): string => `file_bug:${workspaceId}`;
