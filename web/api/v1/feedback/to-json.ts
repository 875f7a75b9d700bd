import type { ApiKey, PostSummary } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import type { Post, Posts } from "./schemas.ts";

/** The score is made of what companies pay: only a key that may read that sees it. */
export function toPostJson(key: ApiKey, post: PostSummary): z.infer<typeof Post> {
  const { id, title, description, type, status, upvotes, downvotes, isPublic, mergedIntoId } = post;
  const score = key.scopes.includes("people:read") ? post.weightedScore : null;
  const createdAt = post.createdAt.toISOString();
  return {
    id,
    title,
    description,
    type,
    status,
    upvotes,
    downvotes,
    score,
    isPublic,
    mergedIntoId,
    createdAt,
  };
}

export function toPostsJson(key: ApiKey, posts: PostSummary[]): z.infer<typeof Posts> {
  return { posts: posts.map((post) => toPostJson(key, post)) };
}
