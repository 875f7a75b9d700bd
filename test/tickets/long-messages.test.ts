import { editMessage, receiveMessage, rememberAgent, sendAgentMessage } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const steps = (count: number) =>
  Array.from({ length: count }, (_, index) => `Step ${index}: ${"open it. ".repeat(20)}`.trim());

async function escalated(): Promise<{ ticketId: number; ts: string; cardTs: string }> {
  const opened = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(opened.ticketId);
  await desk.deliver();
  const card = desk.slack.posts.find((post) => post.target.channelId === "C_AGENTS");
  return { ...opened, cardTs: card?.messageId ?? "" };
}

const saidBy = (name: string) => desk.slack.posts.filter((post) => post.reply.author?.name === name);

async function adaSays(cardTs: string, text: string): Promise<string> {
  const said = desk.message({ channelId: "C_AGENTS", threadId: cardTs, author: ADA, text });
  await receiveMessage(desk.ctx, said);
  await receiveMessage(desk.ctx, said);
  await desk.deliver();
  return said.messageId;
}

const now = (messageId: string): string | undefined =>
  desk.slack.edits.findLast((edit) => edit.messageId === messageId)?.reply.markdown;

test("a long answer of an agent reaches the member whole, in order and once", async () => {
  const { ts, cardTs } = await escalated();

  await adaSays(cardTs, steps(100).join("\n"));

  const parts = saidBy("Ada Agent");
  expect(parts).toHaveLength(3);
  expect(parts.every(({ target }) => target.threadId === ts)).toBe(true);
  expect(parts.flatMap(({ reply }) => reply.markdown.split("\n"))).toEqual(steps(100));
});

test("what a member writes at length reaches the agents whole", async () => {
  const { ts } = await escalated();

  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: steps(60).join("\n") }));
  await desk.deliver();

  expect(saidBy("Mia Member").flatMap(({ reply }) => reply.markdown.split("\n"))).toEqual(steps(60));
});

test("a long answer that is edited changes in all its messages, and grows or shrinks", async () => {
  const { cardTs } = await escalated();
  const messageId = await adaSays(cardTs, steps(60).join("\n"));
  const place = { workspaceId: desk.workspace.id, platform: "slack" as const, channelId: "C_AGENTS" };
  const edit = (text: string) => editMessage(desk.ctx, { ...place, messageId, text });
  const [first, second] = saidBy("Ada Agent").map((post) => post.messageId);

  await edit("Never mind");
  await desk.deliver();
  expect([now(first ?? ""), now(second ?? "")]).toEqual(["Never mind", "*(deleted by its author)*"]);

  await edit(steps(100).join("\n"));
  await desk.deliver();
  const third = saidBy("Ada Agent")[2]?.reply.markdown;
  const shown = [now(first ?? ""), now(second ?? ""), third];
  expect(shown.flatMap((part) => part?.split("\n"))).toEqual(steps(100));
});

test.each([
  ["has more than any message", "a".repeat(40_001)],
  ["needs too many messages", "- **one**\n".repeat(3900)],
])("an agent is told that what %s was not sent", async (_, text) => {
  const { ticketId } = await escalated();
  const { id: workspaceId } = desk.workspace;
  const agent = await desk.ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, ADA));
  const place = { platform: "panel", channelId: "console", messageId: "1" } as const;

  const said = sendAgentMessage(desk.ctx, { workspaceId, ticketId, agent, text, ...place });

  await expect(said).rejects.toThrow("This was not sent: it is too long.");
  await desk.deliver();
  expect(saidBy("Ada Agent")).toHaveLength(0);
  expect((await desk.read(ticketId)).messages.filter(({ sender }) => sender === "agent")).toEqual([]);
});

test("blank lines without end take no time", async () => {
  const { ts } = await escalated();
  const begin = performance.now();

  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: `a${"\n".repeat(39_000)}b` }));

  expect(performance.now() - begin).toBeLessThan(1000);
});
