import { createArticle, getArticle, listArticlesPage, updateArticle } from "@firstline/core";
import type { Article as CoreArticle } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import { readHelpCenter } from "../../help-center.ts";
import type { ApiContext } from "../api.ts";
import { openPage, PageQuery } from "../cursor.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, Id, IdParam, jsonBody, Text } from "../schemas.ts";
import { IfMatch, readIfMatch, requireVersion, toTag } from "../version.ts";
import { Article, ArticleChanges, ArticlePage, NewArticle } from "./schemas.ts";
import { toArticleJson, toSummaryJson } from "./to-json.ts";

const ListQuery = PageQuery.extend({
  status: z.enum(["draft", "published", "archived"]).optional(),
  audience: z.enum(["everyone", "agents"]).optional(),
  locale: Text(35).optional().openapi({ example: "de" }),
  categoryId: Id.optional(),
});

/** Reading and writing articles. They are never deleted, only archived. */
export const articleRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/articles",
    operationId: "listArticles",
    summary: "List articles",
    description: "Oldest first, without their contents; drafts and internal ones too.",
    tag: "Articles",
    scope: "articles:read",
    request: { query: ListQuery },
    responses: { 200: answer(ArticlePage, "A page of articles.") },
    async run({ web, workspaceId, query: { limit, cursor, ...filter } }) {
      const page = openPage({ limit, cursor }, { list: "articles", filter, position: z.string() });
      const input = { ...filter, workspaceId, limit: page.limit, cursor: page.at };
      const { articles, next } = await listArticlesPage(web.ctx, input);
      const helpCenter = await readHelpCenter(web, workspaceId);
      const shown = articles.map((article) => toSummaryJson(helpCenter, article));
      return { articles: shown, next: page.toNext(next) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/articles",
    operationId: "createArticle",
    summary: "Write an article",
    description: "It is found by searches and answers at once, and on the help center within seconds.",
    tag: "Articles",
    scope: "articles:write",
    request: { body: jsonBody(NewArticle) },
    responses: { 201: answer(Article, "The article as it was stored.") },
    async run({ c, web, workspaceId, body, made }) {
      const article = await createArticle(web.ctx, { workspaceId, ...body });
      made(article.id);
      return tagged(c, web, article);
    },
  }),
  defineRoute({
    method: "get",
    path: "/articles/{id}",
    operationId: "getArticle",
    summary: "Read an article",
    tag: "Articles",
    scope: "articles:read",
    request: { params: IdParam },
    responses: { 200: answer(Article, "The article; its `ETag` is good for `If-Match`.") },
    async run({ c, web, workspaceId, params }) {
      return tagged(c, web, await getArticle(web.ctx, { workspaceId, articleId: params.id }));
    },
  }),
  defineRoute({
    method: "patch",
    path: "/articles/{id}",
    operationId: "updateArticle",
    summary: "Change an article",
    description:
      "A changed slug leaves a redirect behind. An imported article is no longer overwritten by imports.",
    tag: "Articles",
    scope: "articles:write",
    request: { params: IdParam, headers: IfMatch, body: jsonBody(ArticleChanges) },
    responses: { 200: answer(Article, "The article as it is now.") },
    async run({ c, web, workspaceId, params, headers, body }) {
      const which = { workspaceId, articleId: params.id };
      const ifVersion = readIfMatch(headers["if-match"]);
      if (ifVersion !== undefined) requireVersion(await getArticle(web.ctx, which), ifVersion);
      return tagged(c, web, await updateArticle(web.ctx, { ...which, changes: body, ifVersion }));
    },
  }),
  stepRoute("publish", { status: "published", summary: "Publish an article" }),
  stepRoute("unpublish", { status: "draft", summary: "Make a draft of an article again" }),
  stepRoute("archive", { status: "archived", summary: "Take an article out of use" }),
];

function stepRoute(
  step: "publish" | "unpublish" | "archive",
  { status, summary }: { status: CoreArticle["status"]; summary: string },
): ApiRoute {
  return defineRoute({
    method: "post",
    path: `/articles/{id}/${step}`,
    operationId: `${step}Article`,
    summary,
    description: "A second time changes nothing.",
    tag: "Articles",
    scope: "articles:write",
    request: { params: IdParam },
    responses: { 200: answer(Article, "The article as it is now.") },
    async run({ c, web, workspaceId, params }) {
      const which = { workspaceId, articleId: params.id };
      const before = await getArticle(web.ctx, which);
      const article =
        before.status === status ? before : await updateArticle(web.ctx, { ...which, changes: { status } });
      return tagged(c, web, article);
    },
  });
}

async function tagged(c: ApiContext, web: Web, article: CoreArticle) {
  const shown = toArticleJson(await readHelpCenter(web, article.workspaceId), article);
  c.header("ETag", toTag(article.updatedAt, shown));
  return shown;
}
