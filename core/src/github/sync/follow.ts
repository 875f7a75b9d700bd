import type { CodeCtx, Ctx } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import type { JobPayload } from "../../jobs.ts";
import { getRepository } from "../load.ts";
import type { Repository } from "../load.ts";
import { workPatiently } from "../work-patiently.ts";
import { enqueueSync, queueOf } from "./enqueue-sync.ts";

export type FollowCtx = Pick<Ctx, "db" | "now" | "log" | "code">;

type FollowJob = "sync_issue" | "sync_pull" | "sync_releases" | "sync_comments" | "sync_repository";

export type Following = { repository: Repository; code: CodeCtx };

/**
 * The frame of every look at GitHub. A repository that is gone from here needs none; what fails is tried again, and in the
 * end the agents hear once an hour that the repository cannot be followed.
 */
export async function follow<Name extends FollowJob>(
  ctx: FollowCtx,
  name: Name,
  input: JobPayload<Name> & { attempt: number },
  look: (following: Following) => Promise<void>,
): Promise<void> {
  const { code } = ctx;
  const { attempt, since, ...payload } = input;
  const repository = await findRepository(ctx, payload);
  if (code === null || repository === null) return;
  const isOfIssues = name !== "sync_repository";
  if (isOfIssues && !repository.enabled) return;
  const came = await workPatiently(
    ctx,
    {
      name,
      // Without what is ours alone, it is the payload of the job again.
      payload: payload as unknown as JobPayload<Name>,
      attempt,
      ticketId: null,
      what: `follow what happens in ${repository.repo}`,
      since: since === undefined ? ctx.now() : new Date(since),
      queue: queueOf(repository.id),
      notice: `repository:${repository.id}`,
    },
    () => look({ repository, code }),
  );
  // It may be the repository itself that cannot be reached: then that is said, and nothing more is asked of it.
  if (came === "parked" && isOfIssues) await enqueueSync(ctx.db, repository, { name: "sync_repository" });
}

async function findRepository(
  ctx: Pick<Ctx, "db">,
  { workspaceId, repositoryId }: { workspaceId: number; repositoryId: number },
): Promise<Repository | null> {
  try {
    return await getRepository(ctx.db, workspaceId, repositoryId);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
