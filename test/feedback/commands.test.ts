import {
  act,
  castVote,
  mergePosts,
  offerPost,
  pruneEvents,
  publishDraft,
  refreshPostCard,
  rememberPerson,
  setPostVisible,
} from "@firstline/core";
import type { Offered, OfferPostInput, PersonIdentity, PostOrigin, Reply } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { aBoard, aThread, member } from "../support/feedback.ts";
import type { Board } from "../support/feedback.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();

const SUPPORT: PostOrigin = { platform: "slack", channelId: "C_SUPPORT", threadId: null, isDirect: false };
const ELSEWHERE: PostOrigin = { ...SUPPORT, channelId: "C_GENERAL" };

let forms = 0;

const offer = (board: Board, input: Partial<OfferPostInput> = {}): Promise<Offered> => {
  forms += 1;
  return offerPost(board.ctx, {
    workspaceId: board.workspaceId,
    title: "Dark mode for the dashboard",
    description: "White hurts.",
    type: "feature_request",
    by: member("Mia"),
    formKey: `form:${forms}`,
    sourceKey: null,
    origin: SUPPORT,
    ...input,
  });
};

/** A draft of Mia's, kept because the board has a post like it. */
async function aDraft(board: Board, input: Partial<OfferPostInput> = {}): Promise<number> {
  await board.post();
  const offered = await offer(board, input);
  if (offered.outcome !== "alike") throw new Error("nothing alike was found");
  return offered.draftId;
}

async function personIdOf(board: Board, identity: PersonIdentity): Promise<number> {
  return board.ctx.db.transaction(async (tx) => (await rememberPerson(tx, board.workspaceId, identity)).id);
}

const outgoing = (db: Db, workspaceId: number, operation: "post" | "edit") =>
  db
    .select()
    .from(schema.outgoingMessages)
    .where(
      and(
        eq(schema.outgoingMessages.workspaceId, workspaceId),
        eq(schema.outgoingMessages.operation, operation),
      ),
    )
    .orderBy(asc(schema.outgoingMessages.id));

/** What the latest edit of a card shows. */
async function latestCard({ ctx, workspaceId }: Board): Promise<Reply | undefined> {
  const rows = await outgoing(ctx.db, workspaceId, "edit");
  // The column holds what was sent out.
  return (rows.at(-1)?.payload as { reply?: Reply } | undefined)?.reply;
}

async function aCard(board: Board): Promise<number> {
  const offered = await offer(board);
  if (offered.outcome !== "posted") throw new Error("something alike was found");
  return offered.post.id;
}

test("a form that is sent again after its answer was lost makes one post, and offers nobody their own", async () => {
  const board = await aBoard(db);

  const first = await offer(board, { formKey: "form:same" });
  const again = await offer(board, { formKey: "form:same" });

  expect(first).toMatchObject({ outcome: "posted", created: true });
  expect(again).toMatchObject({ outcome: "posted", created: false });
  expect(await outgoing(board.ctx.db, board.workspaceId, "post")).toHaveLength(1);
});

test("the same form keeps one draft, with what was written last", async () => {
  const board = await aBoard(db);

  const first = await aDraft(board, { formKey: "form:edited" });
  const again = await offer(board, { formKey: "form:edited", description: "White hurts at night." });

  expect(again).toMatchObject({ outcome: "alike", draftId: first });
});

test("a draft is nobody else's", async () => {
  const board = await aBoard(db);
  const draftId = await aDraft(board);
  const { workspaceId, ctx } = board;
  const eve = { personId: await personIdOf(board, member("Eve")) };

  await expect(publishDraft(ctx, { workspaceId, draftId, by: eve })).rejects.toMatchObject({
    code: "invalid",
  });
});

test("a draft stays in its workspace", async () => {
  const [board, neighbor] = [await aBoard(db), await aBoard(db)];
  const draftId = await aDraft(board);
  const by = { personId: await personIdOf(board, member("Mia")) };

  const theirs = publishDraft(neighbor.ctx, { workspaceId: neighbor.workspaceId, draftId, by });

  await expect(theirs).rejects.toMatchObject({ code: "invalid" });
});

test("a draft is kept for a day", async () => {
  const board = await aBoard(db);
  const { workspaceId, ctx } = board;
  const draftId = await aDraft(board);
  const by = { personId: await personIdOf(board, member("Mia")) };

  ctx.clock.advance(23 * 3_600_000);
  await pruneEvents(ctx);
  const kept = await ctx.db.select().from(schema.feedbackDrafts).where(eq(schema.feedbackDrafts.id, draftId));
  ctx.clock.advance(2 * 3_600_000);
  await pruneEvents(ctx);

  expect(kept).toHaveLength(1);
  await expect(publishDraft(ctx, { workspaceId, draftId, by })).rejects.toThrow("kept for a day");
});

test("a button votes in its own workspace only", async () => {
  const [board, neighbor] = [await aBoard(db), await aBoard(db)];
  const { id } = await board.post();

  const press = act(neighbor.ctx, {
    workspaceId: neighbor.workspaceId,
    ...SUPPORT,
    by: member("Eve"),
    action: "feedback_vote",
    value: String(id),
  });

  await expect(press).rejects.toMatchObject({ code: "not_found" });
});

test.each(["", "x", "0", "-1", "1e99", "1 or 1=1"])(
  "a button with the value '%s' votes for nothing",
  async (value) => {
    const board = await aBoard(db);
    const { workspaceId, ctx } = board;

    const press = act(ctx, { workspaceId, ...SUPPORT, by: member("Eve"), action: "feedback_vote", value });

    await expect(press).rejects.toMatchObject({ code: "invalid" });
  },
);

test.each([
  [
    "in a thread of a support channel",
    { ...SUPPORT, threadId: "17.1" },
    { channelId: "C_SUPPORT", threadId: "17.1" },
  ],
  ["in a direct message", { ...ELSEWHERE, isDirect: true }, { channelId: "C_GENERAL", threadId: null }],
  ["in a support channel itself", SUPPORT, { channelId: null }],
  ["in a thread of another channel", { ...ELSEWHERE, threadId: "17.1" }, { channelId: null }],
] as const)("who votes %s hears of it at a place that does not disturb", async (_, origin, place) => {
  const board = await aBoard(db);
  const { id } = await board.post();
  const { workspaceId, ctx } = board;
  const by = member("Mia");

  await act(ctx, { workspaceId, ...origin, by, action: "feedback_vote", value: String(id) });

  const personId = await personIdOf(board, by);
  const v = schema.votes;
  const votes = await ctx.db
    .select()
    .from(v)
    .where(and(eq(v.postId, id), eq(v.personId, personId)));
  expect(votes).toMatchObject([place]);
});

test("a post is shown where it was made, in a support channel only", async () => {
  const board = await aBoard(db);
  await offer(board, { origin: ELSEWHERE, title: "Quiet hours", description: "No mail at night." });
  await offer(board, {
    origin: { ...SUPPORT, threadId: "17.1" },
    title: "Templates for invoices",
    description: "",
  });

  const posts = await outgoing(board.ctx.db, board.workspaceId, "post");

  expect(posts.map(({ payload }) => payload["target"])).toEqual([
    { platform: "slack", channelId: "C_SUPPORT", threadId: "17.1" },
  ]);
});

test("votes wait for one change of the card, and a post without a card causes none", async () => {
  const board = await aBoard(db);
  const { workspaceId, ctx } = board;
  const postId = await aCard(board);
  const bare = await board.post({ title: "Something else entirely", author: member("Tom") });

  for (const name of ["A", "B", "C"]) {
    const vote = { workspaceId, voter: member(name), value: 1, place: aThread() } as const;
    await castVote(ctx, { ...vote, postId });
    await castVote(ctx, { ...vote, postId: bare.id });
  }

  const keys = (await queuedJobs(ctx.db, "refresh_post_card")).map(({ key }) => key);
  expect(keys.filter((key) => key === `refresh_post_card:${postId}`)).toHaveLength(1);
  expect(keys).not.toContain(`refresh_post_card:${bare.id}`);
});

test("the card of a merged post shows the one that stands for it", async () => {
  const board = await aBoard(db);
  const { workspaceId, ctx } = board;
  const fromId = await aCard(board);
  const into = await board.post({ title: "Themes", author: member("Tom") });

  await mergePosts(ctx, { workspaceId, fromId, intoId: into.id, by: await board.agent() });
  await refreshPostCard(ctx, { workspaceId, postId: fromId });

  expect(await latestCard(board)).toMatchObject({
    title: "Themes",
    footer: expect.stringContaining(`#${fromId} asked for the same`),
  });
});

test("the card of a hidden post shows nothing of it", async () => {
  const board = await aBoard(db);
  const { workspaceId, ctx } = board;
  const postId = await aCard(board);

  await setPostVisible(ctx, { workspaceId, postId, isPublic: false, by: await board.agent() });
  await refreshPostCard(ctx, { workspaceId, postId });

  const card = await latestCard(board);
  expect(card).toEqual({ markdown: "*The team has taken this post down.*" });
});
