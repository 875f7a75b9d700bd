import {
  createPost,
  findSimilarPosts,
  getPost,
  listPosts,
  searchPosts,
  toKnownIdentity,
} from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { requireScope } from "../authenticate.ts";
import { DEFAULT_LIMIT, fromCursor, PageQuery, toCursor } from "../cursor.ts";
import { apiRoute } from "../route.ts";
import { answer, IdParam, json, Words } from "../schemas.ts";
import { NewPost, Post, POST_STATUSES, POST_TYPES, PostPage, Posts } from "./schemas.ts";
import { toPostJson } from "./to-json.ts";

const TAGS = ["Feedback"];

/** Finding posts and making one. */
export function addFeedbackRoutes(api: Api, web: Web): void {
  addList(api, web);
  addSearch(api, web);
  addSimilar(api, web);
  addRead(api, web);
  addCreate(api, web);
}

const ListQuery = PageQuery.extend({
  order: z.enum(["top", "new"]).optional().openapi({ description: "`top` unless given." }),
  status: z.enum(POST_STATUSES).optional(),
  type: z.enum(POST_TYPES).optional(),
  include: z
    .enum(["hidden"])
    .optional()
    .openapi({ description: "`hidden`: also posts that only agents see. Needs the scope feedback:write." }),
});

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/feedback",
    operationId: "listPosts",
    summary: "List posts",
    description: "Merged ones are left out: the post that stands for them counts their votes.",
    tags: TAGS,
    scope: "feedback:read",
    request: { query: ListQuery },
    responses: { 200: answer(PostPage, "A page of posts.") },
  });
  api.openapi(route, async (c) => {
    const { limit = DEFAULT_LIMIT, cursor, order = "top", status, type, include } = c.req.valid("query");
    const key = c.get("apiKey");
    const forAgents = include === "hidden";
    if (forAgents) requireScope(key, "feedback:write");
    const filter = { order, status, type, forAgents };
    const list = `posts ${JSON.stringify(filter)}`;
    const after = fromCursor(list, z.string(), cursor);
    const page = await listPosts(web.ctx, { ...filter, workspaceId: key.workspaceId, limit, cursor: after });
    return c.json(
      {
        posts: page.posts.map((post) => toPostJson(key, post)),
        next: page.next === null ? null : toCursor(list, page.next),
      },
      200,
    );
  });
}

function addSearch(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/feedback/search",
    operationId: "searchPosts",
    summary: "Search posts",
    tags: TAGS,
    scope: "feedback:read",
    rate: "api",
    request: { query: z.object({ q: Words(500).openapi({ example: "dark mode" }) }) },
    responses: { 200: answer(Posts, "What was found, best first.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const { q } = c.req.valid("query");
    const posts = await searchPosts(web.ctx, { workspaceId: key.workspaceId, query: q });
    return c.json({ posts: posts.map((post) => toPostJson(key, post)) }, 200);
  });
}

const SimilarQuery = z.object({ title: Words(200), description: z.string().max(4_000).optional() });

function addSimilar(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/feedback/similar",
    operationId: "findSimilarPosts",
    summary: "Find posts that ask for the same",
    description: "Offer them before you make another post.",
    tags: TAGS,
    scope: "feedback:read",
    request: { query: SimilarQuery },
    responses: { 200: answer(Posts, "The likeliest first; often none.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const { title, description = "" } = c.req.valid("query");
    const posts = await findSimilarPosts(web.ctx, { workspaceId: key.workspaceId, title, description });
    return c.json({ posts: posts.map((post) => toPostJson(key, post)) }, 200);
  });
}

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/feedback/{id}",
    operationId: "getPost",
    summary: "Read a post",
    description: "In place of a merged one the post is answered that stands for it.",
    tags: TAGS,
    scope: "feedback:read",
    request: { params: IdParam },
    responses: { 200: answer(Post, "The post.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const forAgents = key.scopes.includes("feedback:write");
    const which = { workspaceId: key.workspaceId, postId: c.req.valid("param").id, forAgents };
    return c.json(toPostJson(key, await getPost(web.ctx, which)), 200);
  });
}

function addCreate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/feedback",
    operationId: "createPost",
    summary: "Make a post",
    tags: TAGS,
    scope: "feedback:write",
    request: { body: { content: json(NewPost), required: true } },
    responses: { 201: answer(Post, "The post with its author's vote.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const requestKey = c.get("requestKey");
    const { author, type, ...texts } = c.req.valid("json");
    const { post } = await createPost(web.ctx, {
      workspaceId: key.workspaceId,
      ...texts,
      ...(type === undefined ? {} : { type }),
      author: toKnownIdentity(author),
      place: null,
      sourceKey: requestKey === null ? null : `api:${requestKey}`,
    });
    c.header("Location", `/api/v1/feedback/${post.id}`);
    return c.json(toPostJson(key, post), 201);
  });
}
