import { rm } from "node:fs/promises";
import { join } from "node:path";
import { preparePages, refreshRelated, requestSiteJob } from "@firstline/core";
import { buildRelease } from "./build-site.ts";
import { compare } from "./compare.ts";
import type { Difference } from "./compare.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { findRelease } from "./place.ts";
import type { SitePlan } from "./plan.ts";
import { readPlan } from "./read-plan.ts";
import type { Site } from "./site.ts";
import { writePages } from "./write-pages.ts";

export type Published = { way: "pages" | "build"; written: number; removed: number };

/** More articles than this to be made ready are an import's: those are prepared step by step, by a job of their own. */
const PREPARED_AT_ONCE = 60;
const RELATED_AT_ONCE = 20;
/** Where so much of a site has changed, all of it is made beside the old one, so that nobody sees half of each. */
const INDEX_AFTER_MS = 120_000;
const BUILD_FROM = 500;
const BUILD_SHARE = 0.3;

/**
 * Brings the public pages to what the database says, by making those that differ, or all where that is not enough. The caller
 * holds the site's lock. Harmless to repeat, and to break off anywhere.
 */
export async function publishChanges(site: Site, signal?: AbortSignal): Promise<Published> {
  const { ctx, workspaceId } = site;
  await prepareChanged(site);
  const release = await findRelease(site.dir);
  const manifest = release === null ? null : await readManifest(release);
  const { version } = await site.templates();
  const isUsable = manifest?.workspaceId === workspaceId && manifest.templates === version;
  if (release === null || manifest === null || !isUsable) return build(site, signal);
  const plan = await readPlan(site);
  const difference = await compare(plan, manifest);
  const { changed, total } = difference;
  if (changed.length > BUILD_FROM && changed.length > total * BUILD_SHARE) return build(site, signal);
  if (changed.length + difference.gone.length === 0) return { way: "pages", written: 0, removed: 0 };
  const written = await applyChanges(site, { release, manifest, plan, difference }, signal);
  ctx.log.info({ workspaceId, written, removed: difference.gone.length }, "public pages were published");
  return { way: "pages", written, removed: difference.gone.length };
}

async function build(site: Site, signal?: AbortSignal): Promise<Published> {
  const { pages } = await buildRelease(site, signal);
  site.ctx.log.info({ workspaceId: site.workspaceId, pages }, "all public pages were built");
  await requestIndex(site);
  return { way: "build", written: pages, removed: 0 };
}

/** Much may still be coming in where everything had to be made; the index is not needed this minute. */
export async function requestIndex({ ctx, workspaceId }: Site): Promise<void> {
  const runAt = new Date(ctx.now().getTime() + INDEX_AFTER_MS);
  await requestSiteJob(ctx.db, { workspaceId, job: "index_site", runAt });
}

async function prepareChanged(site: Site): Promise<void> {
  const { ctx, workspaceId, articles } = site;
  const prepared = await preparePages(ctx, { workspaceId, renderer: articles, limit: PREPARED_AT_ONCE });
  if (prepared.length <= RELATED_AT_ONCE) {
    await refreshRelated(ctx, { workspaceId, articleIds: prepared });
  }
  if (prepared.length === PREPARED_AT_ONCE) {
    await requestSiteJob(ctx.db, { workspaceId, job: "prepare_pages" });
  }
}

type Applying = { release: string; manifest: Manifest; plan: SitePlan; difference: Difference };

/** What is gone goes first: an article that was withdrawn must not be read a moment longer than need be. */
async function applyChanges(
  site: Site,
  { release, manifest, plan, difference }: Applying,
  signal?: AbortSignal,
): Promise<number> {
  const files = { ...manifest.files };
  for (const file of difference.gone) {
    await rm(join(release, file), { force: true });
    delete files[file];
  }
  for (const { file } of difference.changed) files[file] = "";
  await writeManifest(release, { ...manifest, files });
  const written = await writePages(site, plan, difference.changed, {
    root: release,
    isBeside: false,
    ...(signal ? { signal } : {}),
  });
  await writeManifest(release, { ...manifest, files: { ...files, ...Object.fromEntries(written) } });
  return written.size;
}
