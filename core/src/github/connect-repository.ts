import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { InvalidError, NotFoundError } from "../errors.ts";
import { requireCode } from "./load.ts";
import type { Repository } from "./load.ts";
import { findRepositoryProblem } from "./repository-problem.ts";

const r = schema.githubRepositories;
const NAME = /^[\w.-]+\/[\w.-]+$/u;

/**
 * Lets a workspace use a repository that the app or token reaches; one that was connected before comes back with its
 * settings. Throws `NotFoundError` when GitHub does not show it, and stores a `problem` when it cannot be used as it is.
 */
export async function connectRepository(
  ctx: Pick<Ctx, "db" | "now" | "code">,
  input: { workspaceId: number; repo: string },
): Promise<Repository> {
  const { workspaceId, repo } = input;
  if (!NAME.test(repo)) throw new InvalidError(`"${repo}" is no repository: write owner/name.`);
  const found = await requireCode(ctx).host.findRepository({ repo });
  if (found === null) throw new NotFoundError(`The repository ${repo}, or our access to it,`);
  const { externalId, installationId, defaultBranch, isPrivate } = found;
  const facts = { repo: found.repo, installationId, defaultBranch, isPrivate };
  const at = ctx.now();
  const state = { enabled: true, problem: findRepositoryProblem(repo, found), updatedAt: at };
  const [row] = await ctx.db
    .insert(r)
    .values({ workspaceId, externalId, ...facts, ...state, polledAt: at, createdAt: at })
    .onConflictDoUpdate({ target: [r.workspaceId, r.externalId], set: { ...facts, ...state } })
    .returning();
  if (!row) throw new Error("a repository was not stored");
  return row;
}

/** The repository is used no more; its issues, links and settings stay. */
export async function disconnectRepository(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; repositoryId: number },
): Promise<void> {
  const [row] = await ctx.db
    .update(r)
    .set({ enabled: false, updatedAt: ctx.now() })
    .where(and(eq(r.workspaceId, input.workspaceId), eq(r.id, input.repositoryId)))
    .returning({ id: r.id });
  if (!row) throw new NotFoundError("The repository");
}
