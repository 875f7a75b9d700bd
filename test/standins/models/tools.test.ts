import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startModels, type Models } from "./index.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => models.reset());
afterAll(() => models.close());

/** Sends a body as it stands, whatever the SDKs' types say. */
async function post(path: string, body: object): Promise<{ status: number; said: string }> {
  const response = await fetch(models.anthropicUrl + path, {
    method: "POST",
    headers: { authorization: `Bearer ${models.apiKey}`, "anthropic-version": "2026-10-21" },
    body: JSON.stringify(body),
  });
  return { status: response.status, said: await response.text() };
}

const schema = { type: "object", properties: {} };

const tool = { name: "look", input_schema: schema };
const task = { role: "user", content: "Mend it." };
const use = { type: "tool_use", id: "t1", name: "look", input: {} };
const result = { type: "tool_result", tool_use_id: "t1", content: "a.js" };
const text = { type: "text", text: "And?" };
const claude = (content: object[], answer: object[] | null, changes: object = {}): object => ({
  model: "claude-sonnet-5-5",
  max_tokens: 100,
  tools: [tool],
  messages: [task, { role: "assistant", content }, ...(answer ? [{ role: "user", content: answer }] : [])],
  ...changes,
});

test.each([
  ["a call that is answered", claude([use], [result]), 200, "msg_"],
  ["an answer before a text", claude([use], [result, text]), 200, "msg_"],
  ["an answer behind a text", claude([use], [text, result]), 400, "without `tool_result` blocks"],
  ["a call that is not answered", claude([use], [text]), 400, "without `tool_result` blocks"],
  [
    "an answer that nobody called for",
    claude([{ ...use, id: "t2" }], [{ ...result, tool_use_id: "t2" }, result]),
    400,
    "unexpected `tool_use_id`",
  ],
  ["two answers to one call", claude([use], [result, result]), 400, "single result"],
  ["an input that is no object", claude([{ ...use, input: "a.js" }], [result]), 400, "valid dictionary"],
  ["a turn without a word", claude([], [text]), 400, "non-empty content"],
  ["calls without tools", claude([use], [result], { tools: [] }), 400, "must define tools"],
  ["two tools of a name", claude([use], [result], { tools: [tool, tool] }), 400, "unique"],
  ["a name with a blank", claude([use], [result], { tools: [{ ...tool, name: "look up" }] }), 400, "pattern"],
  [
    "a schema that is none",
    claude([use], [result], {
      tools: [{ ...tool, input_schema: { type: "object", properties: { a: { type: "odd" } } } }],
    }),
    400,
    "not valid JSON Schema",
  ],
  [
    "a choice of a tool that is not there",
    claude([use], [result], { tool_choice: { type: "tool", name: "x" } }),
    400,
    "not found",
  ],
  [
    "a thought that was never signed",
    claude([{ type: "thinking", thinking: "", signature: "made up" }, use], [result]),
    400,
    "Invalid `signature`",
  ],
])("Claude and %s", async (_what, body, status, said) => {
  const answer = await post("/v1/messages", body);

  expect(answer).toEqual({ status, said: expect.stringContaining(said) });
});

test("Claude takes calls back without their thought, and the thought where it stood alone", async () => {
  models.converse([{ calls: [{ name: "look", input: {} }] }, { text: "Done." }]);
  const begin = { model: "claude-sonnet-5-5", max_tokens: 100, tools: [tool], messages: [task] };

  const first: { content: { type: string; id?: string }[] } = JSON.parse(
    (await post("/v1/messages", begin)).said,
  );
  const results = [{ ...result, tool_use_id: first.content[1]?.id }];
  const whole = claude(first.content, results);
  const other = { ...task, content: "Look again." };
  const messages = [other, { role: "assistant", content: first.content }, { role: "user", content: results }];
  const elsewhere = claude([], null, { messages });

  expect((await post("/v1/messages", whole)).status).toBe(200);
  expect((await post("/v1/messages", claude(first.content.slice(1), results))).status).toBe(200);
  expect(await post("/v1/messages", elsewhere)).toEqual({
    status: 400,
    said: expect.stringContaining("bound to a different conversation"),
  });
});

const call = { type: "function_call", call_id: "c1", name: "look", arguments: "{}" };
const output = { type: "function_call_output", call_id: "c1", output: "a.js" };
const fn = { type: "function", name: "look", parameters: schema, strict: false };
const responses = (items: object[], changes: object = {}): object => ({
  model: "gpt-6-sol",
  input: [task, ...items],
  tools: [fn],
  ...changes,
});

test.each([
  ["a call that is answered", responses([call, output]), 200, "resp_"],
  ["a call that is not answered", responses([call]), 400, "No tool output found"],
  ["an answer that nobody called for", responses([output]), 400, "No tool call found"],
  [
    "a schema that strict mode does not take",
    responses([], { tools: [{ ...fn, strict: true }] }),
    400,
    "additionalProperties",
  ],
  [
    "reasoning without its content",
    responses([{ type: "reasoning", id: "rs_1", summary: [] }]),
    404,
    "not persisted",
  ],
  [
    "made-up reasoning",
    responses([{ type: "reasoning", id: "rs_9", summary: [], encrypted_content: "x" }]),
    400,
    "could not be verified",
  ],
])("the Responses API and %s", async (_what, body, status, said) => {
  const answer = await post("/v1/responses", body);

  expect(answer).toEqual({ status, said: expect.stringContaining(said) });
});

const asked = {
  role: "assistant",
  content: "",
  tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: "{}" } }],
};
const answered = { role: "tool", tool_call_id: "c1", content: "a.js" };
const chat = (messages: object[]): object => ({
  model: "qwen3:8b",
  messages: [task, ...messages],
  tools: [{ type: "function", function: { name: "look", parameters: schema } }],
});
const broken = {
  ...asked,
  tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"a' } }],
};

test.each([
  ["a call that is answered", chat([asked, answered]), 200, "chatcmpl-"],
  ["a call that is not answered", chat([asked, task]), 400, "did not have response messages: c1"],
  ["an answer that nobody called for", chat([answered]), 400, "must be a response"],
  ["arguments that are no JSON", chat([broken, answered]), 500, "invalid tool call arguments"],
])("Chat Completions and %s", async (_what, body, status, said) => {
  const answer = await post("/v1/chat/completions", body);

  expect(answer).toEqual({ status, said: expect.stringContaining(said) });
});

test("a conversation that goes another way than scripted is rejected", async () => {
  models.converse([{}, { after: /b\.js/, text: "Done." }]);

  const wrong = await post("/v1/messages", claude([use], [result]));
  const beyond = await post("/v1/messages", claude([use], [result], { messages: [task, ...again(3)] }));

  expect(wrong.said).toContain("the tools said: a.js");
  expect(beyond.said).toContain("no turn 4");
});

function again(times: number): object[] {
  return Array.from({ length: times }, () => [{ role: "assistant", content: "Hm." }, task]).flat();
}

test("a conversation may be made of what was asked", async () => {
  models.converse(({ turn, results, tools }) => ({ text: `${turn} ${results.join()} ${tools.join()}` }));

  const answer = await post("/v1/messages", claude([use], [result]));

  expect(answer.said).toContain('"text":"1 a.js look"');
});
