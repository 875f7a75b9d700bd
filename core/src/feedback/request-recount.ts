import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";

/** Lets all posts be counted anew; in the transaction that changed what a company's word counts. */
export async function requestRecount(tx: Db, workspaceId: number): Promise<void> {
  await enqueue(tx, "recount_scores", { workspaceId }, { key: `recount_scores:${workspaceId}` });
}
