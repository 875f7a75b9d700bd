import type { Db } from "@firstline/db";
import { enqueue } from "../../jobs.ts";
import type { PostKey } from "../load.ts";

export async function enqueueNews(tx: Db, { workspaceId, postId }: PostKey, runAt: Date): Promise<void> {
  await enqueue(tx, "tell_voters", { workspaceId, postId }, { key: `tell_voters:${postId}`, runAt });
}
