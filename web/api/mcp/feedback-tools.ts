import { castVote, createPost, listPosts, searchPosts, toKnownIdentity, withdrawVote } from "@firstline/core";
import type { ApiKey, PostSummary } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { Changed, NewPost, NewVote, Post, POST_STATUSES, Posts } from "../v1/feedback/schemas.ts";
import { toPostJson } from "../v1/feedback/to-json.ts";
import { Words } from "../v1/schemas.ts";
import { RequestKey, requestKeyOf } from "./request-key.ts";
import { defineTool } from "./tool.ts";
import type { Result } from "./tool.ts";

const MOST_POSTS = 50;

export const listFeedbackTool = defineTool({
  name: "list_feedback",
  title: "List feature requests",
  description: "Posts that people vote for, the most wanted or the newest first.",
  scope: "feedback:read",
  reads: true,
  input: z.strictObject({
    order: z.enum(["top", "new"]).default("top"),
    status: z.enum(POST_STATUSES).optional(),
    limit: z.int().min(1).max(MOST_POSTS).default(20),
  }),
  output: Posts,
  async run({ web, key }, { order, status, limit }) {
    const filter = { order, limit, ...(status === undefined ? {} : { status }) };
    const { posts } = await listPosts(web.ctx, { workspaceId: key.workspaceId, ...filter });
    return toResult(key, posts);
  },
});

export const searchFeedbackTool = defineTool({
  name: "search_feedback",
  title: "Search feature requests",
  description: "Finds posts that people vote for. Look here before you make another one.",
  scope: "feedback:read",
  reads: true,
  input: z.strictObject({ query: Words(500) }),
  output: Posts,
  async run({ web, key }, { query }) {
    return toResult(key, await searchPosts(web.ctx, { workspaceId: key.workspaceId, query }));
  },
});

export const createFeedbackTool = defineTool({
  name: "create_feedback",
  title: "Make a feature request",
  description: "Makes a post for somebody, with their vote. Search first: one wish needs one post.",
  scope: "feedback:write",
  reads: false,
  input: NewPost.extend({ requestKey: RequestKey }),
  output: Post,
  async run({ web, key }, { requestKey, author, type, ...texts }) {
    const sourceKey = requestKeyOf(key, requestKey);
    const { post } = await createPost(web.ctx, {
      workspaceId: key.workspaceId,
      ...texts,
      ...(type === undefined ? {} : { type }),
      author: toKnownIdentity(author),
      place: null,
      sourceKey: sourceKey === null ? null : `api:${sourceKey}`,
    });
    return { data: toPostJson(key, post), text: lineOf(post) };
  },
});

export const voteTool = defineTool({
  name: "vote_feedback",
  title: "Vote for a feature request",
  description: "Gives or takes back somebody's one vote on a post; 0 takes it back.",
  scope: "feedback:write",
  reads: false,
  input: NewVote.extend({ postId: z.int().positive().describe("Number of the post.") }),
  output: Changed,
  async run({ web, key }, { postId, voter, value }) {
    const which = { workspaceId: key.workspaceId, postId, voter: toKnownIdentity(voter) };
    const { post, changed } =
      value === 0
        ? await withdrawVote(web.ctx, which)
        : await castVote(web.ctx, { ...which, value, place: null });
    return { data: { post: toPostJson(key, post), changed }, text: lineOf(post) };
  },
});

function toResult(key: ApiKey, posts: PostSummary[]): Result<z.input<typeof Posts>> {
  const text = posts.map(lineOf).join("\n") || "There are no such posts.";
  return { data: { posts: posts.map((post) => toPostJson(key, post)) }, text };
}

const lineOf = ({ id, title, status, upvotes }: PostSummary): string =>
  `${id}: ${title} (${status}, ${upvotes} ${upvotes === 1 ? "vote" : "votes"})`;
