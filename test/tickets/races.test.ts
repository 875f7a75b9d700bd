import { assignTicket, deleteMessage, editMessage, rememberAgent, receiveMessage } from "@firstline/core";
import type { AnswerRequest, ModelAnswer } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { overloaded } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

/** Lets something happen while the model thinks about its next answer. */
function whileTheModelThinks(happen: () => Promise<unknown>): void {
  const model = desk.ctx.model;
  const think = model.answer.bind(model);
  let happened = false;
  model.answer = async (request: AnswerRequest, signal: AbortSignal): Promise<ModelAnswer> => {
    if (!happened) {
      happened = true;
      await happen();
    }
    return think(request, signal);
  };
}

const place = (messageId: string) => ({
  workspaceId: desk.workspace.id,
  platform: "slack" as const,
  channelId: "C_SUPPORT",
  messageId,
});
const answerJobs = async (ticketId: number) =>
  (await queuedJobs(desk.ctx.db, "answer_ticket")).filter((job) => job.key === `answer:${ticketId}`);

test("what the asker adds while the model thinks is part of the question that is answered", async () => {
  const { ticketId, ts } = await desk.ask();
  whileTheModelThinks(() =>
    receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "It has to work on Windows as well" })),
  );

  await desk.answer(ticketId);
  expect((await desk.read(ticketId)).ticket.status).toBe("analyzing");
  expect(await answerJobs(ticketId)).toHaveLength(1);
  await desk.answer(ticketId);
  await desk.deliver();

  expect(desk.ctx.model.requests.at(-1)?.question).toContain("Windows");
  expect(desk.slack.posts).toHaveLength(1);
  expect((await desk.read(ticketId)).ticket.status).toBe("resolved");
});

test("an edit while the model thinks is answered, not what was there before", async () => {
  const { ticketId, ts } = await desk.ask({ text: "How do I rotate the API tokn?" });
  whileTheModelThinks(() =>
    editMessage(desk.ctx, { ...place(ts), text: "How do I rotate the API token of a colleague?" }),
  );

  await desk.answer(ticketId);
  await desk.deliver();
  expect(desk.slack.posts).toHaveLength(0);
  expect(await answerJobs(ticketId)).toHaveLength(1);
  await desk.answer(ticketId);

  expect(desk.ctx.model.requests.at(-1)?.question).toContain("of a colleague");
});

test("a question that is deleted while the model thinks is not answered and its ticket closes", async () => {
  const { ticketId, ts } = await desk.ask();
  whileTheModelThinks(() => deleteMessage(desk.ctx, place(ts)));

  await desk.answer(ticketId);
  await desk.deliver();

  expect(desk.slack.posts).toHaveLength(0);
  expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "closed", description: "" });
});

test("a question that is deleted before anybody looks closes its ticket", async () => {
  const { ticketId, ts } = await desk.ask();

  await deleteMessage(desk.ctx, place(ts));
  await desk.answer(ticketId);

  expect((await desk.read(ticketId)).ticket.status).toBe("closed");
  expect(await desk.kinds(ticketId)).toEqual(["created", "comment_deleted", "closed"]);
  expect(desk.ctx.model.requests).toHaveLength(0);
});

test("a question whose last part is deleted is still answered", async () => {
  const { ticketId, ts } = await desk.ask();
  const more = desk.message({ threadId: ts, text: "asking for a friend" });
  await receiveMessage(desk.ctx, more);

  await deleteMessage(desk.ctx, place(more.messageId));
  await desk.answer(ticketId);

  expect((await desk.read(ticketId)).ticket.status).toBe("resolved");
});

/** An answered ticket whose asker wrote once more. */
async function followedUp(): Promise<{ ticketId: number; messageId: string }> {
  await desk.settings({ resolveThreshold: 0.99 });
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);
  const more = desk.message({ threadId: ts, text: "And where do I find the tokens in the settings?" });
  await receiveMessage(desk.ctx, more);
  return { ticketId, messageId: more.messageId };
}

test("a follow-up that is deleted while the model thinks leaves the ticket as the answer before it did", async () => {
  const { ticketId, messageId } = await followedUp();
  whileTheModelThinks(() => deleteMessage(desk.ctx, place(messageId)));

  await desk.answer(ticketId);
  await desk.deliver();

  expect(desk.slack.posts).toHaveLength(1);
  expect((await desk.read(ticketId)).ticket.status).toBe("ai_responding");
});

test("so does one that is deleted after the model failed", async () => {
  const { ticketId, messageId } = await followedUp();
  desk.ctx.model.next(overloaded());
  await expect(desk.answer(ticketId)).rejects.toThrow("overloaded");
  expect((await desk.read(ticketId)).ticket.status).toBe("analyzing");

  await deleteMessage(desk.ctx, place(messageId));
  await desk.answer(ticketId, 2);

  expect((await desk.read(ticketId)).ticket.status).toBe("ai_responding");
});

test("a first question that becomes a note while the model thinks makes the ticket new again", async () => {
  const { ticketId } = await desk.ask();
  const m = schema.ticketMessages;
  whileTheModelThinks(() =>
    desk.ctx.db.update(m).set({ visibility: "note" }).where(eq(m.ticketId, ticketId)),
  );

  await desk.answer(ticketId);

  expect((await desk.read(ticketId)).ticket.status).toBe("new");
});

test("messages taken in while the clock went back are answered once, in the order they came", async () => {
  const { ticketId, ts } = await desk.ask({ text: "How do I rotate the API token?" });
  desk.ctx.clock.advance(-1000);
  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "I mean the one in the settings?" }));
  desk.ctx.clock.advance(5000);

  await desk.answer(ticketId);
  await desk.answer(ticketId);
  await desk.deliver();

  expect(desk.ctx.model.requests.map(({ question }) => question)).toEqual([
    "How do I rotate the API token?\n\nI mean the one in the settings?",
  ]);
  expect(desk.slack.posts).toHaveLength(1);
});

/** Ada takes the ticket over. */
async function takeOver(ticketId: number): Promise<void> {
  const ada = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };
  const by = await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ada));
  await assignTicket(desk.ctx, { workspaceId: desk.workspace.id, ticketId, by, assigneeId: by.id });
}

test("the AI keeps its answer to itself when an agent takes over while it thinks", async () => {
  const { ticketId } = await desk.ask();
  whileTheModelThinks(() => takeOver(ticketId));

  await desk.answer(ticketId);
  await desk.deliver();

  expect(desk.slack.posts).toHaveLength(0);
  const { handler, assigneeId, status } = (await desk.read(ticketId)).ticket;
  expect({ handler, status }).toEqual({ handler: "human", status: "new" });
  expect(assigneeId).not.toBeNull();
});

test("a ticket that an agent takes over after the model failed is analyzed no longer", async () => {
  const { ticketId } = await followedUp();
  desk.ctx.model.next(overloaded());
  await expect(desk.answer(ticketId)).rejects.toThrow("overloaded");
  await takeOver(ticketId);

  await desk.answer(ticketId, 2);

  expect((await desk.read(ticketId)).ticket.status).toBe("ai_responding");
});
