import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, UpstreamError } from "../errors.ts";
import type { CodeHost, HostRepository } from "../ports.ts";
import type { Repository } from "./load.ts";
import { enqueueSync } from "./sync/enqueue-sync.ts";

/**
 * A repository as the host shows it now, whatever it is called and whoever owns it; null when it is gone or out of reach.
 * After a transfer, or where the app was installed anew, another installation shows it.
 */
export async function findNow(host: CodeHost, repository: Repository): Promise<HostRepository | null> {
  const { repo, externalId, installationId } = repository;
  const anew = () => findNow(host, { ...repository, installationId: null });
  try {
    const found = await host.findRepository({ repo, externalId, installationId });
    // Another one of the same name is not ours.
    if (found?.externalId === externalId) return found;
    return installationId === null ? null : await anew();
  } catch (error) {
    const isRefused = error instanceof UpstreamError && !error.retryable;
    if (!isRefused || installationId === null) throw error;
    return anew();
  }
}

/**
 * The repository under its present name: before something is read or written that must not go to one that has taken the
 * former name. What is different is stored by a look of its own. Throws `ConflictError` when it is out of reach.
 */
export async function locate(
  ctx: Pick<Ctx, "db">,
  host: CodeHost,
  repository: Repository,
): Promise<Repository> {
  const found = await findNow(host, repository);
  if (found?.repo !== repository.repo) await enqueueSync(ctx.db, repository, { name: "sync_repository" });
  if (found === null) throw new ConflictError(`GitHub no longer shows us ${repository.repo}.`);
  const { repo, defaultBranch, isPrivate } = found;
  const installationId = found.installationId ?? repository.installationId;
  return { ...repository, repo, defaultBranch, isPrivate, installationId };
}

/** The repository of the workspace that the host knows by this name now; null when the workspace does not use it. */
export async function findByNameNow(
  db: Db,
  host: CodeHost,
  of: { workspaceId: number; repo: string },
): Promise<Repository | null> {
  const found = await host.findRepository({ repo: of.repo });
  if (found === null) return null;
  const r = schema.githubRepositories;
  const [row] = await db
    .select()
    .from(r)
    .where(and(eq(r.workspaceId, of.workspaceId), eq(r.enabled, true), eq(r.externalId, found.externalId)));
  return row ? { ...row, repo: found.repo } : null;
}
