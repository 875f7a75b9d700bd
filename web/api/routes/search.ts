import { recordSearch, recordSearchClick, searchArticles } from "@firstline/core";
import type { FoundArticle } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { check, readJson } from "../http/body.ts";
import { noStore } from "../http/headers.ts";
import { RowId } from "../http/row-id.ts";
import { TypedWords } from "../http/typed-words.ts";
import { createTyping } from "../http/typing.ts";
import type { Typing } from "../http/typing.ts";
import { visitorOf } from "../http/visitor.ts";

const MOST_RESULTS = 20;

const Query = z.object({
  q: TypedWords(300, "Say what to search for."),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/u, "must be a language code such as en or pt-BR")
    .optional(),
  limit: z.coerce.number().int().min(1).max(MOST_RESULTS).default(8),
  place: z.enum(["site", "panel"]).default("site"),
});
const Click = z.object({ articleId: RowId, rank: z.number().int().min(1).max(MOST_RESULTS) });

/** Published articles for a few words, each once, best first; and which of them was opened. */
export function searchRoutes(web: Web): Hono {
  const app = new Hono();
  app.use(noStore);
  const typing = createTyping(web.ctx.now);
  app.get("/", (c) => search(c, web, typing));
  app.post("/:id/click", async (c) => {
    web.limits.take("read", addressOf(c));
    const searchId = check(RowId, Number(c.req.param("id")));
    const click = await readJson(c, Click);
    await recordSearchClick(web.ctx, { workspaceId: web.workspace.id, searchId, ...click });
    return c.json({ counted: true });
  });
  return app;
}

async function search(c: Context, web: Web, typing: Typing): Promise<Response> {
  web.limits.take("search", addressOf(c));
  const {
    q: query,
    locale,
    limit,
    place,
  } = check(Query, {
    q: c.req.query("q"),
    locale: c.req.query("locale") || undefined,
    limit: c.req.query("limit"),
    place: c.req.query("place"),
  });
  const workspaceId = web.workspace.id;
  const found = await searchArticles(web.ctx, { workspaceId, query, locale: locale ?? null, limit });
  const visitor = visitorOf(c);
  const who = `${place} ${visitor.address} ${visitor.agent}`;
  const searchId = await recordSearch(web.ctx, {
    workspaceId,
    query,
    place,
    resultCount: found.length,
    continues: typing.before(who, query),
  });
  typing.remember(who, query, searchId);
  return c.json({ searchId, results: found.map(toResult) });
}

function toResult({ articleId, title, url, category, anchor, passage }: FoundArticle) {
  return { articleId, title, url, category, anchor, passage };
}
