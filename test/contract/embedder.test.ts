import { UpstreamError, type Embedder } from "@firstline/core";
import { createOpenAiEmbedder } from "@firstline/core/adapters";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

function create(options: Partial<Parameters<typeof createOpenAiEmbedder>[0]> = {}): Embedder {
  return createOpenAiEmbedder({ apiKey: models.apiKey, baseUrl: models.openAiUrl, ...options });
}

function inputs(): unknown[] {
  return models.requests.map(({ body }) => Object(body).input);
}

test("each text gets a vector of length 1 and of the stored dimensions, in order", async () => {
  const embedder = create();

  const vectors = await embedder.embed(["reset a password", "invoices", "reset a password"], "document");

  expect(embedder).toMatchObject({ model: "text-embedding-3-small", dimensions: 1536 });
  expect(vectors.map((vector) => vector.length)).toEqual([1536, 1536, 1536]);
  expect(vectors.map((vector) => Math.hypot(...vector))).toEqual(Array(3).fill(expect.closeTo(1, 10)));
  expect(vectors[0]).toEqual(vectors[2]);
  expect(vectors[0]).not.toEqual(vectors[1]);
});

test("no text needs no request", async () => {
  expect(await create().embed([], "query")).toEqual([]);
  expect(models.requests).toHaveLength(0);
});

test("many texts go in several requests and come back in order", async () => {
  const texts = Array.from({ length: 2_500 }, (_, index) => `text number ${index}`);

  const vectors = await create().embed(texts, "document");

  expect(inputs().map((input) => Object(input).length)).toEqual([2_048, 452]);
  const [last] = await create().embed(["text number 2499"], "document");
  expect(vectors).toHaveLength(2_500);
  expect(vectors[2_499]).toEqual(last);
});

test("long texts go in several requests by their tokens", async () => {
  await create().embed(Array(60).fill("word ".repeat(2_000)), "document");

  expect(models.requests.length).toBeGreaterThan(1);
  expect(models.requests.map(({ status }) => status)).toEqual(models.requests.map(() => 200));
});

test.each([
  ["an empty text", ""],
  ["blanks", " \n\t"],
  ["40,000 characters", "word ".repeat(8_000)],
  ["40,000 emoji", "\u{1F600}".repeat(40_000)],
  ["half a surrogate pair", "a\ud83d"],
])("%s gets a vector too", async (_what, text) => {
  const [vector] = await create().embed([text], "query");

  expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 10);
});

test("a model whose vectors have another length is named with both lengths", async () => {
  const embedding = create({ model: "nomic-embed-text" }).embed(["a"], "query");

  await expect(embedding).rejects.toThrow(UpstreamError);
  await expect(embedding).rejects.toMatchObject({
    retryable: false,
    message: expect.stringMatching(/nomic-embed-text.*768.*1536/),
  });
});

test("a model of another length serves when that length is asked for", async () => {
  const [vector] = await create({ model: "nomic-embed-text", dimensions: 768 }).embed(["a"], "query");

  expect(vector).toHaveLength(768);
});

test("a model that can shorten its vectors is asked to", async () => {
  const [vector] = await create({ model: "text-embedding-3-large" }).embed(["a"], "query");

  expect(vector).toHaveLength(1_536);
});

test("passing failures are overcome", async () => {
  models.failNext({ status: 500 });

  expect(await create().embed(["a"], "query")).toHaveLength(1);
});

test.each([
  [
    "a limit that lasts",
    { status: 429, times: 9, retryAfter: 60 },
    { retryable: true, retryAfterSeconds: 60 },
  ],
  ["an account without credit", { status: 429, times: 9, code: "insufficient_quota" }, { retryable: false }],
])("%s is told apart", async (_what, failure, expected) => {
  models.failNext(failure);

  await expect(create({ maxRetries: 0 }).embed(["a"], "query")).rejects.toMatchObject(expected);
});

test("a wrong key is for a person to mend", async () => {
  await expect(create({ apiKey: "sk-wrong" }).embed(["a"], "query")).rejects.toMatchObject({
    retryable: false,
  });
});

test("somebody who asks is not kept waiting as long as articles are", async () => {
  models.hang(600);
  const embedder = create({ queryTimeoutMs: 200 });

  await expect(embedder.embed(["a"], "query")).rejects.toMatchObject({
    retryable: true,
    message: expect.stringContaining("within 0.2 seconds"),
  });
  expect(await embedder.embed(["a"], "document")).toHaveLength(1);
});

test("a server that does not answer in time is worth another try", async () => {
  models.hang(5_000);

  await expect(create({ timeoutMs: 200 }).embed(["a"], "query")).rejects.toMatchObject({ retryable: true });
});
