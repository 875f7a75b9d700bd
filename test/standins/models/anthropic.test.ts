import Anthropic, { AuthenticationError } from "@anthropic-ai/sdk";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startModels, type Models } from "./index.ts";

let models: Models;
let clock = 0;

beforeAll(async () => {
  models = await startModels({ now: () => clock, maxBodyBytes: 5_000_000 });
});
afterEach(() => models.reset());
afterAll(() => models.close());

const hello = { model: "claude-sonnet-5-5", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };

function client(apiKey = models.apiKey): Anthropic {
  return new Anthropic({ apiKey, baseURL: models.anthropicUrl, maxRetries: 0, logLevel: "off" });
}

/** Sends a body as it stands, whatever the SDK's types say. */
async function post(body: unknown, path = "/v1/messages"): Promise<{ status: number; message: string }> {
  const headers = { "x-api-key": models.apiKey, "anthropic-version": "2026-10-21" };
  const response = await fetch(models.anthropicUrl + path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, message: JSON.stringify(answer) };
}

function withSchema(schema: object): object {
  return { ...hello, output_config: { format: { type: "json_schema", schema } } };
}

const block = { type: "text", text: "Hi", cache_control: { type: "ephemeral" } };
const lasting = { ...block, cache_control: { type: "ephemeral", ttl: "1h" } };
const object = { type: "object", properties: {}, required: [], additionalProperties: false };

test.each<[string, object, number, string]>([
  ["temperature", { ...hello, temperature: 1 }, 400, "temperature: Extra inputs"],
  ["top_p", { ...hello, top_p: 0.5 }, 400, "top_p: Extra inputs"],
  ["top_k", { ...hello, top_k: 5 }, 400, "top_k: Extra inputs"],
  ["the old name of the output format", { ...hello, output_format: {} }, 400, "output_format: Extra inputs"],
  ["an unknown field in a block", { ...hello, system: [{ ...block, bold: true }] }, 400, "Extra inputs"],
  ["a missing max_tokens", { ...hello, max_tokens: undefined }, 400, "max_tokens"],
  ["a header in the body", { ...hello, user_profile_id: "u" }, 400, "user_profile_id"],
  ["an unknown model", { ...hello, model: "claude-2" }, 404, "model: claude-2"],
  ["no message", { ...hello, messages: [] }, 400, "at least one message"],
  ["an empty text", { ...hello, messages: [{ role: "user", content: "" }] }, 400, "non-empty"],
  ["a blank text", { ...hello, system: " " }, 400, "non-whitespace"],
  ["half a surrogate pair", { ...hello, system: "\ud83d" }, 400, "surrogate"],
  [
    "a prefill",
    { ...hello, messages: [...hello.messages, { role: "assistant", content: "{" }] },
    400,
    "prefill",
  ],
  ["a fifth cache mark", { ...hello, system: [block, block, block, block, block] }, 400, "maximum of 4"],
  [
    "a mark for an hour after one for minutes",
    { ...hello, system: [block, lasting] },
    400,
    "must not come after",
  ],
  [
    "effort of an older model",
    { ...hello, model: "claude-haiku-4-5", output_config: { effort: "low" } },
    400,
    "effort",
  ],
  [
    "an open object in the schema",
    withSchema({ type: "object", properties: {} }),
    400,
    "additionalProperties",
  ],
  [
    "a bound in the schema",
    withSchema({ ...object, properties: { a: { type: "number", minimum: 0 } } }),
    400,
    "minimum",
  ],
  ["a prompt that is too long", { ...hello, system: "word ".repeat(900_000) }, 400, "too long"],
  ["a body that is too large", { ...hello, system: "x".repeat(5_000_000) }, 413, "request_too_large"],
])("%s is rejected", async (_what, body, status, message) => {
  const answer = await post(body);

  expect(answer).toMatchObject({ status, message: expect.stringContaining(message) });
});

test("a wrong key is rejected", async () => {
  await expect(client("sk-wrong").messages.create({ ...hello, messages: [] })).rejects.toThrow(
    AuthenticationError,
  );
});

test("a path the service does not have is not found", async () => {
  expect(await post(hello, "/v1/complete")).toMatchObject({ status: 404 });
});

test("text stands after a thinking block, as with current models", async () => {
  models.answerWith("Hello there.");

  const message = await client().messages.create({ ...hello, messages: [{ role: "user", content: "Hi" }] });

  expect(message.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
  expect(message.content[1]).toMatchObject({ text: "Hello there." });
});

test("a stream delivers the same message as a plain call", async () => {
  models.answerWith("A sentence that needs several pieces to arrive in full.");
  const body = { ...hello, messages: [{ role: "user" as const, content: "Hi" }] };

  const plain = await client().messages.create(body);
  const streamed = await client().messages.stream(body).finalMessage();

  expect(streamed).toMatchObject({ content: plain.content, stop_reason: "end_turn", usage: plain.usage });
});

test("a stream that is cut off fails", async () => {
  models.cutStream(500);
  const body = { ...hello, messages: [{ role: "user" as const, content: "Hi" }] };

  await expect(client().messages.stream(body).finalMessage()).rejects.toThrow();
});

test("a stream that fails in the middle ends with an error of that kind", async () => {
  models.failStream("overloaded", 3);
  const body = { ...hello, messages: [{ role: "user" as const, content: "Hi" }] };

  await expect(client().messages.stream(body).finalMessage()).rejects.toMatchObject({
    type: "overloaded_error",
    status: undefined,
  });
});

test("a stream that stands still sends nothing more and does not end", async () => {
  models.stallStream(400);
  const body = { ...hello, messages: [{ role: "user" as const, content: "Hi" }] };

  const stream = client().messages.stream(body, { signal: AbortSignal.timeout(200) });

  await expect(stream.finalMessage()).rejects.toThrow("aborted");
});

test("tokens are counted and models are listed", async () => {
  const counted = await client().messages.countTokens({
    model: "claude-sonnet-5-5",
    messages: [{ role: "user", content: "x".repeat(400) }],
  });
  const listed = await client().models.list();

  expect(counted.input_tokens).toBeGreaterThan(100);
  expect(listed.data.map(({ id }) => id)).toContain("claude-sonnet-5-5");
});

test("a marked prefix is written once, read while it lives, and gone after five minutes", async () => {
  const system = [
    { type: "text" as const, text: "rule ".repeat(1000), cache_control: { type: "ephemeral" as const } },
  ];
  const usageOf = async (question: string) => {
    const messages = [{ role: "user" as const, content: question }];
    const { usage } = await client().messages.create({ ...hello, system, messages });
    return { written: usage.cache_creation_input_tokens ?? 0, read: usage.cache_read_input_tokens ?? 0 };
  };

  const first = await usageOf("one");
  clock += 4 * 60_000;
  const second = await usageOf("two");
  clock += 6 * 60_000;
  const third = await usageOf("three");

  expect(first).toEqual({ written: expect.any(Number), read: 0 });
  expect(first.written).toBeGreaterThan(1024);
  expect(second).toEqual({ written: 0, read: first.written });
  expect(third).toEqual(first);
});

test("what is written for an hour is counted apart and lives that long", async () => {
  const minutes = { type: "ephemeral" as const };
  const hour = { type: "ephemeral" as const, ttl: "1h" as const };
  const system = [
    { type: "text" as const, text: "order ".repeat(1000), cache_control: hour },
    { type: "text" as const, text: "detail ".repeat(100), cache_control: minutes },
  ];
  const body = { ...hello, system, messages: [{ role: "user" as const, content: "Hi" }] };

  const first = await client().messages.create(body);
  clock += 30 * 60_000;
  const second = await client().messages.create(body);

  const written = first.usage.cache_creation;
  expect(written?.ephemeral_1h_input_tokens).toBeGreaterThan(1024);
  expect(written?.ephemeral_5m_input_tokens).toBeGreaterThan(100);
  expect(second.usage.cache_read_input_tokens).toBe(written?.ephemeral_1h_input_tokens);
  expect(second.usage.cache_creation).toEqual({
    ephemeral_1h_input_tokens: 0,
    ephemeral_5m_input_tokens: written?.ephemeral_5m_input_tokens,
  });
});

test("a marked prefix under the minimum is not cached", async () => {
  const system = [{ type: "text" as const, text: "short", cache_control: { type: "ephemeral" as const } }];
  const body = { ...hello, system, messages: [{ role: "user" as const, content: "Hi" }] };

  await client().messages.create(body);
  const { usage } = await client().messages.create(body);

  expect(usage).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 });
});
