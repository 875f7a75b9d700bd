import { expect, test } from "vitest";
import { UpstreamError } from "../errors.ts";
import type { LanguageModel, Log } from "../ports.ts";
import { aHit } from "./hit.fixture.ts";
import { rankAgain } from "./rank-again.ts";

const USAGE = { model: "fast-1", inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, costUsd: 0 };
const quiet = (): void => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };

/** Twenty-two passages, the last two beyond what is ranked again. */
const hits = Array.from({ length: 22 }, (_, index) => aHit({ chunkId: index + 1 }));
const found = hits.map((hit) => hit.chunkId);

async function rank(rerank: LanguageModel["rerank"]): Promise<number[]> {
  const nothing = async (): Promise<null> => null;
  const fastModel: LanguageModel = {
    name: "fast-1",
    kind: "anthropic",
    answer: () => Promise.reject(new Error("nobody asked for an answer")),
    classify: nothing,
    judge: nothing,
    rewrite: nothing,
    rerank,
    describeBug: nothing,
  };
  const ranked = await rankAgain({ fastModel, log, modelTimeoutMs: 1_000 }, "How?", hits);
  return ranked.map((hit) => hit.chunkId);
}

test("the model's order comes first, and nothing is lost or doubled", async () => {
  const order = [3, 1, 3, 99];

  const ranked = await rank((request) => {
    expect(request.chunks).toHaveLength(20);
    return Promise.resolve({ value: order, usage: USAGE });
  });

  expect(ranked).toEqual([3, 1, ...found.filter((id) => id !== 3 && id !== 1)]);
});

test.each<[string, LanguageModel["rerank"]]>([
  ["leaves it to the search", () => Promise.resolve(null)],
  ["says nothing usable", () => Promise.resolve({ value: null, usage: USAGE })],
  ["fails", () => Promise.reject(new UpstreamError("anthropic", "Overloaded.", { retryable: true }))],
])("the search's order stays where the model %s", async (_, rerank) => {
  expect(await rank(rerank)).toEqual(found);
});
