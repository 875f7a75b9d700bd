import { castVote, createPost, listPosts, updateSettings, withdrawVote } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { aBoard, fileBoard, aThread, member } from "../support/feedback.ts";

const board = await fileBoard();
const { db } = board;

const up = (postId: number, voter: Parameters<typeof castVote>[1]["voter"]) =>
  castVote(board.ctx, { workspaceId: board.workspaceId, postId, voter, value: 1, place: null });

describe("a new post", () => {
  test("comes with its author's vote", async () => {
    const post = await board.post();

    expect(post).toMatchObject({
      title: "Dark mode for the dashboard",
      status: "open",
      upvotes: 1,
      downvotes: 0,
    });
    expect(post.weightedScore).toBe(1);
  });

  test("is made once of one source, however often it is asked for", async () => {
    const first = await board.post({ sourceKey: "ticket:7" });
    const { post, created } = await createPost(board.ctx, {
      workspaceId: board.workspaceId,
      title: "Another title",
      description: "",
      author: member("Bob"),
      place: null,
      sourceKey: "ticket:7",
    });

    expect(created).toBe(false);
    expect(post).toMatchObject({ id: first.id, upvotes: 1 });
  });

  test.each([
    ["a title of 10,000 letters", { title: "x".repeat(10_000) }, /too long/u],
    ["a title of spaces", { title: " \u200B " }, /title/u],
    ["a title without a letter", { title: "🎉!!" }, /title/u],
    ["a description of 10,001 letters", { description: "x".repeat(10_001) }, /too long/u],
  ])("is refused with %s", async (_, texts, message) => {
    await expect(board.post(texts)).rejects.toThrow(message);
  });

  test("calls nobody and hides nothing", async () => {
    const post = await board.post({
      title: "Ping <!channel> and @everyone\nnow\u202E",
      description: "@@everyone <!here>",
    });

    expect(post.title).toBe("Ping channel and everyone now");
    expect(post.description).not.toMatch(/@everyone|<!/u);
  });

  test("is refused to a member who made ten in a day, and allowed the day after", async () => {
    for (let i = 0; i < 10; i += 1) await board.post({ title: `Wish ${i}` });
    await expect(board.post({ title: "One more" })).rejects.toMatchObject({ code: "limit" });

    board.ctx.clock.advance(25 * 60 * 60_000);
    await expect(board.post({ title: "One more" })).resolves.toMatchObject({ title: "One more" });
  });

  test("of an agent has no such limit", async () => {
    const author = await board.agent();
    for (let i = 0; i < 11; i += 1) await board.post({ title: `Wish ${i}`, author });

    const { posts } = await listPosts(board.ctx, { workspaceId: board.workspaceId, order: "new" });
    expect(posts).toHaveLength(11);
  });
});

describe("a vote", () => {
  test("counts once for a person", async () => {
    const post = await board.post();

    expect(await up(post.id, member("Bob"))).toMatchObject({ changed: true, post: { upvotes: 2 } });
    expect(await up(post.id, member("Bob"))).toMatchObject({ changed: false, post: { upvotes: 2 } });
  });

  test("is taken back, and can be given again", async () => {
    const post = await board.post();
    await up(post.id, member("Bob"));
    const voter = member("Bob");
    const key = { workspaceId: board.workspaceId, postId: post.id, voter };

    expect(await withdrawVote(board.ctx, key)).toMatchObject({ changed: true, post: { upvotes: 1 } });
    expect(await withdrawVote(board.ctx, key)).toMatchObject({ changed: false, post: { upvotes: 1 } });
    expect(await up(post.id, voter)).toMatchObject({ changed: true, post: { upvotes: 2 } });
  });

  test("against a post works where it is switched on, and takes the place of one for it", async () => {
    const post = await board.post();
    await up(post.id, member("Bob"));
    const against = {
      workspaceId: board.workspaceId,
      postId: post.id,
      voter: member("Bob"),
      value: -1,
      place: null,
    } as const;
    await expect(castVote(board.ctx, against)).rejects.toMatchObject({ code: "invalid" });

    await updateSettings(board.ctx, {
      workspaceId: board.workspaceId,
      settings: { feedback: { downVotes: true, baseWeight: 1, mrrUnitUsd: 100, maxWeight: 5 } },
    });
    const { post: after } = await castVote(board.ctx, against);
    expect(after).toMatchObject({ upvotes: 1, downvotes: 1, weightedScore: 0 });
  });

  test("of a company counts by its revenue, once for all of its people", async () => {
    const post = await board.post();
    const big = { name: "Big", mrrUsd: 9_900 };
    await up(post.id, await board.customer("Cleo", big));
    const { post: after } = await up(post.id, await board.customer("Carl", big));

    expect(after.upvotes).toBe(3);
    expect(after.weightedScore).toBeCloseTo(1 + 3, 5);
  });

  test("cast in a thread after one on the web learns where to tell of news", async () => {
    const post = await board.post();
    const voter = await board.customer("Bob");
    await up(post.id, voter);
    const again = await castVote(board.ctx, {
      workspaceId: board.workspaceId,
      postId: post.id,
      voter,
      value: 1,
      place: aThread("2.2"),
    });

    const [stored] = await db.select().from(schema.votes).where(eq(schema.votes.personId, voter.personId));
    expect(again.changed).toBe(false);
    expect(stored).toMatchObject({ platform: "slack", channelId: "C_SUPPORT", threadId: "2.2" });
  });
});

describe("a vote is refused", () => {
  test("to somebody who voted thirty times in a minute, until the minute is over", async () => {
    const author = await board.agent();
    const posts = [];
    for (let i = 0; i < 31; i += 1) posts.push(await board.post({ title: `Wish ${i}`, author }));
    for (const { id } of posts.slice(0, 30)) await up(id, member("Bob"));

    const last = posts.at(-1)?.id ?? 0;
    await expect(up(last, member("Bob"))).rejects.toMatchObject({ code: "limit" });
    board.ctx.clock.advance(61_000);
    await expect(up(last, member("Bob"))).resolves.toMatchObject({ changed: true });
  });

  test("to somebody who takes theirs back and turns it around without end, for ten minutes", async () => {
    const { workspaceId, ctx } = board;
    const { id: postId } = await board.post();
    await updateSettings(ctx, { workspaceId, settings: { feedback: { downVotes: true } } });
    const cast = (value: 1 | -1) =>
      castVote(ctx, { workspaceId, postId, voter: member("Bob"), value, place: null });
    const back = () => withdrawVote(ctx, { workspaceId, postId, voter: member("Bob") });
    for (let i = 0; i < 10; i += 1) {
      await cast(1);
      await cast(-1);
      await cast(1);
      await back();
    }

    await expect(cast(1)).rejects.toThrow("You have changed your votes many times. Please wait ten minutes.");
    await expect(up(postId, member("Cleo"))).resolves.toMatchObject({ changed: true });
    board.ctx.clock.advance(10 * 60_000);
    await expect(cast(1)).resolves.toMatchObject({ changed: true });
    await expect(back()).resolves.toMatchObject({ changed: true });
  });

  test.each(["completed", "wont_fix"] as const)("for a post that is %s", async (status) => {
    const post = await board.post();
    await db.update(schema.feedbackPosts).set({ status }).where(eq(schema.feedbackPosts.id, post.id));

    await expect(up(post.id, member("Bob"))).rejects.toMatchObject({ code: "conflict" });
  });

  test("for hidden posts and a neighbor's, as if they were not there", async () => {
    const hidden = await board.post();
    await db
      .update(schema.feedbackPosts)
      .set({ isPublic: false })
      .where(eq(schema.feedbackPosts.id, hidden.id));
    const foreign = await (await aBoard(db)).post();

    await expect(up(hidden.id, member("Bob"))).rejects.toMatchObject({ code: "not_found" });
    await expect(up(foreign.id, member("Bob"))).rejects.toMatchObject({ code: "not_found" });
    await expect(up(999_999, member("Bob"))).rejects.toMatchObject({ code: "not_found" });
  });
});
