import type { Db } from "@firstline/db";
import { touchSite } from "../site/touch.ts";

/** Has the public pages of posts made anew; in the transaction of the change. */
export async function touchPosts(tx: Db, workspaceId: number, postIds: readonly number[]): Promise<void> {
  await touchSite(
    tx,
    workspaceId,
    postIds.map((subjectId) => ({ subject: "post", subjectId })),
  );
}
