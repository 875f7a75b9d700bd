import OpenAI, { AuthenticationError } from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startModels, type Models } from "./index.ts";

let models: Models;
let clock = 0;

beforeAll(async () => {
  models = await startModels({ now: () => clock });
});
afterEach(() => models.reset());
afterAll(() => models.close());

const response = { model: "gpt-6-sol", input: "Hello" };
const chat = { model: "qwen3:8b", messages: [{ role: "user" as const, content: "Hello" }] };
const embedding = { model: "text-embedding-3-small", input: ["Hello"] };

function client(apiKey = models.apiKey): OpenAI {
  return new OpenAI({ apiKey, baseURL: models.openAiUrl, maxRetries: 0, logLevel: "off" });
}

/** Sends a body as it stands, whatever the SDK's types say. */
async function post(path: string, body: unknown): Promise<{ status: number; message: string }> {
  const headers = { authorization: `Bearer ${models.apiKey}` };
  const answer = await fetch(models.openAiUrl + path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const json: unknown = await answer.json();
  return { status: answer.status, message: JSON.stringify(json) };
}

function withSchema(schema: object, name = "answer"): object {
  return { ...response, text: { format: { type: "json_schema", name, strict: true, schema } } };
}

const object = { type: "object", properties: { a: { type: "string" } }, additionalProperties: false };

test.each<[string, string, object, number, string]>([
  ["an unknown field", "/responses", { ...response, messages: [] }, 400, "messages: Extra inputs"],
  ["an unknown model", "/responses", { ...response, model: "gpt-1" }, 404, "model_not_found"],
  [
    "an embedding model that shall write",
    "/responses",
    { ...response, model: "nomic-embed-text" },
    404,
    "model_not_found",
  ],
  ["temperature", "/responses", { ...response, temperature: 0 }, 400, "temperature"],
  ["too few tokens", "/responses", { ...response, max_output_tokens: 5 }, 400, "max_output_tokens"],
  ["a property that is not required", "/responses", withSchema(object), 400, "missing 'a'"],
  ["a list as a schema", "/responses", withSchema({ type: "array", items: object }), 400, "root"],
  [
    "a bad name of a format",
    "/responses",
    withSchema({ ...object, required: ["a"] }, "an answer"),
    400,
    "name",
  ],
  [
    "max_tokens of a hosted model",
    "/chat/completions",
    { ...chat, model: "gpt-6-sol", max_tokens: 9 },
    400,
    "max_completion",
  ],
  ["a conversation without messages", "/chat/completions", { ...chat, messages: [] }, 400, "empty array"],
  [
    "a marked cache of a server that has none",
    "/chat/completions",
    { ...chat, prompt_cache_options: { mode: "explicit" } },
    400,
    "prompt_cache_options",
  ],
  [
    "thinking of a model that cannot",
    "/chat/completions",
    { ...chat, reasoning_effort: "low" },
    400,
    "thinking",
  ],
  [
    "a prompt that is too long",
    "/responses",
    { ...response, input: "word ".repeat(400_000) },
    400,
    "context_length_exceeded",
  ],
  ["an empty text to embed", "/embeddings", { ...embedding, input: ["a", ""] }, 400, "empty string"],
  ["too many texts", "/embeddings", { ...embedding, input: Array(2049).fill("a") }, 400, "2048"],
  ["a text that is too long", "/embeddings", { ...embedding, input: "word ".repeat(8192) }, 400, "8192"],
  [
    "too many tokens",
    "/embeddings",
    { ...embedding, input: Array(100).fill("w".repeat(16_000)) },
    400,
    "300000",
  ],
  ["more dimensions than there are", "/embeddings", { ...embedding, dimensions: 4000 }, 400, "dimensions"],
  [
    "dimensions of a model that cannot",
    "/embeddings",
    { ...embedding, model: "nomic-embed-text", dimensions: 8 },
    400,
    "matryoshka",
  ],
])("%s is rejected", async (_what, path, body, status, message) => {
  expect(await post(path, body)).toMatchObject({ status, message: expect.stringContaining(message) });
});

test("a wrong key is rejected", async () => {
  await expect(client("sk-wrong").responses.create(response)).rejects.toThrow(AuthenticationError);
});

test("a server without the Responses API does not know its path", async () => {
  const older = await startModels({ hasResponses: false });

  const answer = await fetch(`${older.openAiUrl}/responses`, {
    method: "POST",
    headers: { authorization: `Bearer ${older.apiKey}` },
    body: JSON.stringify(response),
  });

  expect(answer.status).toBe(404);
  await older.close();
});

test("a streamed response ends with the text of a plain one", async () => {
  models.answerWith("A sentence that needs several pieces to arrive in full.");

  const plain = await client().responses.create(response);
  const streamed = await client().responses.stream(response).finalResponse();

  expect(plain.output_text).toBe("A sentence that needs several pieces to arrive in full.");
  expect(streamed.output_text).toBe(plain.output_text);
});

test("a streamed completion ends with the text and the usage of a plain one", async () => {
  models.answerWith("A sentence that needs several pieces to arrive in full.");

  const plain = await client().chat.completions.create(chat);
  const stream = client().chat.completions.stream({ ...chat, stream_options: { include_usage: true } });

  expect(await stream.finalContent()).toBe(plain.choices[0]?.message.content);
  expect((await stream.totalUsage()).prompt_tokens).toBe(plain.usage?.prompt_tokens);
});

test("streams that fail in the middle end with an error in the words of their API", async () => {
  models.failStream("limited", 2);
  const drain = async (events: AsyncIterable<unknown>): Promise<number> => {
    let count = 0;
    for await (const _event of events) count += 1;
    return count;
  };

  const responses = drain(await client().responses.create({ ...response, stream: true }));
  await expect(responses).rejects.toMatchObject({ code: "rate_limit_exceeded" });
  const chunks = drain(await client().chat.completions.create({ ...chat, stream: true }));
  await expect(chunks).rejects.toMatchObject({ code: "rate_limit_exceeded" });
});

test("another server reads the beginning shared with an earlier prompt from its cache", async () => {
  const rules = { role: "system" as const, content: "rule ".repeat(2000) };
  const ask = (content: string) =>
    client().chat.completions.create({ ...chat, messages: [rules, { role: "user", content }] });

  await ask("Hello");
  const { usage } = await ask("Something else");

  expect(usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThanOrEqual(2432);
});

test("OpenAI's models read the cache up to a mark, and write nothing behind it when told so", async () => {
  const rules = {
    type: "input_text" as const,
    text: "order ".repeat(2000),
    prompt_cache_breakpoint: { mode: "explicit" as const },
  };
  const ask = async (content: string, mode: "implicit" | "explicit") => {
    const input = [
      { role: "developer" as const, content: [rules] },
      { role: "user" as const, content },
    ];
    const { usage } = await client().responses.create({
      ...response,
      input,
      prompt_cache_options: { mode },
    });
    return usage?.input_tokens_details;
  };

  const first = await ask("Hello", "explicit");
  const second = await ask("Something else", "explicit");
  const third = await ask("Something quite different", "implicit");
  clock += 31 * 60_000;
  const expired = await ask("Hello", "explicit");

  const written = first?.cache_write_tokens ?? 0;
  expect(written).toBeGreaterThan(2432);
  expect(first?.cached_tokens).toBe(0);
  expect(second).toMatchObject({ cached_tokens: written, cache_write_tokens: 0 });
  expect(third?.cached_tokens).toBe(written);
  expect(third?.cache_write_tokens).toBeGreaterThan(0);
  expect(expired).toMatchObject({ cached_tokens: 0, cache_write_tokens: written });
});

test("without a mark OpenAI's models find nothing of another question in the cache", async () => {
  const instructions = "precept ".repeat(2000);

  await client().responses.create({ ...response, instructions });
  const other = await client().responses.create({ ...response, instructions, input: "Something else" });
  const same = await client().responses.create({ ...response, instructions });

  expect(other.usage?.input_tokens_details.cached_tokens).toBe(0);
  expect(same.usage?.input_tokens_details.cached_tokens).toBeGreaterThan(2432);
});

test("vectors are the same in both encodings, of length 1, and near for shared words", async () => {
  const input = ["how to reset a password", "reset the password", "billing address"];

  const floats = await client().embeddings.create({
    ...embedding,
    input,
    dimensions: 512,
    encoding_format: "float",
  });
  const decoded = await client().embeddings.create({ ...embedding, input, dimensions: 512 });

  const [a = [], b = [], c = []] = floats.data.map((each) => each.embedding);
  expect(decoded.data[0]?.embedding[0]).toBeCloseTo(a[0] ?? Number.NaN, 6);
  expect(Math.hypot(...a)).toBeCloseTo(1, 6);
  expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.2);
});

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
