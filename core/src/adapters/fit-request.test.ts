import { expect, test } from "vitest";
import type { AnswerRequest, KnowledgeChunk } from "../ports.ts";
import { estimateMessages, estimateRequest, fitChunks, fitMessages, fitRequest } from "./fit-request.ts";

const words = "word ".repeat(200); // 500 by the estimate

function aChunk(chunkId: number, text = words): KnowledgeChunk {
  return { chunkId, articleId: 1, title: "T", headingPath: [], url: null, text };
}

function aRequest(changes: Partial<AnswerRequest> = {}): AnswerRequest {
  return {
    workspaceName: "Acme",
    ticket: { subject: "s", type: "general", priority: "normal" },
    question: "How?",
    thread: [1, 2, 3, 4].map((turn) => ({ sender: "member", name: `${turn}`, text: words })),
    earlierSubjects: [],
    chunks: [1, 2, 3, 4].map((id) => aChunk(id)),
    ...changes,
  };
}

test("a request that fits is left as it is", () => {
  const request = aRequest();

  expect(fitRequest(request, estimateRequest(request))).toBe(request);
});

test("the last passages and the oldest turns go first", () => {
  const { chunks, thread } = fitRequest(aRequest(), 2_600);

  expect(chunks.map((chunk) => chunk.chunkId)).toEqual([1, 2, 3]);
  expect(thread.map((turn) => turn.name)).toEqual(["4"]);
});

test("passages take the room that a short thread leaves", () => {
  const { chunks } = fitRequest(aRequest({ thread: [] }), 2_500);

  expect(chunks).toHaveLength(4);
});

test("an endless question is cut at its end and leaves room for passages", () => {
  const fitted = fitRequest(aRequest({ question: "why ".repeat(20_000) }), 4_000);

  expect(fitted.question).toMatch(/^why why/);
  expect(fitted.chunks.length).toBeGreaterThan(1);
  expect(estimateRequest(fitted)).toBeLessThanOrEqual(4_000);
});

test("of a first passage that alone is too long the beginning is kept", () => {
  const [only, ...others] = fitChunks([aChunk(1, "word ".repeat(10_000)), aChunk(2)], 1_000);

  expect(others).toEqual([]);
  expect(only?.chunkId).toBe(1);
  expect(only?.text.length).toBeGreaterThan(1_000);
  expect(only?.text.length).toBeLessThan(2_000);
});

test("no passages stay no passages", () => {
  expect(fitChunks([], 10)).toEqual([]);
});

test("of a long report its beginning is kept, and the newest of what followed", () => {
  const messages = ["long ".repeat(20_000), `old ${words}`, `new ${words}`];

  const [report, ...later] = fitMessages(messages, 2_000);

  expect(report?.length).toBeGreaterThan(1_500);
  expect(later).toEqual([messages[2]]);
  expect(estimateMessages([report ?? "", ...later])).toBeLessThanOrEqual(2_000);
});

test("a report that fits is left as it is", () => {
  const messages = [words, words, words];

  expect(fitMessages(messages, estimateMessages(messages))).toEqual(messages);
  expect(fitMessages([], 10)).toEqual([]);
});
