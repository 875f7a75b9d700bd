import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { AGENTS, anAgentRequest, turnOf } from "./agent-models.ts";
import { failureOf, patient } from "./language-models.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

const edit = { calls: [{ name: "read_file", input: { path: "x".repeat(2_000) } }] };

describe.each(AGENTS)("$name", ({ create }) => {
  test.each([429, 500, 529])("one failure with %d is overcome", async (status) => {
    models.converse([edit]);
    models.failNext({ status });

    const reply = await create(models).takeTurn(anAgentRequest(), patient);

    expect(turnOf(reply).calls).toHaveLength(1);
    expect(models.requests.map((request) => request.status)).toEqual([status, 200]);
  });

  test.each([429, 529])(
    "a long wait after %d is left to the job and its length handed on",
    async (status) => {
      models.failNext({ status, retryAfter: 30, times: 10 });

      const error = await failureOf(create(models).takeTurn(anAgentRequest(), patient));

      expect(error).toMatchObject({ retryable: true, retryAfterSeconds: 30 });
      expect(models.requests).toHaveLength(1);
    },
  );
});

test.each(AGENTS)(
  "a stream that is cut in the middle of a call is worth another try ($name)",
  async ({ create }) => {
    models.converse([edit]);
    models.cutStream(1_500);

    const error = await failureOf(create(models).takeTurn(anAgentRequest(), patient));

    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining("broke off") });
  },
);

test.each(AGENTS)(
  "a stream that stands still is given up and worth another try ($name)",
  async ({ create }) => {
    models.converse([edit]);
    models.stallStream(1_500);

    const error = await failureOf(create(models, { stallMs: 150 }).takeTurn(anAgentRequest(), patient));

    expect(error).toMatchObject({
      retryable: true,
      message: expect.stringContaining("stopped in the middle"),
    });
  },
);

test.each(AGENTS)(
  "a service that turns out overloaded in mid-turn is worth another try ($name)",
  async ({ create }) => {
    models.converse([edit]);
    models.failStream("overloaded", 6);

    const error = await failureOf(create(models).takeTurn(anAgentRequest(), patient));

    expect(error).toMatchObject({
      retryable: true,
      message: expect.stringContaining("overloaded or failing"),
    });
  },
);

test.each(AGENTS)(
  "a service that does not answer in time is worth another try ($name)",
  async ({ create }) => {
    models.hang(5_000);

    const error = await failureOf(create(models, { timeoutMs: 200 }).takeTurn(anAgentRequest(), patient));

    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining("0.2 seconds") });
  },
);

test.each(AGENTS)("an abort stops the request ($name)", async ({ create }) => {
  models.hang(5_000);
  const stop = new AbortController();

  const turn = failureOf(create(models).takeTurn(anAgentRequest(), stop.signal));
  await sleep(100);
  stop.abort();

  expect((await turn).message).toContain("stopped");
  await sleep(50);
  expect(models.requests.map((request) => request.status)).toEqual([0]);
});

test.each(AGENTS)("a conversation that is not whole is not worth another try ($name)", async ({ create }) => {
  const turns = [
    { role: "user" as const, text: "Mend it." },
    { role: "agent" as const, text: "", calls: [{ id: "c1", name: "read_file", input: {} }], raw: null },
    { role: "user" as const, text: "And?" },
  ];

  const error = await failureOf(create(models).takeTurn(anAgentRequest(turns), patient));

  expect(error).toMatchObject({ retryable: false, message: expect.stringContaining("invalid") });
});
