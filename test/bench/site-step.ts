#!/usr/bin/env node
/** One step of publishing in a process of its own, so that its memory is its own: prints what it took as JSON. */
import { preparePages, requestSiteJob, updateArticle } from "@firstline/core";
import { connect, schema } from "@firstline/db";
import { openSite, siteWork, startSiteJobs } from "@firstline/web/site";
import type { Site } from "@firstline/web/site";
import { and, eq } from "drizzle-orm";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { benchCtx } from "./ctx.ts";
import { quantile } from "./measure.ts";

const [step = "", databaseUrl = "", dir = "", workspace = ""] = process.argv.slice(2);
const database = connect(databaseUrl);
const baseUrl = "https://help.example.test";
const ctx = { ...benchCtx(database.db), helpCenterUrl: baseUrl };
const workspaceId = Number(workspace);
const site = openSite(ctx, { workspaceId, baseUrl, dir });
await site.templates();

const STEPS: Record<string, () => Promise<Record<string, number>>> = {
  async prepare() {
    const prepared = await preparePages(ctx, { workspaceId, renderer: site.articles, limit: 1_000_000 });
    return { prepared: prepared.length };
  },
  async related() {
    await siteWork(site).refresh_related();
    return {};
  },
  async build() {
    await siteWork(site).build_site();
    return {};
  },
  async nothing() {
    await siteWork(site).publish_site();
    return {};
  },
  async index() {
    await siteWork(site).index_site();
    return {};
  },
  live: () => timeLive(site),
};

const startedCpu = process.cpuUsage();
const startedAt = performance.now();
const told = await STEPS[step]?.();
const wallMs = performance.now() - startedAt;
const cpu = process.cpuUsage(startedCpu);
console.log(
  JSON.stringify({
    ...told,
    wallMs,
    cpuMs: (cpu.user + cpu.system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
await database.close();

/** From the change's commit until the file says it. */
async function timeLive(site: Site): Promise<Record<string, number>> {
  const jobs = await startSiteJobs(site, { databaseUrl });
  await requestSiteJob(ctx.db, { workspaceId, job: "publish_site" });
  const times: number[] = [];
  for (let i = 0; i < 12; i += 1) times.push(await changeOne(i * 731));
  await jobs.stop();
  return { p50: quantile(times, 0.5), max: Math.max(...times) };
}

async function changeOne(i: number): Promise<number> {
  const { articles } = schema;
  const slug = `made-up-${i}`;
  const [article] = await ctx.db
    .select({ id: articles.id })
    .from(articles)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.slug, slug)));
  const word = `changed-${Date.now()}`;
  const articleId = article?.id ?? 0;
  await updateArticle(ctx, { workspaceId, articleId, changes: { title: `Title ${word}`, content: word } });
  const started = performance.now();
  const file = join(dir, "current", "articles", `${slug}.html`);
  while (!(await readFile(file, "utf8")).includes(word))
    await new Promise((resolve) => setTimeout(resolve, 5));
  return performance.now() - started;
}
