import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, sql } from "drizzle-orm";

const v = schema.votes;

/** Gives the votes of one person to another; where both have voted on a post, the newer vote stays. */
export async function joinVotes(
  tx: Db,
  { workspaceId, keepId, goneId }: { workspaceId: number; keepId: number; goneId: number },
): Promise<void> {
  const both = [keepId, goneId];
  const ofBoth = and(eq(v.workspaceId, workspaceId), inArray(v.personId, both));
  const posts = await tx.selectDistinct({ id: v.postId }).from(v).where(ofBoth);
  if (posts.length === 0) return;
  await tx.execute(sql`
    delete from ${v} older using ${v} newer
    where older.workspace_id = ${workspaceId} and older.person_id in (${keepId}, ${goneId})
      and newer.workspace_id = ${workspaceId} and newer.person_id in (${keepId}, ${goneId})
      and newer.post_id = older.post_id and newer.person_id <> older.person_id
      and (newer.created_at, newer.id) > (older.created_at, older.id)`);
  await tx
    .update(v)
    .set({ personId: keepId })
    .where(and(eq(v.workspaceId, workspaceId), eq(v.personId, goneId)));
}
