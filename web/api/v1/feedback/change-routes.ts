import {
  changePostStatus,
  editPost,
  getProgram,
  mergePosts,
  setPostVisible,
  unmergePost,
} from "@firstline/core";
import type { Caller } from "../api.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, IdParam, jsonBody } from "../schemas.ts";
import { voteFor } from "./actions.ts";
import { Changed, Merge, NewStatus, NewVote, Post, PostChanges } from "./schemas.ts";
import { toPostJson } from "./to-json.ts";

/** Voting, and what agents do with posts. */
export const postChangeRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "post",
    path: "/feedback/{id}/vote",
    operationId: "votePost",
    summary: "Vote for somebody",
    description:
      "One person has one vote on a post. A vote for a merged post goes to the one that stands for it.",
    tag: "Feedback",
    scope: "feedback:write",
    request: { params: IdParam, body: jsonBody(NewVote) },
    responses: { 200: answer(Changed, "The post; `changed` is false where the vote was there already.") },
    async run({ params, body, ...caller }) {
      const { post, changed } = await voteFor(caller, { postId: params.id, ...body });
      return { post: toPostJson(caller.key, post), changed };
    },
  }),
  defineRoute({
    method: "patch",
    path: "/feedback/{id}",
    operationId: "updatePost",
    summary: "Change a post",
    tag: "Feedback",
    scope: "feedback:write",
    request: { params: IdParam, body: jsonBody(PostChanges) },
    responses: { 200: answer(Post, "The post as it is now.") },
    async run({ web, key, params, body }) {
      const { isPublic, ...changes } = body;
      const which = await asAgent({ web, key }, params.id);
      const edited = await editPost(web.ctx, { ...which, changes });
      const post = isPublic === undefined ? edited : await setPostVisible(web.ctx, { ...which, isPublic });
      return toPostJson(key, post);
    },
  }),
  defineRoute({
    method: "post",
    path: "/feedback/{id}/status",
    operationId: "changePostStatus",
    summary: "Change the status of a post",
    description: "Everybody who voted hears of it, once, a minute later.",
    tag: "Feedback",
    scope: "feedback:write",
    request: { params: IdParam, body: jsonBody(NewStatus) },
    responses: { 200: answer(Changed, "The post as it is now.") },
    async run({ web, key, params, body }) {
      const which = await asAgent({ web, key }, params.id);
      const { post, changed } = await changePostStatus(web.ctx, { ...which, ...body });
      return { post: toPostJson(key, post), changed };
    },
  }),
  defineRoute({
    method: "post",
    path: "/feedback/{id}/merge",
    operationId: "mergePost",
    summary: "Merge a post into another",
    description: "Votes stay where they were cast, so that it can be undone; each person counts once.",
    tag: "Feedback",
    scope: "feedback:write",
    request: { params: IdParam, body: jsonBody(Merge) },
    responses: { 200: answer(Post, "The post that stands for both.") },
    async run({ web, key, params, body }) {
      const { postId: fromId, ...agent } = await asAgent({ web, key }, params.id);
      return toPostJson(key, await mergePosts(web.ctx, { ...agent, fromId, intoId: body.intoId }));
    },
  }),
  defineRoute({
    method: "post",
    path: "/feedback/{id}/unmerge",
    operationId: "unmergePost",
    summary: "Take a post out of the one that it is merged into",
    tag: "Feedback",
    scope: "feedback:write",
    request: { params: IdParam },
    responses: { 200: answer(Post, "The post, standing for itself again.") },
    async run({ web, key, params }) {
      return toPostJson(key, await unmergePost(web.ctx, await asAgent({ web, key }, params.id)));
    },
  }),
];

type ByAgent = { workspaceId: number; postId: number; by: { personId: number } };

/** A post, and the agent of the key's name who does something with it. */
async function asAgent({ web, key }: Caller, postId: number): Promise<ByAgent> {
  const { id: personId } = await getProgram(web.ctx, key);
  return { workspaceId: key.workspaceId, postId, by: { personId } };
}
