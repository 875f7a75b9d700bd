import type { SiteStructure } from "@firstline/core";
import { frameOf } from "./frame.ts";
import type { FrameOptions } from "./frame.ts";
import { localeSite } from "./locale-site.ts";
import type { SitePlan } from "./plan.ts";
import { planArticles } from "./plan-articles.ts";
import { planChangelog, planRoadmap } from "./plan-feedback.ts";
import { planFiles } from "./plan-files.ts";
import { planLists } from "./plan-lists.ts";
import { planRedirects } from "./plan-redirects.ts";
import { planSitemap } from "./plan-sitemap.ts";

/** Everything that the public pages are to be, in every language. What stands at a path is worked out when it is asked for. */
export function planSite(
  structure: SiteStructure,
  options: FrameOptions & { rendererVersion: string },
): SitePlan {
  const plan: SitePlan = { pages: new Map(), redirects: new Map() };
  const sites = structure.site.locales.map((locale) => localeSite(structure, locale));
  for (const site of sites) {
    const frame = frameOf(structure, options, site.locale);
    const parts = { structure, frame, site, sites, rendererVersion: options.rendererVersion };
    for (const add of [
      planLists(parts),
      planArticles(parts),
      planRoadmap(parts),
      planChangelog(parts),
      planFiles(parts),
    ]) {
      add(plan);
    }
  }
  planSitemap(structure, sites, options.baseUrl)(plan);
  planRedirects(structure, sites, options.baseUrl)(plan);
  return plan;
}
