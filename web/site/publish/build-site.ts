import { cp } from "node:fs/promises";
import { beginBuild, endBuild, messageOf } from "@firstline/core";
import { compare } from "./compare.ts";
import { keepIndex } from "./index-folder.ts";
import { writeManifest } from "./manifest.ts";
import { findRelease, newRelease, removeLeftovers, switchTo } from "./place.ts";
import { readPlan } from "./read-plan.ts";
import type { Site } from "./site.ts";
import { writePages } from "./write-pages.ts";

/**
 * Makes all pages beside those that are served, and switches when the last is there. The caller holds the site's lock.
 * What changes meanwhile has its own job, which runs afterwards. Answers how many files there are.
 */
export async function buildRelease(site: Site, signal?: AbortSignal): Promise<{ pages: number }> {
  const { ctx, workspaceId, dir } = site;
  const buildId = await beginBuild(ctx, { workspaceId });
  try {
    const before = await findRelease(dir);
    const release = await newRelease(dir, ctx.now());
    await removeLeftovers(dir, [before, release]);
    const pages = await fillRelease(site, release, signal);
    if (before) await keepIndex(before, release);
    await switchTo(dir, release);
    await endBuild(ctx, { workspaceId, buildId, outcome: { status: "done", pages } });
    return { pages };
  } catch (error) {
    const reason = messageOf(error);
    await endBuild(ctx, { workspaceId, buildId, outcome: { status: "failed", error: reason } });
    throw error;
  }
}

/** A whole site in an empty folder. Answers how many files of ours there are. */
export async function fillRelease(site: Site, release: string, signal?: AbortSignal): Promise<number> {
  const templates = await site.templates();
  await cp(templates.assetsDir, release, { recursive: true });
  const plan = await readPlan(site);
  const empty = { templates: templates.version, files: {} };
  const { changed } = await compare(plan, empty);
  const written = await writePages(site, plan, changed, {
    root: release,
    isBeside: true,
    ...(signal ? { signal } : {}),
  });
  const files = Object.fromEntries(written);
  await writeManifest(release, { format: 1, workspaceId: site.workspaceId, ...empty, files });
  return written.size;
}
