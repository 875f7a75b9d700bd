import { createArticle, getArticle, listArticlesPage, updateArticle } from "@firstline/core";
import type { Article as CoreArticle } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import type { Api, ApiContext } from "../api.ts";
import { DEFAULT_LIMIT, fromCursor, PageQuery, toCursor } from "../cursor.ts";
import { apiRoute } from "../route.ts";
import { answer, Id, IdParam, json } from "../schemas.ts";
import { IfMatch, readIfMatch, requireVersion, toTag } from "../version.ts";
import { Article, ArticleChanges, ArticlePage, NewArticle } from "./schemas.ts";
import { toArticleJson, toSummaryJson } from "./to-json.ts";

const TAGS = ["Articles"];

/** Reading and writing articles. They are never deleted, only archived. */
export function addArticleRoutes(api: Api, web: Web): void {
  addList(api, web);
  addCreate(api, web);
  addRead(api, web);
  addUpdate(api, web);
  for (const step of ["publish", "unpublish", "archive"] as const) addStep(api, web, step);
}

const ListQuery = PageQuery.extend({
  status: z.enum(["draft", "published", "archived"]).optional(),
  audience: z.enum(["everyone", "agents"]).optional(),
  locale: z.string().max(35).optional().openapi({ example: "de" }),
  categoryId: Id.optional(),
});

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/articles",
    operationId: "listArticles",
    summary: "List articles",
    description: "Oldest first, without their contents; drafts and internal ones too.",
    tags: TAGS,
    scope: "articles:read",
    request: { query: ListQuery },
    responses: { 200: answer(ArticlePage, "A page of articles.") },
  });
  api.openapi(route, async (c) => {
    const { limit = DEFAULT_LIMIT, cursor, ...filter } = c.req.valid("query");
    const list = `articles ${JSON.stringify(filter)}`;
    const { workspaceId } = c.get("apiKey");
    const after = fromCursor(list, z.string(), cursor);
    const page = await listArticlesPage(web.ctx, { ...filter, workspaceId, limit, cursor: after });
    return c.json(
      {
        articles: page.articles.map((article) => toSummaryJson(web, article)),
        next: page.next === null ? null : toCursor(list, page.next),
      },
      200,
    );
  });
}

function addCreate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/articles",
    operationId: "createArticle",
    summary: "Write an article",
    description: "It is found by searches and answers at once, and on the help center within seconds.",
    tags: TAGS,
    scope: "articles:write",
    request: { body: { content: json(NewArticle), required: true } },
    responses: { 201: answer(Article, "The article as it was stored.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const article = await createArticle(web.ctx, { workspaceId, ...c.req.valid("json") });
    c.header("Location", `/api/v1/articles/${article.id}`);
    return c.json(tagged(c, web, article), 201);
  });
}

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/articles/{id}",
    operationId: "getArticle",
    summary: "Read an article",
    tags: TAGS,
    scope: "articles:read",
    request: { params: IdParam },
    responses: { 200: answer(Article, "The article; its `ETag` is good for `If-Match`.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const article = await getArticle(web.ctx, { workspaceId, articleId: c.req.valid("param").id });
    return c.json(tagged(c, web, article), 200);
  });
}

function addUpdate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "patch",
    path: "/articles/{id}",
    operationId: "updateArticle",
    summary: "Change an article",
    description:
      "A changed slug leaves a redirect behind. An imported article is no longer overwritten by imports.",
    tags: TAGS,
    scope: "articles:write",
    request: { params: IdParam, headers: IfMatch, body: { content: json(ArticleChanges), required: true } },
    responses: { 200: answer(Article, "The article as it is now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const articleId = c.req.valid("param").id;
    const ifVersion = await versionFor(web, { workspaceId, articleId }, c.req.valid("header")["if-match"]);
    const changes = c.req.valid("json");
    const article = await updateArticle(web.ctx, { workspaceId, articleId, changes, ...ifVersion });
    return c.json(tagged(c, web, article), 200);
  });
}

const STEPS = {
  publish: { status: "published", summary: "Publish an article" },
  unpublish: { status: "draft", summary: "Make a draft of an article again" },
  archive: { status: "archived", summary: "Take an article out of use" },
} as const;

function addStep(api: Api, web: Web, step: keyof typeof STEPS): void {
  const { status, summary } = STEPS[step];
  const route = apiRoute(web, {
    method: "post",
    path: `/articles/{id}/${step}`,
    operationId: `${step}Article`,
    summary,
    description: "A second time changes nothing.",
    tags: TAGS,
    scope: "articles:write",
    request: { params: IdParam },
    responses: { 200: answer(Article, "The article as it is now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const articleId = c.req.valid("param").id;
    const before = await getArticle(web.ctx, { workspaceId, articleId });
    const article =
      before.status === status
        ? before
        : await updateArticle(web.ctx, { workspaceId, articleId, changes: { status } });
    return c.json(tagged(c, web, article), 200);
  });
}

async function versionFor(
  web: Web,
  which: { workspaceId: number; articleId: number },
  header: string | undefined,
): Promise<{ ifVersion?: Date }> {
  const ifVersion = readIfMatch(header);
  if (ifVersion === undefined) return {};
  requireVersion(await getArticle(web.ctx, which), ifVersion);
  return { ifVersion };
}

function tagged(c: ApiContext, web: Web, article: CoreArticle) {
  const shown = toArticleJson(web, article);
  c.header("ETag", toTag(article.updatedAt, shown));
  return shown;
}
