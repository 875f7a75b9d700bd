import {
  castVote,
  countedVotes,
  mergePosts,
  recountScores,
  scoreOf,
  unmergePost,
  updateSettings,
  withdrawVote,
} from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { aBoard } from "../support/feedback.ts";
import type { Board } from "../support/feedback.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const WEIGHTS = { downVotes: true, baseWeight: 0.5, mrrUnitUsd: 50, maxWeight: 4 };

/** Numbers that look like chance and are the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function expectTrueCounts(board: Board): Promise<void> {
  const { workspaceId } = board;
  const posts = await db
    .select()
    .from(schema.feedbackPosts)
    .where(eq(schema.feedbackPosts.workspaceId, workspaceId));
  const votes = await db.select().from(schema.votes).where(eq(schema.votes.workspaceId, workspaceId));
  const people = await db
    .select({ id: schema.people.id, companyId: schema.people.companyId, mrrUsd: schema.companies.mrrUsd })
    .from(schema.people)
    .leftJoin(schema.companies, eq(schema.companies.id, schema.people.companyId))
    .where(eq(schema.people.workspaceId, workspaceId));
  for (const post of posts) {
    const family = new Set(posts.filter(({ mergedIntoId }) => mergedIntoId === post.id).map(({ id }) => id));
    const own = votes.filter(({ postId }) => postId === post.id || family.has(postId));
    const counted = countedVotes(own, post.id);
    const ballots = counted.map(({ personId, value }) => {
      const person = people.find(({ id }) => id === personId);
      return { personId, value, companyId: person?.companyId ?? null, mrrUsd: person?.mrrUsd ?? 0 };
    });
    expect(post.upvotes).toBe(counted.filter(({ value }) => value > 0).length);
    expect(post.downvotes).toBe(counted.filter(({ value }) => value < 0).length);
    expect(post.weightedScore).toBeCloseTo(scoreOf(ballots, WEIGHTS), 4);
  }
}

test.each([1, 2, 3])("what is stored is what the rules say, whatever happens (seed %d)", async (seed) => {
  const random = randomFrom(seed);
  const board = await aBoard(db);
  const { ctx, workspaceId } = board;
  await updateSettings(ctx, { workspaceId, settings: { feedback: WEIGHTS } });
  const by = await board.agent();
  const people: { personId: number }[] = [];
  for (let i = 0; i < 8; i += 1) {
    const company = i < 6 ? { name: `Company ${i % 3}`, mrrUsd: random(50_000) } : undefined;
    people.push(await board.customer(`Person ${i}`, company));
  }
  const posts: number[] = [];
  for (let i = 0; i < 5; i += 1) posts.push((await board.post({ title: `Wish ${i}`, author: by })).id);
  const anyPost = (): number => posts[random(posts.length)] ?? 0;

  for (let step = 0; step < 60; step += 1) {
    board.ctx.clock.advance(61_000);
    const voter = people[random(people.length)] ?? by;
    const kind = random(10);
    const key = { workspaceId, postId: anyPost() };
    if (kind < 6) await castVote(ctx, { ...key, voter, value: random(3) === 0 ? -1 : 1, place: null });
    else if (kind === 6) await withdrawVote(ctx, { ...key, voter });
    else if (kind === 7) await unmergePost(ctx, { ...key, by });
    // Two that stand for each other already are refused: nothing changes.
    else await mergePosts(ctx, { workspaceId, fromId: key.postId, intoId: anyPost(), by }).catch(() => null);
    if (step % 10 === 9) await expectTrueCounts(board);
  }

  await expectTrueCounts(board);
  expect(await recountScores(ctx, { workspaceId })).toEqual({ changed: 0 });
});
