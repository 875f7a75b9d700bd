import { answerTicket } from "@firstline/core";
import { createAnthropicModel } from "@firstline/core/adapters";
import { beforeEach, expect, test } from "vitest";
import { PLAIN_QUESTION } from "../support/factories.ts";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";
import { fileModels } from "../support/file-models.ts";

const database = await fileDatabase();
const models = await fileModels();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

/** The real adapter for Claude, which waits for no stream longer than half a second. */
function answer(ticketId: number, attempt: number): Promise<void> {
  const model = createAnthropicModel({
    apiKey: models.apiKey,
    baseUrl: models.anthropicUrl,
    model: "claude-haiku-5-5",
    stallMs: 500,
    maxRetries: 0,
  });
  const ctx = { ...desk.ctx, model, fastModel: model, modelTimeoutMs: 60_000 };
  return answerTicket(ctx, { workspaceId: desk.workspace.id, ticketId, attempt });
}

const TRIES = 5;

test.each<[string, () => void]>([
  ["stalls in the middle of a stream", () => models.stallStream(300)],
  ["breaks off in the middle of a stream", () => models.cutStream(300)],
  ["is overloaded for an hour", () => models.failNext({ status: 529, times: 1_000 })],
])("a model that %s is tried again, and then the question is with people", async (_, fail) => {
  fail();
  const { ticketId } = await desk.ask();
  for (let attempt = 1; attempt < TRIES; attempt += 1) {
    await expect(answer(ticketId, attempt)).rejects.toThrow();
    expect((await desk.read(ticketId)).ticket.status).toBe("analyzing");
  }
  await answer(ticketId, TRIES);
  await desk.deliver();

  const { ticket, messages } = await desk.read(ticketId);
  expect(ticket.status).toBe("escalated");
  expect(messages.some(({ content }) => content.includes("rotate the API token"))).toBe(true);
  const card = desk.slack.posts.find((post) => post.target.channelId === "C_AGENTS")?.reply;
  expect(JSON.stringify(card?.fields)).toContain("The AI could not answer");
});

test.each<[string, () => void]>([
  ["writes no JSON", () => models.malformed("Sure! Here you go: {")],
  ["ends in the middle for want of tokens", () => models.truncate()],
  ["declines", () => models.refuse()],
  ["asks to wait for an hour", () => models.failNext({ status: 429, times: 1_000, retryAfter: 3_600 })],
])("a question to a model that %s goes to people at once", async (_, fail) => {
  fail();
  const { ticketId } = await desk.ask();
  await answer(ticketId, 1);
  await desk.deliver();

  expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  expect(desk.slack.posts.some((post) => post.target.channelId === "C_AGENTS")).toBe(true);
});

test("a model that cites what is not there says nothing to the asker", async () => {
  models.answerWith(({ schema }) =>
    JSON.stringify(schema).includes("statements")
      ? {
          statements: [
            {
              passageId: 987_654,
              excerpt: "Tokens rotate themselves every night",
              markdown: "Just wait a night.",
            },
            {
              passageId: 1,
              excerpt: "Nobody needs to rotate anything",
              markdown: "Nobody needs to do anything.",
            },
          ],
          selfConfidence: 1,
          clarifyingQuestion: null,
          readings: [],
          needsPerson: null,
        }
      : PLAIN_QUESTION,
  );
  await desk.settings({ resolveThreshold: 0.0001, answerThreshold: 0.0001 });
  const { ticketId } = await desk.ask();
  await answer(ticketId, 1);
  await desk.deliver();

  expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  const told = desk.slack.posts.filter((post) => post.target.channelId !== "C_AGENTS");
  expect(JSON.stringify(told)).not.toMatch(/wait a night|Nobody needs/u);
});
