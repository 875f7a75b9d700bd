import { expect, test } from "vitest";
import type { AnswerDraft, AnswerRequest, KnowledgeChunk } from "../../ports.ts";
import { createOfflineEmbedder } from "./embedder.ts";
import { createOfflineModel } from "./model.ts";

let nextId = 1;
function aChunk(title: string, text: string): KnowledgeChunk {
  const id = nextId++;
  return { chunkId: id, articleId: id, title, headingPath: [], url: null, text };
}

async function draftFor(question: string, chunks: KnowledgeChunk[]): Promise<AnswerDraft> {
  const request: AnswerRequest = {
    workspaceName: "Acme",
    ticket: { subject: question, type: "general", priority: "normal" },
    question,
    thread: [],
    earlierSubjects: [],
    chunks,
  };
  const answer = await createOfflineModel().answer(request, AbortSignal.timeout(1000));
  if (answer.outcome !== "answered") throw new Error("the offline model always answers");
  return answer.draft;
}

const password = aChunk(
  "Reset your password",
  "You can set a new password at any time.\n\n1. Open the sign-in page.\n2. Choose **Forgot password**.\n3. Follow the link in the mail.\n\nThe link works for one hour.",
);
const billing = aChunk("Plans and prices", "Each plan is billed monthly. You can change plans at any time.");

test("the answer is verbatim text of the passage that fits, with its steps in order, and cites it", async () => {
  const draft = await draftFor("How do I reset my password?", [password, billing]);

  expect(draft.citedChunkIds).toEqual([password.chunkId]);
  for (const line of draft.markdown.split("\n")) expect(password.text).toContain(line);
  expect(draft.markdown).toContain("1. Open the sign-in page.\n2. Choose");
  expect(draft.selfConfidence).toBeGreaterThan(0.5);
});

test("code that a sentence announces comes along whole", async () => {
  const code = "```sh\nnpm run firstline -- import ./docs\nnpm run firstline -- doctor\n```";
  const chunk = aChunk(
    "Import articles",
    `To import a folder of articles, run:\n\n${code}\n\nIt may take a minute.`,
  );

  const draft = await draftFor("how to import a folder of articles", [chunk]);

  expect(draft.markdown).toContain(code);
});

test("it says so when nothing fits", async () => {
  const draft = await draftFor("What is the weather in Lisbon?", [password, billing]);

  expect(draft.citedChunkIds).toEqual([]);
  expect(draft.selfConfidence).toBeLessThan(0.1);
  expect(draft.markdown).toContain("nothing about this");
});

test("it says so when there are no passages at all", async () => {
  expect((await draftFor("anything", [])).citedChunkIds).toEqual([]);
});

test("a short question that fits two articles is asked back with their titles", async () => {
  const slack = aChunk("Connect Slack", "To connect a workspace, install the app and invite it.");
  const discord = aChunk("Connect Discord", "To connect a workspace, install the bot and invite it.");

  const draft = await draftFor("How do I connect?", [slack, discord]);

  expect(draft.clarifyingQuestion).toBe('Which of these do you mean: "Connect Slack" or "Connect Discord"?');
});

test.each([
  "I was charged twice, I want a refund",
  "please delete my account and all of it",
  "my account has been hacked",
  "I can't log in, I am locked out",
])("only a person can do this: %s", async (question) => {
  expect((await draftFor(question, [billing])).needsPerson).not.toBeNull();
});

test("instructions that an article gives need no person", async () => {
  const chunk = aChunk(
    "Delete your account",
    "How you delete your account: open Settings and choose **Delete my account**.",
  );

  expect((await draftFor("How do I delete my account?", [chunk])).needsPerson).toBeNull();
});

test("vectors have length 1, and texts with shared or misspelled words come out closer than others", async () => {
  const texts = ["reset the password", "password resetting", "reset the pasword", "invoice for March", ""];

  const [a, b, typo, other, empty] = await createOfflineEmbedder().embed(texts, "document");

  const dot = (x: number[] = [], y: number[] = []): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  expect(dot(a, a)).toBeCloseTo(1, 2);
  expect(dot(empty, empty)).toBeCloseTo(1, 2);
  expect(dot(a, b)).toBeGreaterThan(0.6);
  expect(dot(a, typo)).toBeGreaterThan(0.5);
  expect(dot(a, other)).toBeLessThan(0.2);
});
