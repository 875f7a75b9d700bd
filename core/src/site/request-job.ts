import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";
import type { SITE_JOBS } from "../jobs.ts";
import { siteQueue } from "./touch.ts";

export type SiteJob = (typeof SITE_JOBS)[number];

/** Has a job of the public pages done; a job of this name that waits already is enough for both. */
export async function requestSiteJob(
  db: Db,
  input: { workspaceId: number; job: SiteJob; runAt?: Date },
): Promise<void> {
  const { workspaceId, job, runAt } = input;
  await enqueue(
    db,
    job,
    { workspaceId },
    {
      key: `${job}:${workspaceId}`,
      queue: siteQueue(workspaceId),
      ...(runAt === undefined ? {} : { runAt }),
    },
  );
}
