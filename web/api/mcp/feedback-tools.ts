import { listPosts, searchPosts } from "@firstline/core";
import type { ApiKey, PostSummary } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { POST_STATUSES } from "../kinds.ts";
import { makePost, voteFor } from "../v1/feedback/actions.ts";
import { Changed, NewPost, NewVote, Post, Posts } from "../v1/feedback/schemas.ts";
import { toPostJson, toPostsJson } from "../v1/feedback/to-json.ts";
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
    const { posts } = await listPosts(web.ctx, { workspaceId: key.workspaceId, order, status, limit });
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
  async run(caller, { requestKey, ...input }) {
    const post = await makePost(caller, input, requestKeyOf(caller.key, requestKey));
    return { data: toPostJson(caller.key, post), text: lineOf(post) };
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
  async run(caller, vote) {
    const { post, changed } = await voteFor(caller, vote);
    return { data: { post: toPostJson(caller.key, post), changed }, text: lineOf(post) };
  },
});

function toResult(key: ApiKey, posts: PostSummary[]): Result<z.input<typeof Posts>> {
  const text = posts.map(lineOf).join("\n") || "There are no such posts.";
  return { data: toPostsJson(key, posts), text };
}

const lineOf = ({ id, title, status, upvotes }: PostSummary): string =>
  `${id}: ${title} (${status}, ${upvotes} ${upvotes === 1 ? "vote" : "votes"})`;
