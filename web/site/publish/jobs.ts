import { preparePages, refreshRelated, requestSiteJob } from "@firstline/core";
import type { SiteJob } from "@firstline/core";
import { buildRelease } from "./build-site.ts";
import { removeOldPictures } from "../serve/pictures.ts";
import { indexSite } from "./index-site.ts";
import { lockSite } from "./lock.ts";
import { publishChanges, requestIndex } from "./publish-site.ts";
import type { Site } from "./site.ts";

/** A command may be writing: it takes some seconds, seldom more. */
const PATIENCE_MS = 20_000;
const LATER_MS = 5_000;
/** About three seconds of work: what an agent publishes meanwhile gets its turn in between. */
const PREPARED_AT_ONCE = 300;

export type SiteWork = (signal?: AbortSignal) => Promise<void>;

/** What each job of the public pages does; all of them can be repeated and broken off. */
export function siteWork(site: Site): Record<SiteJob, SiteWork> {
  const { ctx, workspaceId } = site;
  const request = (job: SiteJob, runAt?: Date): Promise<void> =>
    requestSiteJob(ctx.db, { workspaceId, job, ...(runAt ? { runAt } : {}) });
  /** With the folder to ourselves; while somebody else has it, the job waits for another try. */
  const alone = async (job: SiteJob, work: () => Promise<unknown>): Promise<void> => {
    const lock = await lockSite(site.dir, PATIENCE_MS);
    if (lock === null) return request(job, new Date(Date.now() + LATER_MS));
    try {
      await work();
    } finally {
      await lock.release();
    }
  };
  return {
    publish_site: (signal) => alone("publish_site", () => publishChanges(site, signal)),
    build_site: (signal) =>
      alone("build_site", async () => {
        await buildRelease(site, signal);
        await requestIndex(site);
      }),
    prepare_pages: async () => {
      const limit = PREPARED_AT_ONCE;
      const prepared = await preparePages(ctx, { workspaceId, renderer: site.articles, limit });
      if (prepared.length > 0) await request("publish_site");
      if (prepared.length === limit) await request("prepare_pages");
      else await request("refresh_related");
    },
    refresh_related: async () => {
      const changed = await refreshRelated(ctx, { workspaceId });
      await removeOldPictures(site);
      if (changed > 0) await request("publish_site");
    },
    index_site: (signal) => alone("index_site", () => indexSite(site, signal)),
  };
}
