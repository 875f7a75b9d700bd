import { makePostOfTicket, readTicket } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk, MEMBER } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aBoard, member } from "../support/feedback.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(db);
});

const WISH = "Feature request: it would be great to rotate the API token on a schedule";

const buttons = () => desk.slack.posts.flatMap(({ reply }) => reply.buttons ?? []).flat();
const actions = () => buttons().map(({ action }) => action);

async function aWish(): Promise<number> {
  const { ticketId } = await desk.ask({ text: WISH });
  await desk.answer(ticketId);
  await desk.deliver();
  return ticketId;
}

describe("a ticket that asks for a feature", () => {
  test("offers to make a feature request of it, and another ticket does not", async () => {
    const ticketId = await aWish();
    expect((await desk.read(ticketId)).ticket.type).toBe("feature");
    expect(buttons()).toContainEqual(
      expect.objectContaining({ action: "feedback_make", value: String(ticketId) }),
    );

    const { ticketId: other } = await desk.ask();
    await desk.answer(other);
    await desk.deliver();
    expect(actions().filter((action) => action === "feedback_make")).toHaveLength(1);
  });

  test("becomes a post with the asker's vote at one click, and once", async () => {
    const ticketId = await aWish();
    expect(await desk.click("feedback_make", String(ticketId))).toMatch(/vote for it/u);
    expect(await desk.click("feedback_make", String(ticketId))).toMatch(/already/u);
    await desk.deliver();

    const posts = await db
      .select()
      .from(schema.feedbackPosts)
      .where(eq(schema.feedbackPosts.workspaceId, desk.workspace.id));
    const { ticket } = await readTicket(desk.ctx, { workspaceId: desk.workspace.id, ticketId });
    const title = "It would be great to rotate the API token on a schedule";
    expect(posts).toMatchObject([{ title, ticketId, authorId: ticket.askerId, upvotes: 1 }]);
    expect(actions()).toContain("feedback_vote");
  });

  test("is shown what others ask for first, and can still become one of its own", async () => {
    const board = await aBoard(db);
    const post = await board.post({
      workspaceId: desk.workspace.id,
      title: "Rotate the API token on a schedule",
      author: member("Bob"),
    });
    const ticketId = await aWish();
    expect(await desk.click("feedback_make", String(ticketId))).toMatch(/thread/u);
    await desk.deliver();

    const offered = desk.slack.posts.at(-1)?.reply.buttons?.flat();
    expect(offered).toMatchObject([
      { action: "feedback_vote", value: String(post.id) },
      { action: "feedback_make", value: `${ticketId}:new` },
    ]);
    await desk.click("feedback_vote", String(post.id));
    await desk.click("feedback_make", `${ticketId}:new`);
    const rows = await db
      .select()
      .from(schema.feedbackPosts)
      .where(eq(schema.feedbackPosts.workspaceId, desk.workspace.id))
      .orderBy(schema.feedbackPosts.id);
    expect(rows.map(({ upvotes }) => upvotes)).toEqual([2, 1]);
  });
});

test("a ticket is made a post by its asker and by agents alone", async () => {
  const ticketId = await aWish();
  const stranger = { ...MEMBER, externalId: "U_OTHER", name: "Otto" };

  await expect(desk.click("feedback_make", String(ticketId), { by: stranger })).rejects.toMatchObject({
    code: "forbidden",
  });
  const board = await aBoard(db);
  const agent = await board.agent();
  await expect(
    makePostOfTicket(desk.ctx, { workspaceId: board.workspaceId, ticketId, by: agent }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  "feedback_vote",
  "feedback_unvote",
  "feedback_downvote",
  "feedback_unsubscribe",
  "feedback_make",
] as const)("a %s button with a broken or unknown value says so kindly", async (action) => {
  await expect(desk.click(action, "1 or 1=1")).rejects.toMatchObject({ code: "invalid" });
  await expect(desk.click(action, "999999")).rejects.toMatchObject({
    code: expect.stringMatching(/not_found|invalid/u),
  });
});
