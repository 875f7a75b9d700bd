import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { CodeCtx, Ctx } from "../context.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import type { RepoRef } from "../ports.ts";

export type Repository = typeof schema.githubRepositories.$inferSelect;
export type Issue = typeof schema.githubIssues.$inferSelect;
export type Link = typeof schema.githubLinks.$inferSelect;

/** What it takes to reach GitHub; throws `ConflictError` while it is not connected. */
export function requireCode(ctx: Pick<Ctx, "code">): CodeCtx {
  if (ctx.code === null) throw new ConflictError("GitHub is not connected.");
  return ctx.code;
}

export function repoRefOf({ repo, installationId }: Repository): RepoRef {
  return { repo, installationId };
}

export const isSameRepo = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export async function getRepository(db: Db, workspaceId: number, repositoryId: number): Promise<Repository> {
  const r = schema.githubRepositories;
  const [row] = await db
    .select()
    .from(r)
    .where(and(eq(r.workspaceId, workspaceId), eq(r.id, repositoryId)));
  if (!row) throw new NotFoundError("The repository");
  return row;
}

export async function findIssueRow(
  db: Db,
  of: { workspaceId: number; repositoryId: number; number: number },
): Promise<Issue | null> {
  const i = schema.githubIssues;
  const [row] = await db
    .select()
    .from(i)
    .where(
      and(eq(i.workspaceId, of.workspaceId), eq(i.repositoryId, of.repositoryId), eq(i.number, of.number)),
    );
  return row ?? null;
}

/** The links of all tickets that share an issue, oldest first. */
export async function listLinksOf(db: Db, issue: Issue): Promise<Link[]> {
  const l = schema.githubLinks;
  return db
    .select()
    .from(l)
    .where(and(eq(l.workspaceId, issue.workspaceId), eq(l.issueId, issue.id)))
    .orderBy(l.id);
}
