import { expect, test } from "vitest";
import type { Judgement, KnowledgeChunk } from "../../ports.ts";
import { composeAnswer } from "./compose.ts";
import { judgeAnswer } from "./judge.ts";

let nextId = 1;
function aChunk(title: string, text: string): KnowledgeChunk {
  const id = nextId++;
  return { chunkId: id, articleId: id, title, headingPath: [], url: null, text };
}

const exporting = aChunk(
  "Export your board",
  "Open the board's menu and choose **Export**. The file holds all cards and at most 1,000 comments.",
);
const plans = aChunk("Plans and prices", "Each plan is billed monthly. The small plan costs 5 dollars.");
const chunks = [exporting, plans];

const judge = (
  question: string,
  answer: string,
  more: Partial<Parameters<typeof judgeAnswer>[0]> = {},
): Judgement => judgeAnswer({ question, answer, claims: [], chunks, ...more });

test("what the offline model composed of a fitting passage passes", () => {
  const question = "How do I export my board?";
  const { markdown, claims } = composeAnswer({ question, chunks });

  expect(judgeAnswer({ question, answer: markdown, claims, chunks })).toEqual({
    grounded: 1,
    complete: 1,
    onPoint: 1,
    needsAccountAccess: false,
  });
});

test("words of one's own count as far as a passage holds them, and numbers must stand there", () => {
  const question = "How many comments does the export hold?";

  expect(judge(question, "The file holds at most 1,000 comments.").grounded).toBe(1);
  expect(judge(question, "The export file holds up to 5,000 comments.").grounded).toBe(0);
  expect(judge(question, "Penguins live in Antarctica.").grounded).toBe(0);
});

test("a statement is held against the passage that it names", () => {
  const claim = { statement: "The small plan costs 5 dollars.", excerpt: "The small plan costs 5 dollars." };
  const grounded = (chunkId: number): number =>
    judge("What does it cost?", claim.statement, { claims: [{ ...claim, chunkId }] }).grounded;

  expect(grounded(plans.chunkId)).toBe(1);
  expect(grounded(exporting.chunkId)).toBe(0);
});

test("a second question that is left open makes an answer incomplete", () => {
  const answer = "Open the board's menu and choose **Export**.";

  expect(judge("How do I export the board?", answer).complete).toBe(1);
  expect(
    judge("How do I export the board, and what does the small plan cost?", answer).complete,
  ).toBeLessThan(0.3);
});

test("who asks for a number is not helped without one", () => {
  const question = "How many comments does the file hold?";

  const vague = judge(question, "The file holds many comments.");
  const exact = judge(question, "The file holds 1,000 comments.");
  expect(vague.complete).toBeLessThan(exact.complete);
});

test.each([
  ["How do I disable exports?", "Enable exports in the settings."],
  ["Install the app on Windows", "On macOS, open the installer and install the app."],
  ["Does version 2.1 export boards?", "Version 3.0 exports boards."],
])("an answer about the opposite or another product is beside the point: %s", (question, answer) => {
  expect(judge(question, answer).onPoint).toBeLessThan(0.3);
});

test.each([
  ["What is my balance?", true],
  ["Please cancel my subscription", true],
  ["I was charged twice, I want my money back", true],
  ["How do I export my board?", false],
  ["Please export my board", false],
])("whether somebody with access is needed: %s", (question, isNeeded) => {
  const { markdown, claims } = composeAnswer({ question, chunks });

  expect(judgeAnswer({ question, answer: markdown, claims, chunks }).needsAccountAccess).toBe(isNeeded);
});

test("shares stay between 0 and 1 whatever comes in", () => {
  for (const odd of ["", "???", "\n```\n", "日本語の質問", "word ".repeat(8_000)]) {
    for (const share of Object.values(judge(odd, odd)).map(Number)) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  }
});
