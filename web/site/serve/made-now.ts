import { preparePages } from "@firstline/core";
import type { Planned, SitePlan } from "../publish/plan.ts";
import { readPlan } from "../publish/read-plan.ts";
import type { Site } from "../publish/site.ts";
import { makeOne } from "../publish/write-pages.ts";

/** What a path answers that has no file. */
export type MadeNow = { kind: "page" | "file"; body: string } | { kind: "moved"; to: string };

/**
 * Makes pages when they are asked for: until the first build is done, while a change is on its way, and where a name is too
 * long for a file. Nothing of it is written: only the publisher knows when it has to go again.
 */
export function pagesMadeNow(site: Site): (path: string) => Promise<MadeNow | null> {
  let kept: { plan: Promise<SitePlan>; until: number } | null = null;
  const readRecent = (): Promise<SitePlan> => {
    const now = Date.now();
    if (kept && kept.until > now) return kept.plan;
    const plan = readPlan(site);
    const mine = { plan, until: now + site.planKeptMs };
    kept = mine;
    plan.catch(() => {
      if (kept === mine) kept = null;
    });
    return plan;
  };
  return async (path) => {
    const plan = await readRecent();
    const to = plan.redirects.get(path) ?? plan.redirects.get(postNumber(path) ?? "");
    const planned = plan.pages.get(path)?.() ?? null;
    if (planned === null) return to === undefined ? null : { kind: "moved", to };
    const ready = planned.kind === "hold" ? await makeReady(site, path, planned.articleId) : planned;
    const body = ready && (await makeOne(site, ready));
    return body === null ? null : { kind: ready?.kind === "page" ? "page" : "file", body };
  };
}

/** `/roadmap/12-anything` is post 12, whatever it is called by now. */
const postNumber = (path: string): string | null =>
  /^(?:\/[A-Za-z0-9-]+)?\/roadmap\/\d+(?=-)/u.exec(path)?.[0] ?? null;

async function makeReady(site: Site, path: string, articleId: number): Promise<Planned | null> {
  const { ctx, workspaceId, articles } = site;
  await preparePages(ctx, { workspaceId, renderer: articles, articleIds: [articleId], limit: 1 });
  const planned = (await readPlan(site)).pages.get(path)?.();
  return planned === undefined || planned.kind === "hold" ? null : planned;
}
