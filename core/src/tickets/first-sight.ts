import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import type { Platform } from "../ports.ts";

/** Records an event by what happened; false when it was recorded before. Call in the transaction that acts on it. */
export async function isFirstSight(
  tx: Db,
  workspaceId: number,
  platform: Platform,
  eventKey: string,
): Promise<boolean> {
  const [seen] = await tx
    .insert(schema.processedEvents)
    .values({ workspaceId, platform, eventKey })
    .onConflictDoNothing()
    .returning({ id: schema.processedEvents.id });
  return seen !== undefined;
}
