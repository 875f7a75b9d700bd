import type { AgentModel, AgentTurn } from "@firstline/core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { AGENTS, anAgentRequest, answersTo, aTask, turnOf } from "./agent-models.ts";
import { patient } from "./language-models.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

const files = (name: string): string => (name === "list_files" ? "export.js" : "const LIMIT = 1000;");

/** Takes turns until the agent calls nothing more; all turns, the first task included. */
async function converse(agent: AgentModel, answer = files): Promise<AgentTurn[]> {
  const turns: AgentTurn[] = [aTask("Mend the export.")];
  for (;;) {
    const turn = turnOf(await agent.takeTurn(anAgentRequest(turns), patient));
    turns.push(turn);
    if (turn.calls.length === 0) return turns;
    turns.push(answersTo(turn, answer));
  }
}

test.each(AGENTS)("works with several tools in one turn until it is done ($name)", async ({ create }) => {
  models.converse([
    {
      text: "Let me look.",
      calls: [
        { name: "list_files", input: {} },
        { name: "read_file", input: { path: "export.js" } },
      ],
    },
    { after: /export\.js\n.*LIMIT = 1000/s, calls: [{ name: "read_file", input: { path: "ünï.js" } }] },
    { after: /LIMIT/, text: "The limit is the cause." },
  ]);

  const turns = await converse(create(models));

  const [first, second, last] = turns.filter((turn) => turn.role === "agent");
  expect(first).toMatchObject({ text: "Let me look." });
  expect(first?.calls.map(({ name, input }) => [name, input])).toEqual([
    ["list_files", {}],
    ["read_file", { path: "export.js" }],
  ]);
  expect(new Set(first?.calls.map(({ id }) => id)).size).toBe(2);
  expect(second).toMatchObject({ text: "", calls: [{ input: { path: "ünï.js" } }] });
  expect(last).toMatchObject({ text: "The limit is the cause.", calls: [] });
  expect(models.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test.each(AGENTS)(
  "goes on after a word of ours, and after a tool that failed ($name)",
  async ({ create }) => {
    models.converse([
      { calls: [{ name: "read_file", input: { path: "none.js" } }] },
      { after: /no such file/, text: "Then I cannot." },
      { text: "Done." },
    ]);
    const agent = create(models);

    const turns = await converse(agent, () => "no such file");
    const reply = await agent.takeTurn(anAgentRequest([...turns, aTask("Try once more.")]), patient);

    expect(turnOf(reply).text).toBe("Done.");
  },
);

test.each(AGENTS)(
  "joins a word of ours to the answers of the tools, which stand first ($name)",
  async ({ create }) => {
    models.converse([{ calls: [{ name: "list_files", input: {} }] }, { text: "Yes." }]);
    const agent = create(models);
    const first = turnOf(await agent.takeTurn(anAgentRequest(), patient));
    const failed = answersTo(first, () => ({ error: "" }));

    const turns = [aTask("Mend the export."), first, failed, aTask("Hurry, \ud83d please.")];

    expect(turnOf(await agent.takeTurn(anAgentRequest(turns), patient)).text).toBe("Yes.");
  },
);

test.each(AGENTS)(
  "hands over the input as it is when it is no JSON, and goes on ($name)",
  async ({ create }) => {
    models.converse([
      {
        calls: [
          { name: "read_file", input: '{"path": "a.js' },
          { name: "list_files", input: "" },
        ],
      },
      { after: /not JSON/, text: "I see." },
    ]);

    const turns = await converse(create(models), () => "That was not JSON.");

    const [first] = turns.filter((turn) => turn.role === "agent");
    expect(first?.calls.map(({ input }) => input)).toEqual(['{"path": "a.js', {}]);
    expect(turns.at(-1)).toMatchObject({ text: "I see." });
  },
);

test.each(AGENTS)("takes over a conversation that another model began ($name)", async ({ create }) => {
  models.converse([{}, { text: "I take over." }]);
  const begun: AgentTurn[] = [
    aTask("Mend the export."),
    {
      role: "agent",
      text: "Let me look.",
      calls: [{ id: "other_1", name: "read_file", input: "broken" }],
      raw: { service: "another", content: [{ type: "thinking" }] },
    },
    { role: "tools", results: [{ callId: "other_1", output: "Not JSON.", isError: true }] },
  ];

  expect(turnOf(await create(models).takeTurn(anAgentRequest(begun), patient)).text).toBe("I take over.");
});

test.each(AGENTS)("a turn without a word is no obstacle to the next ($name)", async ({ create }) => {
  models.answerWith("");
  const agent = create(models);
  const turns: AgentTurn[] = [aTask("Mend the export.")];

  turns.push(turnOf(await agent.takeTurn(anAgentRequest(turns), patient)), aTask("And?"));
  models.answerWith("Done.");

  expect(turnOf(await agent.takeTurn(anAgentRequest(turns), patient)).text).toBe("Done.");
});

const look = { calls: [{ name: "read_file", input: { path: "export.js" } }] };

test.each(AGENTS)(
  "reads what was said before from the cache, more with every turn ($name)",
  async ({ create, model }) => {
    const fresh = await startModels();
    fresh.converse([look, look, look, { text: "Done." }]);
    const agent = create(fresh);
    const turns: AgentTurn[] = [aTask("Mend the export.")];
    const read: number[] = [];

    for (let step = 0; step < 4; step += 1) {
      const reply = await agent.takeTurn(anAgentRequest(turns), patient);
      const turn = turnOf(reply);
      turns.push(
        turn,
        answersTo(turn, () => "const LIMIT = 1000;\n".repeat(500)),
      );
      read.push(reply.usage.cachedInputTokens);
      expect(reply.usage).toMatchObject({ model, outputTokens: expect.any(Number) });
      expect(reply.usage.inputTokens).toBeGreaterThanOrEqual(reply.usage.cachedInputTokens);
    }

    await fresh.close();
    const [first, second = 0, third = 0, fourth = 0] = read;
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(1_500);
    expect(third).toBeGreaterThan(second + 2_000);
    expect(fourth).toBeGreaterThan(third + 2_000);
  },
);

test.each(AGENTS)("a turn with many answers leaves the cache within reach ($name)", async ({ create }) => {
  const fresh = await startModels();
  const many = { calls: Array.from({ length: 30 }, () => ({ name: "list_files", input: {} })) };
  fresh.converse([many, many, { text: "Done." }]);
  const agent = create(fresh);
  const turns: AgentTurn[] = [aTask("Mend the export.")];

  for (let step = 0; step < 2; step += 1) {
    const turn = turnOf(await agent.takeTurn(anAgentRequest(turns), patient));
    turns.push(
      turn,
      answersTo(turn, () => "export.js\n".repeat(40)),
    );
  }
  const last = await agent.takeTurn(anAgentRequest(turns), patient);

  await fresh.close();
  expect(last.usage.cachedInputTokens).toBeGreaterThan(5_000);
});

test.each(AGENTS)("says that it was refused ($name)", async ({ create, model }) => {
  models.refuse();

  const reply = await create(models).takeTurn(anAgentRequest(), patient);

  expect(reply).toMatchObject({ outcome: "refused", usage: { model } });
});

test.each(AGENTS)("says that its output ended early ($name)", async ({ create }) => {
  models.converse([{ calls: [{ name: "read_file", input: { path: "export.js" } }] }]);
  models.truncate();

  const reply = await create(models).takeTurn(anAgentRequest(), patient);

  expect(reply).toMatchObject({ outcome: "cut", detail: expect.stringContaining("ended early") });
});

test.each(AGENTS)("says that the conversation has grown too long ($name)", async ({ create, model }) => {
  const turns = [aTask("word ".repeat(1_000_000))];

  const reply = await create(models).takeTurn(anAgentRequest(turns), patient);

  expect(reply).toMatchObject({
    outcome: "cut",
    detail: expect.stringContaining("too long"),
    usage: { model, inputTokens: 0, costUsd: 0 },
  });
});

test.each(AGENTS)("goes on when old answers of tools were cut short ($name)", async ({ create }) => {
  models.converse([look, look, look, { text: "Done." }]);
  const agent = create(models);
  let turns: AgentTurn[] = [aTask("Mend the export.")];
  const goOn = async (): Promise<void> => {
    const turn = turnOf(await agent.takeTurn(anAgentRequest(turns), patient));
    turns = [...turns, turn, ...(turn.calls.length === 0 ? [] : [answersTo(turn, files)])];
  };

  await goOn();
  await goOn();
  turns = turns.map((turn, index) => (index === 2 ? answersTo(turns[1] ?? turn, () => "[cut]") : turn));
  await goOn();
  await goOn();

  expect(turns.at(-1)).toMatchObject({ text: "Done." });
  expect(models.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test("thoughts are left out behind what has changed since, and those that come after are given back", async () => {
  models.converse([look, look, { text: "Done." }, { text: "Yes." }]);
  const agent = AGENTS[0]?.create(models) ?? fail();
  const turns = await converse(agent);
  const [task, first, , second, answers] = turns;
  if (!task || !first || !second || !answers) return fail();
  const begun = [task, first, answersTo(first, () => "[cut]"), second, answers];

  const third = turnOf(await agent.takeTurn(anAgentRequest(begun), patient));
  await agent.takeTurn(anAgentRequest([...begun, third, aTask("And?")]), patient);

  const signatures = (of: AgentTurn) => JSON.stringify(of).match(/"signature":"[^"]+"/gu) ?? [];
  const sent = JSON.stringify(models.requests.at(-1)?.body);
  expect([first, second, third].map((turn) => signatures(turn).map((one) => sent.includes(one)))).toEqual([
    [true],
    [false],
    [true],
  ]);
});

test("thoughts are given back as they came", async () => {
  models.converse([{ calls: [{ name: "list_files", input: {} }] }, { text: "Done." }]);

  const [, first] = await converse(AGENTS[0]?.create(models) ?? fail());

  const sent = JSON.stringify(models.requests.at(-1)?.body);
  const signature = /"signature":"([^"]+)"/.exec(JSON.stringify(first))?.[1];
  expect(signature).toBeTruthy();
  expect(sent).toContain(`"signature":"${signature}"`);
});

test("nothing is kept by OpenAI, and its reasoning comes along sealed", async () => {
  models.converse([{ calls: [{ name: "list_files", input: {} }] }, { text: "Done." }]);

  await converse(AGENTS[1]?.create(models) ?? fail());

  for (const { body } of models.requests) expect(body).toMatchObject({ store: false });
  expect(JSON.stringify(models.requests.at(-1)?.body)).toContain('"encrypted_content":"');
});

function fail(): never {
  throw new Error("an adapter is missing");
}
