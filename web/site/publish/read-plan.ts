import { readSiteStructure } from "@firstline/core";
import type { SitePlan } from "./plan.ts";
import { planSite } from "./plan-site.ts";
import type { Site } from "./site.ts";

/** What the site is to be at this moment. */
export async function readPlan(site: Site): Promise<SitePlan> {
  const { ctx, workspaceId, baseUrl, articles } = site;
  const structure = await readSiteStructure(ctx, { workspaceId });
  return planSite(structure, { baseUrl, rendererVersion: articles.version });
}
