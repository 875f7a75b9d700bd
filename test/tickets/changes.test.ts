import { deleteMessage, editMessage, receiveMessage } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const place = (channelId: string, messageId: string) => ({
  workspaceId: desk.workspace.id,
  platform: "slack" as const,
  channelId,
  messageId,
});

/** A ticket that people have, with its card posted. */
async function escalated(): Promise<{ ticketId: number; ts: string; cardTs: string }> {
  const opened = await desk.ask({ text: "My key sk-123 leaked, I want to talk to a human please" });
  await desk.answer(opened.ticketId);
  await desk.deliver();
  const card = desk.slack.posts.find((post) => post.target.channelId === "C_AGENTS");
  return { ...opened, cardTs: card?.messageId ?? "" };
}

/** Ada writes under the card; answers the message's id and what it became in the member's thread. */
async function adaSays(cardTs: string, text: string): Promise<{ ts: string; postedAs: string }> {
  const said = desk.message({ channelId: "C_AGENTS", threadId: cardTs, author: ADA, text });
  await receiveMessage(desk.ctx, said);
  await desk.deliver();
  const post = desk.slack.posts.findLast((each) => each.reply.author?.name === "Ada Agent");
  return { ts: said.messageId, postedAs: post?.messageId ?? "" };
}

const lastEditOf = (messageId: string) =>
  desk.slack.edits.findLast((edit) => edit.messageId === messageId)?.reply;

describe("what an agent wrote under the card", () => {
  test("is corrected in the member's thread when it is edited", async () => {
    const { cardTs } = await escalated();
    const { ts, postedAs } = await adaSays(cardTs, "Rotate the tokn");

    await editMessage(desk.ctx, { ...place("C_AGENTS", ts), text: "Rotate the token, @everyone" });
    await desk.deliver();

    expect(lastEditOf(postedAs)).toMatchObject({
      markdown: "Rotate the token, everyone",
      author: { name: "Ada Agent" },
    });
  });

  test("disappears from the member's thread when it is deleted", async () => {
    const { ticketId, cardTs } = await escalated();
    const { ts, postedAs } = await adaSays(cardTs, "Your password is hunter2");

    await deleteMessage(desk.ctx, place("C_AGENTS", ts));
    await desk.deliver();

    expect(lastEditOf(postedAs)?.markdown).toBe("*(deleted by its author)*");
    expect(JSON.stringify((await desk.read(ticketId)).messages)).not.toContain("hunter2");
  });

  test("is taken back from the member when it is edited into a note", async () => {
    const { ticketId, cardTs } = await escalated();
    const { ts, postedAs } = await adaSays(cardTs, "the customer is difficult");

    await editMessage(desk.ctx, { ...place("C_AGENTS", ts), text: "// the customer is difficult" });
    await desk.deliver();

    expect(lastEditOf(postedAs)?.markdown).toBe("*(deleted by its author)*");
    expect((await desk.read(ticketId)).messages.at(-1)).toMatchObject({
      visibility: "note",
      content: "the customer is difficult",
    });
  });
});

describe("what a member wrote", () => {
  test("changes under the card as well", async () => {
    const { ts, cardTs } = await escalated();
    const more = desk.message({ threadId: ts, text: "It still fails with key sk-123" });
    await receiveMessage(desk.ctx, more);
    await desk.deliver();
    const relayed = desk.slack.posts.findLast((post) => post.target.threadId === cardTs);

    await editMessage(desk.ctx, { ...place("C_SUPPORT", more.messageId), text: "It still fails" });
    await desk.deliver();
    expect(lastEditOf(relayed?.messageId ?? "")?.markdown).toBe("It still fails");

    await deleteMessage(desk.ctx, place("C_SUPPORT", more.messageId));
    await desk.deliver();
    expect(lastEditOf(relayed?.messageId ?? "")?.markdown).toBe("*(deleted by its author)*");
  });

  test("leaves the card when the question is edited or deleted", async () => {
    const { ts, cardTs } = await escalated();

    await editMessage(desk.ctx, { ...place("C_SUPPORT", ts), text: "My key leaked" });
    await desk.deliver();
    expect(lastEditOf(cardTs)?.markdown).toBe("> My key leaked");

    await deleteMessage(desk.ctx, place("C_SUPPORT", ts));
    await desk.deliver();
    expect(JSON.stringify(lastEditOf(cardTs))).not.toContain("leaked");
    expect(lastEditOf(cardTs)).toMatchObject({ footer: "Resolved.", buttons: [[{ action: "open_link" }]] });
  });

  test("is never passed on when it is deleted while it waits for that", async () => {
    const { ts } = await escalated();
    const more = desk.message({ threadId: ts, text: "It still fails with the password hunter2" });
    await receiveMessage(desk.ctx, more);

    await deleteMessage(desk.ctx, place("C_SUPPORT", more.messageId));
    await desk.deliver();

    expect(desk.texts().join()).not.toContain("hunter2");
  });

  test("is gone from what was sent, too, once it is deleted", async () => {
    const { ticketId, ts } = await escalated();
    const more = desk.message({ threadId: ts, text: "The key sk-123 leaked again" });
    await receiveMessage(desk.ctx, more);
    await desk.deliver();

    for (const messageId of [ts, more.messageId])
      await deleteMessage(desk.ctx, place("C_SUPPORT", messageId));

    const o = schema.outgoingMessages;
    const rows = await database.db.select().from(o).where(eq(o.ticketId, ticketId));
    expect(JSON.stringify(rows.map((row) => row.payload))).not.toContain("leaked");
  });

  test("changes the question only if it is the question, not when it says the same", async () => {
    const { ticketId, ts } = await desk.ask({ text: "It does not work" });
    const again = desk.message({ threadId: ts, text: "It does not work" });
    await receiveMessage(desk.ctx, again);

    await editMessage(desk.ctx, { ...place("C_SUPPORT", again.messageId), text: "Never mind" });

    expect((await desk.read(ticketId)).ticket.description).toBe("It does not work");
  });
});

describe("agents who have read what a member edits", () => {
  const notices = () => desk.slack.posts.filter(({ reply }) => / was edited/u.test(reply.markdown));

  test("hear of it under the card, once an hour", async () => {
    const { ticketId, ts, cardTs } = await escalated();

    for (const text of ["My key leaked", "My key leaked!", "My keys leaked"])
      await editMessage(desk.ctx, { ...place("C_SUPPORT", ts), text });
    await desk.deliver();

    expect(notices()).toMatchObject([
      {
        target: { channelId: "C_AGENTS", threadId: cardTs },
        reply: {
          markdown: `The question of ticket #${ticketId} was edited: the card shows it as it is now.`,
        },
      },
    ]);
  });

  test("hear of what stands under the card as well", async () => {
    const { ticketId, ts } = await escalated();
    const more = desk.message({ threadId: ts, text: "It fails with version 2.4" });
    await receiveMessage(desk.ctx, more);
    await desk.deliver();

    await editMessage(desk.ctx, { ...place("C_SUPPORT", more.messageId), text: "It fails with 2.3" });
    await desk.deliver();

    expect(notices().map(({ reply }) => reply.markdown)).toEqual([
      `A message in ticket #${ticketId} was edited: it stands above as it is now.`,
    ]);
  });

  test("are not told of what they have not seen, nor of what others handle", async () => {
    const { ts } = await escalated();
    const more = desk.message({ threadId: ts, text: "It fails with version 2.4" });
    await receiveMessage(desk.ctx, more);
    await editMessage(desk.ctx, { ...place("C_SUPPORT", more.messageId), text: "It fails with 2.3" });
    const alone = await desk.ask({ channelId: "D_MIA", isDirect: true });
    await editMessage(desk.ctx, { ...place("D_MIA", alone.ts), text: "How do I rotate a token?" });
    await desk.deliver();

    expect(notices()).toEqual([]);
  });
});
