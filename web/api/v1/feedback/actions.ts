import { createPost, toKnownIdentity } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import { setVote } from "../../set-vote.ts";
import type { Caller } from "../api.ts";
import type { NewPost, NewVote } from "./schemas.ts";

/** A post with its author's vote. A repeated request key makes nothing new and answers the post that is there. */
export async function makePost(
  { web, key }: Caller,
  { author, ...texts }: z.output<typeof NewPost>,
  requestKey: string | null,
): Promise<PostSummary> {
  const { post } = await createPost(web.ctx, {
    workspaceId: key.workspaceId,
    ...texts,
    author: toKnownIdentity(author),
    place: null,
    sourceKey: requestKey === null ? null : `api:${requestKey}`,
  });
  return post;
}

/** `changed` is false where the vote was there already. */
export function voteFor(
  { web, key }: Caller,
  { postId, voter, value }: z.output<typeof NewVote> & { postId: number },
): Promise<{ post: PostSummary; changed: boolean }> {
  const { workspaceId } = key;
  return setVote(web.ctx, { workspaceId, postId, voter: toKnownIdentity(voter), value });
}
