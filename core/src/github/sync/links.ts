import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Issue, Link, Repository } from "../load.ts";

const i = schema.githubIssues;
const l = schema.githubLinks;

/** Whether a pull request is in the repository. Its address says so: the issue may have moved to another one meanwhile. */
export function isPullOf(repository: Pick<Repository, "repo">, url: AnyPgColumn, number: AnyPgColumn): SQL {
  const end = `/${repository.repo}/pull/`.toLowerCase();
  return sql`right(lower(${url}), length(${end} || ${number})) = ${end} || ${number}`;
}

/** The links that a pull request belongs to. */
export async function listLinksOfPull(db: Db, repository: Repository, number: number): Promise<Link[]> {
  return db
    .select()
    .from(l)
    .where(
      and(
        eq(l.workspaceId, repository.workspaceId),
        eq(l.prNumber, number),
        isPullOf(repository, l.prUrl, l.prNumber),
      ),
    )
    .orderBy(l.id);
}

/** Whether a ticket hangs on the issue. */
export async function isLinked(db: Db, repository: Repository, number: number): Promise<boolean> {
  const [row] = await db
    .select({ id: l.id })
    .from(l)
    .innerJoin(i, eq(i.id, l.issueId))
    .where(
      and(eq(i.workspaceId, repository.workspaceId), eq(i.repositoryId, repository.id), eq(i.number, number)),
    )
    .limit(1);
  return row !== undefined;
}

/** Numbers of the pull requests whose newest commit this is, or whose branch it is on. */
export async function listPullsOfCommit(
  db: Db,
  repository: Repository,
  of: { sha: string; branch: string | null },
): Promise<number[]> {
  const a = schema.fixAttempts;
  const isIt =
    of.branch === null ? eq(a.headSha, of.sha) : or(eq(a.headSha, of.sha), eq(a.branch, of.branch));
  const rows = await db
    .selectDistinct({ number: a.prNumber })
    .from(a)
    .where(and(eq(a.workspaceId, repository.workspaceId), isPullOf(repository, a.prUrl, a.prNumber), isIt));
  return rows.flatMap((row) => row.number ?? []);
}

/** Issues that are fixed by a commit of the repository and wait for a release of it. */
export async function listUnshipped(db: Db, repository: Repository): Promise<Issue[]> {
  const isHere = isPullOf(repository, l.prUrl, l.prNumber);
  const merged = (where: SQL): SQL =>
    sql`exists (select 1 from ${l} where ${l.issueId} = ${i.id} and ${l.status} = 'pr_merged' and ${where})`;
  return db
    .select()
    .from(i)
    .where(
      and(
        eq(i.workspaceId, repository.workspaceId),
        sql`case when ${i.repositoryId} = ${repository.id} then not ${merged(sql`not ${isHere}`)} else ${merged(isHere)} end`,
        isNotNull(i.fixCommit),
        isNotNull(i.fixedAt),
        isNull(i.shippedAt),
        isNull(i.goneAt),
      ),
    )
    .orderBy(i.fixedAt)
    .limit(500);
}

export async function getIssue(db: Db, workspaceId: number, issueId: number): Promise<Issue | null> {
  const [row] = await db
    .select()
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), eq(i.id, issueId)));
  return row ?? null;
}

export async function findIssueOfTicket(
  db: Db,
  workspaceId: number,
  ticketId: number,
): Promise<Issue | null> {
  const [row] = await db
    .select({ issue: i })
    .from(l)
    .innerJoin(i, eq(i.id, l.issueId))
    .where(and(eq(l.workspaceId, workspaceId), eq(l.ticketId, ticketId)))
    .orderBy(sql`${l.id} desc`)
    .limit(1);
  return row?.issue ?? null;
}
