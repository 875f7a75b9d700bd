import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, count, desc, eq } from "drizzle-orm";
import { getRepository } from "../github/load.ts";
import type { Issue, Repository } from "../github/load.ts";
import { NotFoundError } from "../errors.ts";

export type Attempt = typeof schema.fixAttempts.$inferSelect;
export type AttemptPlace = { attempt: Attempt; issue: Issue; repository: Repository };

/** An attempt with what it is about; null when the ticket, and the attempt with it, is gone. */
export async function findAttempt(
  db: Db,
  of: { workspaceId: number; attemptId: number },
): Promise<AttemptPlace | null> {
  const [a, i] = [schema.fixAttempts, schema.githubIssues];
  const [row] = await db
    .select({ attempt: a, issue: i })
    .from(a)
    .innerJoin(i, eq(i.id, a.issueId))
    .where(and(eq(a.workspaceId, of.workspaceId), eq(a.id, of.attemptId)));
  if (!row) return null;
  return { ...row, repository: await getRepository(db, of.workspaceId, row.issue.repositoryId) };
}

export async function getAttempt(
  db: Db,
  of: { workspaceId: number; attemptId: number },
): Promise<AttemptPlace> {
  const found = await findAttempt(db, of);
  if (!found) throw new NotFoundError("The fix attempt");
  return found;
}

/** The attempts of an issue, the newest first. */
export async function listAttempts(db: Db, issue: Issue): Promise<Attempt[]> {
  const a = schema.fixAttempts;
  return db
    .select()
    .from(a)
    .where(and(eq(a.workspaceId, issue.workspaceId), eq(a.issueId, issue.id)))
    .orderBy(desc(a.number));
}

/** Steps of all runs of an attempt. */
export async function countSteps(db: Db, attempt: Attempt): Promise<number> {
  const s = schema.fixSteps;
  const [row] = await db
    .select({ steps: count() })
    .from(s)
    .where(and(eq(s.workspaceId, attempt.workspaceId), eq(s.attemptId, attempt.id)));
  return row?.steps ?? 0;
}

export const isOpen = (attempt: Pick<Attempt, "status">): boolean =>
  attempt.status === "waiting" || attempt.status === "running";
