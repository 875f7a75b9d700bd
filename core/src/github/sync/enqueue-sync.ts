import type { Db } from "@firstline/db";
import { enqueue } from "../../jobs.ts";
import type { Repository } from "../load.ts";

/** Something on GitHub to look at again. */
export type SyncJob =
  | { name: "sync_issue"; issueNumber: number }
  | { name: "sync_comments"; issueNumber: number }
  | { name: "sync_pull"; pullNumber: number }
  | { name: "sync_releases" }
  | { name: "sync_repository" };

/** GitHub asks for one request at a time; and two looks at the same thing must not cross. */
export const queueOf = (repositoryId: number): string => `github:${repositoryId}`;

/**
 * Asks for a look. Many asks before the job runs are one; an ask while it runs makes another, so that the last change is
 * always seen.
 */
export async function enqueueSync(
  tx: Db,
  repository: Pick<Repository, "id" | "workspaceId">,
  job: SyncJob,
): Promise<void> {
  const of = { workspaceId: repository.workspaceId, repositoryId: repository.id };
  const options = { key: keyOf(repository.id, job), queue: queueOf(repository.id) };
  switch (job.name) {
    case "sync_issue":
    case "sync_comments":
      return enqueue(tx, job.name, { ...of, issueNumber: job.issueNumber }, options);
    case "sync_pull":
      return enqueue(tx, job.name, { ...of, pullNumber: job.pullNumber }, options);
    case "sync_releases":
    case "sync_repository":
      return enqueue(tx, job.name, of, options);
  }
}

function keyOf(repositoryId: number, job: SyncJob): string {
  const number = "issueNumber" in job ? job.issueNumber : "pullNumber" in job ? job.pullNumber : "all";
  return `${job.name}:${repositoryId}:${number}`;
}
