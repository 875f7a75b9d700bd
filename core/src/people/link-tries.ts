import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, gt, gte, inArray, sql } from "drizzle-orm";
import { lockName } from "../lock.ts";
import { hashSecret } from "./link-code.ts";

export const MAX_WRONG_TRIES = 5;
export const TRIES_FORGOTTEN_AFTER_MS = 10 * 60_000;

const t = schema.linkTries;

/** Who tries, as it is counted: the hash keeps addresses out of the database. */
export const subjectOf = (workspaceId: number, who: string): string =>
  hashSecret("link tries", workspaceId, who);

/** Makes the tries of each subject wait for one another until the transaction ends. */
export async function lockTries(tx: Db, subjects: string[]): Promise<void> {
  for (const subject of subjects.toSorted()) await lockName(tx, `link-tries:${subject}`);
}

export const hasTooManyTries = async (
  tx: Db,
  workspaceId: number,
  subjects: string[],
  now: Date,
): Promise<boolean> => hasTried(tx, workspaceId, { subjects, times: MAX_WRONG_TRIES, now });

/** Whether one of these has tried so many times, all counted within ten minutes of the first. */
export async function hasTried(
  tx: Db,
  workspaceId: number,
  { subjects, times, now }: { subjects: string[]; times: number; now: Date },
): Promise<boolean> {
  if (subjects.length === 0) return false;
  const [row] = await tx
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        eq(t.workspaceId, workspaceId),
        inArray(t.subject, subjects),
        gte(t.failures, times),
        gt(t.startedAt, forgottenBefore(now)),
      ),
    )
    .limit(1);
  return row !== undefined;
}

export async function countTry(tx: Db, workspaceId: number, subjects: string[], now: Date): Promise<void> {
  const isOld = sql`${t.startedAt} <= ${forgottenBefore(now).toISOString()}::timestamptz`;
  for (const subject of subjects) {
    await tx
      .insert(t)
      .values({ workspaceId, subject, failures: 1, startedAt: now })
      .onConflictDoUpdate({
        target: [t.workspaceId, t.subject],
        set: {
          failures: sql`case when ${isOld} then 1 else ${t.failures} + 1 end`,
          startedAt: sql`case when ${isOld} then excluded.started_at else ${t.startedAt} end`,
        },
      });
  }
}

export async function forgetTries(tx: Db, workspaceId: number, subjects: string[]): Promise<void> {
  if (subjects.length === 0) return;
  await tx.delete(t).where(and(eq(t.workspaceId, workspaceId), inArray(t.subject, subjects)));
}

const forgottenBefore = (now: Date): Date => new Date(now.getTime() - TRIES_FORGOTTEN_AFTER_MS);
