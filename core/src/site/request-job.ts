import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";
import type { SITE_JOBS } from "../jobs.ts";

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

/** Has the public pages follow what has changed; call it in the transaction of the change. */
export const touchSite = (tx: Db, workspaceId: number): Promise<void> =>
  requestSiteJob(tx, { workspaceId, job: "publish_site" });

/** Jobs of one workspace's public pages never run side by side. */
export const siteQueue = (workspaceId: number): string => `site:${workspaceId}`;
