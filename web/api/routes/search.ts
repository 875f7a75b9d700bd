import { searchKnowledge } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { check } from "../http/body.ts";
import { toSourceUrl } from "./feed-json.ts";

const Query = z.object({ q: z.string({ error: "Say what to search for." }).trim().min(1).max(300) });
const MOST_RESULTS = 5;
const EXCERPT = 200;

/** Published articles for a few words, each once, best first. */
export function searchRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/", async (c) => {
    web.limits.take("search", addressOf(c));
    const { q } = check(Query, { q: c.req.query("q") });
    const hits = await searchKnowledge(web.ctx, {
      workspaceId: web.workspace.id,
      query: q.toWellFormed(),
      helpCenterUrl: web.ctx.helpCenterUrl ?? web.publicUrl,
      limit: 20,
    });
    const firsts = hits.filter(
      (hit, index) => hits.findIndex(({ articleId }) => articleId === hit.articleId) === index,
    );
    const results = firsts.slice(0, MOST_RESULTS).map((hit) => ({
      title: hit.title,
      url: toSourceUrl({ ...hit, excerpt: null }, web.publicUrl),
      excerpt: hit.text.slice(0, EXCERPT).toWellFormed(),
    }));
    return c.json({ results });
  });
  return app;
}
