import {
  castVote,
  changePostStatus,
  editPost,
  getProgram,
  mergePosts,
  setPostVisible,
  toKnownIdentity,
  unmergePost,
  withdrawVote,
} from "@firstline/core";
import type { Web } from "../../context.ts";
import type { Api, ApiContext } from "../api.ts";
import { apiRoute } from "../route.ts";
import { answer, IdParam, json } from "../schemas.ts";
import { Changed, Merge, NewStatus, NewVote, Post, PostChanges } from "./schemas.ts";
import { toPostJson } from "./to-json.ts";

const TAGS = ["Feedback"];

/** Voting, and what agents do with posts. */
export function addPostChangeRoutes(api: Api, web: Web): void {
  addVote(api, web);
  addEdit(api, web);
  addStatus(api, web);
  addMerge(api, web);
  addUnmerge(api, web);
}

/** The program acts as an agent of its key's name. */
async function actor(c: ApiContext, web: Web): Promise<{ personId: number }> {
  const { id: personId } = await getProgram(web.ctx, c.get("apiKey"));
  return { personId };
}

function addVote(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/feedback/{id}/vote",
    operationId: "votePost",
    summary: "Vote for somebody",
    description:
      "One person has one vote on a post. A vote for a merged post goes to the one that stands for it.",
    tags: TAGS,
    scope: "feedback:write",
    request: { params: IdParam, body: { content: json(NewVote), required: true } },
    responses: { 200: answer(Changed, "The post; `changed` is false where the vote was there already.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const { voter, value } = c.req.valid("json");
    const vote = {
      workspaceId: key.workspaceId,
      postId: c.req.valid("param").id,
      voter: toKnownIdentity(voter),
    };
    const { post, changed } =
      value === 0
        ? await withdrawVote(web.ctx, vote)
        : await castVote(web.ctx, { ...vote, value, place: null });
    return c.json({ post: toPostJson(key, post), changed }, 200);
  });
}

function addEdit(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "patch",
    path: "/feedback/{id}",
    operationId: "updatePost",
    summary: "Change a post",
    tags: TAGS,
    scope: "feedback:write",
    request: { params: IdParam, body: { content: json(PostChanges), required: true } },
    responses: { 200: answer(Post, "The post as it is now.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const { isPublic, ...changes } = c.req.valid("json");
    const by = await actor(c, web);
    const which = { workspaceId: key.workspaceId, postId: c.req.valid("param").id, by };
    const edited = await editPost(web.ctx, { ...which, changes });
    const post = isPublic === undefined ? edited : await setPostVisible(web.ctx, { ...which, isPublic });
    return c.json(toPostJson(key, post), 200);
  });
}

function addStatus(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/feedback/{id}/status",
    operationId: "changePostStatus",
    summary: "Change the status of a post",
    description: "Everybody who voted hears of it, once, a minute later.",
    tags: TAGS,
    scope: "feedback:write",
    request: { params: IdParam, body: { content: json(NewStatus), required: true } },
    responses: { 200: answer(Changed, "The post as it is now.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const { post, changed } = await changePostStatus(web.ctx, {
      workspaceId: key.workspaceId,
      postId: c.req.valid("param").id,
      ...c.req.valid("json"),
      by: await actor(c, web),
    });
    return c.json({ post: toPostJson(key, post), changed }, 200);
  });
}

function addMerge(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/feedback/{id}/merge",
    operationId: "mergePost",
    summary: "Merge a post into another",
    description: "Votes stay where they were cast, so that it can be undone; each person counts once.",
    tags: TAGS,
    scope: "feedback:write",
    request: { params: IdParam, body: { content: json(Merge), required: true } },
    responses: { 200: answer(Post, "The post that stands for both.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const post = await mergePosts(web.ctx, {
      workspaceId: key.workspaceId,
      fromId: c.req.valid("param").id,
      intoId: c.req.valid("json").intoId,
      by: await actor(c, web),
    });
    return c.json(toPostJson(key, post), 200);
  });
}

function addUnmerge(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/feedback/{id}/unmerge",
    operationId: "unmergePost",
    summary: "Take a post out of the one that it is merged into",
    tags: TAGS,
    scope: "feedback:write",
    request: { params: IdParam },
    responses: { 200: answer(Post, "The post, standing for itself again.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const by = await actor(c, web);
    const which = { workspaceId: key.workspaceId, postId: c.req.valid("param").id };
    return c.json(toPostJson(key, await unmergePost(web.ctx, { ...which, by })), 200);
  });
}
