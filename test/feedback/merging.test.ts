import {
  castVote,
  changePostStatus,
  getPost,
  listMyPosts,
  listPosts,
  mergePosts,
  recountScores,
  setPostVisible,
  unmergePost,
  updateSettings,
  withdrawVote,
} from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { aBoard, fileBoard, member } from "../support/feedback.ts";

const board = await fileBoard();
const { db } = board;

const merge = (fromId: number, intoId: number) =>
  mergePosts(board.ctx, { workspaceId: board.workspaceId, fromId, intoId, by: board.by });
const unmerge = (postId: number) =>
  unmergePost(board.ctx, { workspaceId: board.workspaceId, postId, by: board.by });
const read = (postId: number) => getPost(board.ctx, { workspaceId: board.workspaceId, postId });
const vote = (postId: number, name: string, value: 1 | -1 = 1) =>
  castVote(board.ctx, { workspaceId: board.workspaceId, postId, voter: member(name), value, place: null });
const posts = async (...titles: string[]): Promise<number[]> => {
  const ids = [];
  for (const title of titles) ids.push((await board.post({ title })).id);
  return ids;
};

async function stored(id: number) {
  const [row] = await db.select().from(schema.feedbackPosts).where(eq(schema.feedbackPosts.id, id));
  if (!row) throw new Error("no such post");
  return row;
}

describe("merging", () => {
  test("counts each person once, and going back gives each post its own votes again", async () => {
    const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
    await vote(one, "Bob");
    await vote(two, "Bob");
    await vote(two, "Cyd");

    expect(await merge(two, one)).toMatchObject({ id: one, upvotes: 3 });
    expect(await unmerge(two)).toMatchObject({ id: two, upvotes: 3, mergedIntoId: null });
    expect(await read(one)).toMatchObject({ upvotes: 2 });
  });

  test("leads everybody to the post that stands for both", async () => {
    const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
    await merge(two, one);

    expect(await read(two)).toMatchObject({ id: one });
    expect(await vote(two, "Bob")).toMatchObject({ changed: true, post: { id: one, upvotes: 2 } });
    const { posts: listed } = await listPosts(board.ctx, { workspaceId: board.workspaceId, order: "new" });
    expect(listed.map(({ id }) => id)).toEqual([one]);
    const mine = await listMyPosts(board.ctx, { workspaceId: board.workspaceId, voter: member("Ada") });
    expect(mine).toMatchObject([{ id: one, myVote: 1, isMine: true }]);
  });

  test("lets somebody take a vote back that they gave to the merged post", async () => {
    const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
    await vote(two, "Bob");
    await merge(two, one);
    await withdrawVote(board.ctx, { workspaceId: board.workspaceId, postId: one, voter: member("Bob") });

    expect(await read(one)).toMatchObject({ upvotes: 1 });
    expect(await stored(two)).toMatchObject({ upvotes: 1 });
  });

  test("flattens chains, and a link of the chain goes back with what hung on it", async () => {
    const [one = 0, two = 0, three = 0] = await posts("A wish", "B wish", "C wish");
    await merge(three, two);
    await merge(two, one);
    expect([await stored(two), await stored(three)]).toMatchObject([
      { mergedIntoId: one },
      { mergedIntoId: one },
    ]);

    await unmerge(two);
    expect([await stored(two), await stored(three)]).toMatchObject([
      { mergedIntoId: null },
      { mergedIntoId: two },
    ]);
  });

  test("into a merged post goes to the one that stands for it", async () => {
    const [one = 0, two = 0, three = 0] = await posts("A wish", "B wish", "C wish");
    await merge(two, one);

    expect(await merge(three, two)).toMatchObject({ id: one });
    expect(await stored(three)).toMatchObject({ mergedIntoId: one });
  });

  test("is harmless to repeat, and so is going back", async () => {
    const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
    await merge(two, one);
    expect(await merge(two, one)).toMatchObject({ id: one });
    await unmerge(two);
    expect(await unmerge(two)).toMatchObject({ id: two, mergedIntoId: null });

    const events = await db.select().from(schema.feedbackEvents).where(eq(schema.feedbackEvents.postId, two));
    expect(events.map(({ kind }) => kind)).toEqual(["created", "merged", "unmerged"]);
  });
});

describe("merging is refused", () => {
  test("of a post with itself, also round a corner", async () => {
    const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
    await expect(merge(one, one)).rejects.toMatchObject({ code: "invalid" });
    await merge(two, one);
    await expect(merge(one, two)).rejects.toMatchObject({ code: "invalid" });
  });

  test("of a post that is merged into a third one", async () => {
    const [one = 0, two = 0, three = 0] = await posts("A wish", "B wish", "C wish");
    await merge(two, one);
    await expect(merge(two, three)).rejects.toMatchObject({ code: "conflict" });
  });

  test("with a neighbor's post", async () => {
    const [one = 0] = await posts("Dark mode");
    const foreign = await (await aBoard(db)).post();
    await expect(merge(one, foreign.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(merge(foreign.id, one)).rejects.toMatchObject({ code: "not_found" });
    await expect(unmerge(foreign.id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("to one of two agents who merge two posts into each other at once", async () => {
    const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
    const outcomes = await Promise.allSettled([merge(one, two), merge(two, one)]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const merged = [await stored(one), await stored(two)].filter(({ mergedIntoId }) => mergedIntoId !== null);
    expect(merged).toHaveLength(1);
  });
});

test("a merged post's status is that of the one which stands for it", async () => {
  const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
  await merge(two, one);
  const change = { workspaceId: board.workspaceId, postId: two, status: "planned", by: board.by } as const;

  await expect(changePostStatus(board.ctx, change)).rejects.toMatchObject({ code: "conflict" });
});

test("a post merged into a hidden one is found by agents alone", async () => {
  const [one = 0, two = 0] = await posts("Dark mode", "Night mode");
  await merge(two, one);
  await setPostVisible(board.ctx, {
    workspaceId: board.workspaceId,
    postId: one,
    isPublic: false,
    by: board.by,
  });

  await expect(read(two)).rejects.toMatchObject({ code: "not_found" });
  await expect(vote(two, "Bob")).rejects.toMatchObject({ code: "not_found" });
  expect(
    await getPost(board.ctx, { workspaceId: board.workspaceId, postId: two, forAgents: true }),
  ).toMatchObject({ id: one });
});

test("a company's new revenue counts after the next count of all posts", async () => {
  const [one = 0] = await posts("Dark mode");
  const voter = await board.customer("Cleo", { name: "Big", mrrUsd: 0 });
  await castVote(board.ctx, { workspaceId: board.workspaceId, postId: one, voter, value: 1, place: null });
  await db
    .update(schema.companies)
    .set({ mrrUsd: 9_900 })
    .where(eq(schema.companies.workspaceId, board.workspaceId));

  expect(await recountScores(board.ctx, { workspaceId: board.workspaceId })).toEqual({ changed: 1 });
  expect((await read(one)).weightedScore).toBeCloseTo(4, 5);
  expect(await recountScores(board.ctx, { workspaceId: board.workspaceId })).toEqual({ changed: 0 });
});

test("other weights have all posts counted anew", async () => {
  await updateSettings(board.ctx, {
    workspaceId: board.workspaceId,
    settings: { feedback: { maxWeight: 1 } },
  });

  const jobs = await queuedJobs(db, "recount_scores");
  expect(jobs.map(({ key }) => key)).toContain(`recount_scores:${board.workspaceId}`);
});
