import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, inArray } from "drizzle-orm";
import { newsKey } from "../../delivery/news-key.ts";
import type { PostKey } from "../load.ts";
import type { FeedbackStatus } from "../status.ts";

/** Changes of a post's status further back than these say nothing about what somebody heard last. */
const CHANGES = 20;

type Asked = PostKey & { status: FeedbackStatus; places: readonly string[] };

/**
 * Whether the status is the one that was told last, for each place where any was told. What is still on its way counts only
 * when it holds: it is not said otherwise.
 */
export async function listHeard(db: Db, asked: Asked): Promise<Map<string, boolean>> {
  const { workspaceId, postId, status, places } = asked;
  const e = schema.feedbackEvents;
  const changes = await db
    .select({ eventId: e.id, oldValue: e.oldValue, newValue: e.newValue })
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.postId, postId), eq(e.kind, "status_changed")))
    .orderBy(desc(e.id))
    .limit(CHANGES);
  const keyOf = (eventId: number, place: string): string => newsKey({ postId, eventId, place });
  const keys = changes.flatMap(({ eventId }) => places.map((place) => keyOf(eventId, place)));
  const { said, unsaid } = await findTold(db, workspaceId, keys);
  const heard = new Map<string, boolean>();
  for (const { eventId, oldValue, newValue } of changes.toReversed()) {
    const isSame = newValue === status;
    for (const place of places) {
      const key = keyOf(eventId, place);
      if (said.has(key) || (isSame && unsaid.has(key))) heard.set(place, isSame);
      // What never came leaves them at what was before.
      else if (unsaid.has(key) && !heard.has(place)) heard.set(place, oldValue === status);
    }
  }
  return heard;
}

async function findTold(
  db: Db,
  workspaceId: number,
  keys: string[],
): Promise<{ said: Set<string>; unsaid: Set<string> }> {
  const { outgoingMessages: o, webNotices: n } = schema;
  const rows = await db
    .select({ key: o.dedupeKey, status: o.status, messageId: o.platformMessageId })
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), inArray(o.dedupeKey, keys)));
  const notices = await db
    .select({ key: n.dedupeKey })
    .from(n)
    .where(and(eq(n.workspaceId, workspaceId), inArray(n.dedupeKey, keys)));
  // One in the middle of being said may have been heard; one that was dropped has no message.
  const isSaid = (row: (typeof rows)[number]): boolean => row.status === "sending" || row.messageId !== null;
  const keysOf = (some: { key: string }[]): string[] => some.map(({ key }) => key);
  return {
    said: new Set(keysOf([...rows.filter(isSaid), ...notices])),
    unsaid: new Set(keysOf(rows.filter((row) => !isSaid(row)))),
  };
}
