import { castVote, changePostStatus, deliverOutgoing, setPostVisible, tellVoters } from "@firstline/core";
import type { FeedbackStatus, PostSummary, Voter } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { fakePlatform } from "../support/fakes.ts";
import { fileBoard, member, pausedAfter } from "../support/feedback.ts";

const board = await fileBoard();
const { db } = board;
let post: PostSummary;
let key: { workspaceId: number; postId: number };

beforeEach(async () => {
  post = await board.post();
  key = { workspaceId: board.workspaceId, postId: post.id };
});

const vote = (voter: Voter) => castVote(board.ctx, { ...key, voter, value: 1, place: null });
const change = (status: FeedbackStatus) => changePostStatus(board.ctx, { ...key, status, by: board.by });
const tell = () => tellVoters(board.ctx, key);

/** Says what waits to be said, and answers what that was. */
async function deliverAll(): Promise<string[]> {
  const slack = fakePlatform();
  const o = schema.outgoingMessages;
  const waiting = await db
    .select({ id: o.id })
    .from(o)
    .where(and(eq(o.workspaceId, board.workspaceId), eq(o.operation, "post"), eq(o.status, "pending")))
    .orderBy(asc(o.id));
  for (const { id: outgoingId } of waiting) {
    const { workspaceId } = board;
    await deliverOutgoing(board.ctx, slack, { workspaceId, outgoingId, isLastTry: false });
  }
  return slack.posts.map(({ reply }) => reply.markdown);
}

test("news say nothing that does not hold any longer when their turn comes", async () => {
  await vote(member("Bob"));
  await change("completed");
  await tell();
  await change("open");

  expect(await deliverAll()).toEqual([]);
  await tell();
  expect(await deliverAll()).toEqual([]);
});

test("news of a post that was hidden before their turn came are not said", async () => {
  await change("completed");
  await tell();
  await setPostVisible(board.ctx, {
    workspaceId: board.workspaceId,
    postId: post.id,
    isPublic: false,
    by: board.by,
  });

  expect(await deliverAll()).toEqual([]);
});

test("a change that was taken back is told to those alone who have heard of it", async () => {
  for (let index = 0; index < 60; index += 1) await vote(member(`V${index}`));
  await change("planned");
  await tell();
  const first = await deliverAll();
  await change("completed");
  const slow = {
    ...board.ctx,
    db: pausedAfter(db, 1, async () => {
      await deliverAll();
      await change("planned");
    }),
  };
  const half = await tellVoters(slow, { workspaceId: board.workspaceId, postId: post.id });
  await tell();
  const corrected = await deliverAll();

  expect(first).toHaveLength(61);
  expect(half).toEqual({ told: 50 });
  expect(corrected).toHaveLength(50);
  expect(corrected.every((said) => said.includes("it is planned"))).toBe(true);
});
