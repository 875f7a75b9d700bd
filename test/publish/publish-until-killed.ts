#!/usr/bin/env node
/** Changes articles, publishes and builds, over and over, until it is killed. Says "ready" before it begins. */
import { connect, schema } from "@firstline/db";
import { siteWork } from "@firstline/web/site";
import { and, eq } from "drizzle-orm";
import { plainSite } from "./site-ground.ts";

const [url = "", dir = "", workspace = ""] = process.argv.slice(2);
const workspaceId = Number(workspace);
const database = connect(url);
const site = plainSite(database, { workspaceId, dir });
const work = siteWork(site);
console.log("ready");
for (let round = 0; ; round += 1) {
  await change(round % 12, {
    title: `Changed ${Date.now()}`,
    status: round % 3 === 0 ? "archived" : "published",
  });
  await work.publish_site();
  if (round % 4 === 3) await work.build_site();
}

async function change(number: number, values: Partial<typeof schema.articles.$inferInsert>): Promise<void> {
  const { articles } = schema;
  await database.db
    .update(articles)
    .set(values)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.slug, `article-${number}`)));
}
