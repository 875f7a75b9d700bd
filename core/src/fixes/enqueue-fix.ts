import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";

type AttemptId = { workspaceId: number; attemptId: number };

export async function enqueueAttempt(tx: Db, of: AttemptId, runAt?: Date): Promise<void> {
  await enqueue(tx, "attempt_fix", of, { key: `attempt_fix:${of.attemptId}`, ...(runAt ? { runAt } : {}) });
}

/** Attempts of one issue are published one after the other. */
export const publishQueue = (issueId: number): string => `publish_fix:${issueId}`;

export async function enqueuePublish(
  tx: Db,
  { workspaceId, attemptId, issueId, at }: AttemptId & { issueId: number; at: Date },
): Promise<void> {
  await enqueue(
    tx,
    "publish_fix",
    { workspaceId, attemptId, since: at.toISOString() },
    { key: `publish_fix:${attemptId}`, queue: publishQueue(issueId) },
  );
}
