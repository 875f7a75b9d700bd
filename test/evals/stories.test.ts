import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { summarize } from "@firstline/core/evaluation";
import type { EvalRow } from "@firstline/core/evaluation";
import { beforeAll, expect, test } from "vitest";
import { temporaryFolders } from "../support/temporary-folders.ts";
import { evaluateOffline } from "./evaluate-offline.ts";

/**
 * The questions about the handbook, each within a message as people write them: greeted, told around and thanked for. A
 * little under what was measured (.543 and .800; of the questions alone .529 and .786).
 */
const LEAST = { recallAt1: 0.5, recallAt5: 0.77 };

const HANDBOOK = fileURLToPath(new URL("../../handbook/", import.meta.url));
const QUESTIONS = fileURLToPath(new URL("./handbook/questions.jsonl", import.meta.url));

const OPENINGS = [
  "Hi team! Hope you're all doing great.",
  "Hello everyone, first of all thanks for this great product.",
  "Good morning from Lisbon :wave:",
  "Hi, sorry if this was asked before.",
  "",
];
const STORY = [
  "We've been using this with our 300-person community over the last two weeks and people love it.",
  "Yesterday my colleague Tom and I spent the whole evening on this and we got nowhere.",
  "Our company is a small shop of five people and nobody here is a programmer.",
  "Last month we moved everything to a new server because the old one was too slow.",
  "My manager wants an answer by Friday, so I am a bit under pressure.",
  "I tried it on my laptop and on my phone, with the same result.",
  "For context: I am preparing a workshop for students next week and want to show it live.",
  "Before this we used a spreadsheet and a lot of manual work, which was a mess.",
  "The weather here is terrible, so I have plenty of time to try things out today.",
];
const ENDINGS = [
  "Thanks in advance for any help!",
  "No hurry at all. Cheers, Mia",
  "Best regards\nJonas",
  "Sorry for the long text, and have a nice day!",
  "",
];

/** The question before, between or behind three sentences of a story. */
function withStory(question: string, i: number): string {
  const asked = /[.?!]$/u.test(question) ? question : `${question}?`;
  const story = [0, 1, 2].map((n) => STORY[(i + 2 * n) % STORY.length]);
  const parts = story.toSpliced(i % 4, 0, `${asked.charAt(0).toUpperCase()}${asked.slice(1)}`);
  return [OPENINGS[i % 5], ...parts, ENDINGS[(i >> 1) % 5]].filter(Boolean).join(" ");
}

const newFolder = temporaryFolders();
let rows: EvalRow[];
beforeAll(async () => {
  const asked = readFileSync(QUESTIONS, "utf8")
    .trim()
    .split("\n")
    .map((line, i) => {
      const row: { question: string } = JSON.parse(line);
      return JSON.stringify({ ...row, question: withStory(row.question, i) });
    });
  const without = {
    id: "without",
    question: "How do I run Firstline without Docker?",
    gold: ["start-firstline"],
    answerable: true,
    kind: "without",
  };
  const path = join(newFolder(), "questions.jsonl");
  writeFileSync(path, [...asked, JSON.stringify(without)].join("\n"));
  ({ rows } = await evaluateOffline(HANDBOOK, path));
});

test("a question within a story finds its article nearly as well as alone", () => {
  const { recallAt1, recallAt5 } = summarize(rows.filter(({ kind }) => kind !== "without"));

  expect(recallAt1).toBeGreaterThanOrEqual(LEAST.recallAt1);
  expect(recallAt5).toBeGreaterThanOrEqual(LEAST.recallAt5);
});

test("an answer that takes for granted what the asker wants to do without goes to people", () => {
  expect(rows.find(({ id }) => id === "without")).toMatchObject({ route: "escalate", happens: "escalate" });
});
