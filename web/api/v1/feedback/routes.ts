import { findSimilarPosts, getPost, listPosts, searchPosts } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { POST_STATUSES, POST_TYPES } from "../../kinds.ts";
import { requireScope } from "../authenticate.ts";
import { openPage, PageQuery } from "../cursor.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, IdParam, jsonBody, Words } from "../schemas.ts";
import { makePost } from "./actions.ts";
import { NewPost, Post, PostPage, Posts } from "./schemas.ts";
import { toPostJson, toPostsJson } from "./to-json.ts";

const ListQuery = PageQuery.extend({
  order: z.enum(["top", "new"]).optional().openapi({ description: "`top` unless given." }),
  status: z.enum(POST_STATUSES).optional(),
  type: z.enum(POST_TYPES).optional(),
  include: z
    .enum(["hidden"])
    .optional()
    .openapi({ description: "`hidden`: also posts that only agents see. Needs the scope feedback:write." }),
});

const SimilarQuery = z.object({ title: Words(200), description: z.string().max(4_000).optional() });

/** Finding posts and making one. */
export const feedbackRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/feedback",
    operationId: "listPosts",
    summary: "List posts",
    description: "Merged ones are left out: the post that stands for them counts their votes.",
    tag: "Feedback",
    scope: "feedback:read",
    request: { query: ListQuery },
    responses: { 200: answer(PostPage, "A page of posts.") },
    async run({ web, key, workspaceId, query }) {
      const { limit, cursor, order = "top", status, type, include } = query;
      const forAgents = include === "hidden";
      if (forAgents) requireScope(key, "feedback:write");
      const filter = { order, status, type, forAgents };
      const page = openPage({ limit, cursor }, { list: "posts", filter, position: z.string() });
      const input = { ...filter, workspaceId, limit: page.limit, cursor: page.at };
      const { posts, next } = await listPosts(web.ctx, input);
      return { ...toPostsJson(key, posts), next: page.toNext(next) };
    },
  }),
  defineRoute({
    method: "get",
    path: "/feedback/search",
    operationId: "searchPosts",
    summary: "Search posts",
    tag: "Feedback",
    scope: "feedback:read",
    request: { query: z.object({ q: Words(500).openapi({ example: "dark mode" }) }) },
    responses: { 200: answer(Posts, "What was found, best first.") },
    async run({ web, key, workspaceId, query: { q } }) {
      return toPostsJson(key, await searchPosts(web.ctx, { workspaceId, query: q }));
    },
  }),
  defineRoute({
    method: "get",
    path: "/feedback/similar",
    operationId: "findSimilarPosts",
    summary: "Find posts that ask for the same",
    description: "Offer them before you make another post.",
    tag: "Feedback",
    scope: "feedback:read",
    request: { query: SimilarQuery },
    responses: { 200: answer(Posts, "The likeliest first; often none.") },
    async run({ web, key, workspaceId, query: { title, description = "" } }) {
      return toPostsJson(key, await findSimilarPosts(web.ctx, { workspaceId, title, description }));
    },
  }),
  defineRoute({
    method: "get",
    path: "/feedback/{id}",
    operationId: "getPost",
    summary: "Read a post",
    description: "In place of a merged one the post is answered that stands for it.",
    tag: "Feedback",
    scope: "feedback:read",
    request: { params: IdParam },
    responses: { 200: answer(Post, "The post.") },
    async run({ web, key, workspaceId, params }) {
      const forAgents = key.scopes.includes("feedback:write");
      const which = { workspaceId, postId: params.id, forAgents };
      return toPostJson(key, await getPost(web.ctx, which));
    },
  }),
  defineRoute({
    method: "post",
    path: "/feedback",
    operationId: "createPost",
    summary: "Make a post",
    tag: "Feedback",
    scope: "feedback:write",
    request: { body: jsonBody(NewPost) },
    responses: { 201: answer(Post, "The post with its author's vote.") },
    async run({ body, requestKey, made, ...caller }) {
      const post = await makePost(caller, body, requestKey);
      made(post.id);
      return toPostJson(caller.key, post);
    },
  }),
];
