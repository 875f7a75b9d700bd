import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { Repository } from "../load.ts";
import { isPullOf, listUnshipped } from "./links.ts";

export type Followed = {
  /** Numbers of the issues that somebody waits for, or that were closed lately and may be opened again. */
  issues: number[];
  /** Our draft pull requests, and those that were rejected lately and may be opened again. */
  pulls: { number: number; changedAt: Date }[];
  hasUnshipped: boolean;
};

const LATELY = sql`now() - interval '90 days'`;

export async function listFollowed(db: Db, repository: Repository): Promise<Followed> {
  const i = schema.githubIssues;
  const l = schema.githubLinks;
  const isHere = and(eq(i.workspaceId, repository.workspaceId), eq(i.repositoryId, repository.id));
  const issues = await db
    .selectDistinct({ number: i.number })
    .from(i)
    .innerJoin(l, eq(l.issueId, i.id))
    .where(and(isHere, isNull(i.goneAt), or(eq(i.state, "open"), gt(i.updatedAt, LATELY))))
    .orderBy(i.number)
    .limit(1000);
  const pulls = await db
    .select({ number: l.prNumber, changedAt: sql<string>`max(${l.updatedAt})` })
    .from(l)
    .where(
      and(
        eq(l.workspaceId, repository.workspaceId),
        isPullOf(repository, l.prUrl, l.prNumber),
        inArray(l.status, ["pr_drafted"]),
      ),
    )
    .groupBy(l.prNumber);
  return {
    issues: issues.map((row) => row.number),
    pulls: pulls.flatMap(({ number, changedAt }) =>
      number === null ? [] : [{ number, changedAt: new Date(changedAt) }],
    ),
    hasUnshipped: (await listUnshipped(db, repository)).length > 0,
  };
}
