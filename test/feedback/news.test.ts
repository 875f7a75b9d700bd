import {
  actOnFeedback,
  castVote,
  changePostStatus,
  deliverOutgoing,
  mergePosts,
  rememberPerson,
  setPostVisible,
  sweepTickets,
  tellVoters,
  unsubscribeFromPost,
  updateSettings,
  UpstreamError,
} from "@firstline/core";
import type { FeedbackStatus, PersonIdentity, PostSummary, VotePlace, Voter } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { fakePlatform } from "../support/fakes.ts";
import { fileBoard, aThread, member, pausedAfter } from "../support/feedback.ts";

const board = await fileBoard();
const { db } = board;
let post: PostSummary;

beforeEach(async () => {
  post = await board.post();
});

const vote = (voter: Voter, place: VotePlace = null) =>
  castVote(board.ctx, { workspaceId: board.workspaceId, postId: post.id, voter, value: 1, place });
const change = (status: FeedbackStatus, comment = "") =>
  changePostStatus(board.ctx, {
    workspaceId: board.workspaceId,
    postId: post.id,
    status,
    comment,
    by: board.by,
  });
const tell = () => tellVoters(board.ctx, { workspaceId: board.workspaceId, postId: post.id });

async function outgoing() {
  const o = schema.outgoingMessages;
  return db
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, board.workspaceId), eq(o.operation, "post")))
    .orderBy(asc(o.id));
}

const replyOf = (payload: Record<string, unknown>): unknown =>
  (payload["reply"] as { markdown: string }).markdown;

const targets = async () => (await outgoing()).map((row) => row.payload["target"]);

describe("a change of status", () => {
  test("is told once in a thread, naming all who voted there", async () => {
    await vote(member("Bob"), aThread());
    await change("planned", "In spring.");
    await tell();

    const rows = await outgoing();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.payload).toMatchObject({
      target: aThread(),
      reply: { mentions: ["U_ADA", "U_BOB"], markdown: expect.stringContaining("> In spring.") },
    });
  });

  test("reaches everybody else directly, and on the web who is known nowhere else", async () => {
    const visitor = await board.customer("Vic");
    await vote(member("Bob"));
    await vote(member("Cyd"), { platform: "slack", channelId: "C_RANDOM", threadId: null });
    await vote(visitor);
    await change("in_progress");
    await tell();

    expect(await targets()).toEqual([aThread(), { userId: "U_BOB" }, { userId: "U_CYD" }]);
    const notices = await db
      .select()
      .from(schema.webNotices)
      .where(eq(schema.webNotices.workspaceId, board.workspaceId));
    expect(notices).toMatchObject([{ personId: visitor.personId, url: null }]);
  });

  test("is said in the direct messages of whom it is for", async () => {
    await vote(member("Bob"));
    await change("planned");
    await tell();
    const slack = fakePlatform();
    for (const { id } of await outgoing())
      await deliverOutgoing(board.ctx, slack, {
        workspaceId: board.workspaceId,
        outgoingId: id,
        isLastTry: false,
      });

    expect(slack.posts.map(({ target }) => target)).toEqual([
      aThread(),
      { platform: "slack", channelId: "D_U_BOB", threadId: null },
    ]);
  });

  test("is told once however often the job runs", async () => {
    await vote(member("Bob"));
    await change("planned");
    await tell();
    await tell();

    expect(await outgoing()).toHaveLength(2);
  });
});

describe("a change of status whose job was lost", () => {
  const key = () => `tell_voters:${post.id}`;
  const isQueued = async () => (await queuedJobs(db, "tell_voters")).some((job) => job.key === key());
  const sweepLater = async () => {
    await db.execute(sql`select graphile_worker.remove_job(${key()})`);
    board.ctx.clock.advance(10 * 60_000);
    await sweepTickets(board.ctx);
  };

  test("is told all the same, and not again", async () => {
    await change("planned");

    await sweepLater();
    expect(await isQueued()).toBe(true);
    await tell();
    await sweepLater();

    expect(await isQueued()).toBe(false);
  });

  test("while the post was hidden is told to nobody", async () => {
    const hide = (isPublic: boolean) =>
      setPostVisible(board.ctx, { workspaceId: board.workspaceId, postId: post.id, isPublic, by: board.by });
    await hide(false);
    await change("planned");
    await hide(true);

    await sweepLater();

    expect(await isQueued()).toBe(false);
  });
});

test("whoever voted against a post does not hear that they voted for it", async () => {
  await updateSettings(board.ctx, {
    workspaceId: board.workspaceId,
    settings: { feedback: { downVotes: true } },
  });
  await castVote(board.ctx, {
    workspaceId: board.workspaceId,
    postId: post.id,
    voter: member("Bob"),
    value: -1,
    place: null,
  });
  await change("completed");
  await tell();

  const said = (await outgoing()).map((row) => replyOf(row.payload));
  expect(said).toEqual([
    "**Dark mode for the dashboard**, which you voted for, is done. Thank you for asking for it!",
    "News about **Dark mode for the dashboard**, which you voted against: it is done.",
  ]);
});

describe("several changes of status", () => {
  test("are waited for a minute, and the last of several is told", async () => {
    await change("planned");
    await change("in_progress");
    const jobs = await queuedJobs(db, "tell_voters");
    const mine = jobs.filter(({ key }) => key === `tell_voters:${post.id}`);

    expect(mine).toHaveLength(1);
    expect(mine[0]?.runAt.getTime()).toBe(board.ctx.now().getTime() + 60_000);
    await tell();
    const rows = await outgoing();
    expect(rows.map((row) => JSON.stringify(row.payload))).toMatchObject([
      expect.stringContaining("working on it"),
    ]);
  });

  test("that undo each other in time are not told at all", async () => {
    await change("planned");
    await change("open");
    await tell();

    expect(await outgoing()).toEqual([]);
  });

  test("that end at what voters heard last are told only with words of the team", async () => {
    await change("planned");
    await tell();
    await change("completed");
    await change("planned");
    await tell();
    expect(await outgoing()).toHaveLength(1);

    await change("planned", "It will be June.");
    await tell();
    expect(await outgoing()).toHaveLength(2);
  });

  test("are never told the older after the newer, however long telling it takes", async () => {
    for (let index = 0; index < 60; index += 1) await vote(member(`V${index}`));
    await change("planned");
    // Everything waits here that a slow run does after its first batch of voters.
    const slow = {
      ...board.ctx,
      db: pausedAfter(db, 1, async () => {
        await change("completed");
        await tell();
      }),
    };
    await tellVoters(slow, { workspaceId: board.workspaceId, postId: post.id });

    const said = (await outgoing()).map((row) => JSON.stringify(row.payload));
    const firstNew = said.findIndex((text) => text.includes("is done"));
    expect(said.slice(firstNew).filter((text) => text.includes("planned"))).toEqual([]);
    const [stored] = await db.select().from(schema.feedbackPosts).where(eq(schema.feedbackPosts.id, post.id));
    expect(stored?.toldStatus).toBe("completed");
  });

  test("to the same one without a word are none", async () => {
    expect(await change("open")).toMatchObject({ changed: false });
    expect(await change("planned")).toMatchObject({ changed: true, post: { status: "planned" } });
  });
});

test("the button to hear no more says whether there was anything to hear", async () => {
  const origin = { ...aThread(), isDirect: false };
  const press = async (identity: PersonIdentity) => {
    const { id: personId } = await db.transaction((tx) => rememberPerson(tx, board.workspaceId, identity));
    return actOnFeedback(board.ctx, {
      workspaceId: board.workspaceId,
      by: { personId },
      action: "feedback_unsubscribe",
      value: String(post.id),
      origin,
    });
  };

  expect(await press(member("Ada"))).toBe("You will hear no more of this post. Your vote stays.");
  expect(await press(member("Bob"))).toBe("You have not voted on this post, so you hear no news of it.");
});

describe("nobody is told", () => {
  test("who unsubscribed", async () => {
    await unsubscribeFromPost(board.ctx, {
      workspaceId: board.workspaceId,
      postId: post.id,
      voter: member("Ada"),
    });
    await change("planned");
    await tell();

    expect(await outgoing()).toEqual([]);
  });

  test("who asked to be left alone", async () => {
    await db
      .update(schema.people)
      .set({ optedOutAt: new Date() })
      .where(eq(schema.people.workspaceId, board.workspaceId));
    await change("planned");
    await tell();

    expect(await outgoing()).toEqual([]);
  });

  test("of a hidden post", async () => {
    await change("planned");
    await setPostVisible(board.ctx, {
      workspaceId: board.workspaceId,
      postId: post.id,
      isPublic: false,
      by: board.by,
    });
    await tell();

    expect(await outgoing()).toEqual([]);
  });
});

test("who voted on a merged post hears of the one that stands for it", async () => {
  const other = await board.post({
    title: "Night colors",
    author: member("Bob"),
    place: aThread("2.2"),
  });
  await mergePosts(board.ctx, {
    workspaceId: board.workspaceId,
    fromId: other.id,
    intoId: post.id,
    by: board.by,
  });
  await change("planned");
  await tell();

  expect(await targets()).toEqual([aThread(), aThread("2.2")]);
});

test("direct messages that cannot be delivered do not trouble the agents", async () => {
  await vote(member("Bob"));
  await change("planned");
  await tell();
  const slack = fakePlatform();
  slack.failNext(new UpstreamError("slack", "This person takes no messages.", { retryable: false }));
  const [, direct] = await outgoing();
  await deliverOutgoing(board.ctx, slack, {
    workspaceId: board.workspaceId,
    outgoingId: direct?.id ?? 0,
    isLastTry: false,
  });

  const rows = await outgoing();
  expect(rows.map(({ status }) => status)).toEqual(["pending", "failed"]);
});
