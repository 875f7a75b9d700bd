import { expect, test } from "vitest";
import type { AnswerDraft } from "../ports.ts";
import { wordsFor } from "../words/words.ts";
import { asksOwnQuestion, clarifyingReply } from "./replies.ts";

const ABOUT = { ticketId: 7, questionId: 31 };

function reply(clarifyingQuestion: string | null, readings: string[], words = wordsFor("", ["en"])) {
  const draft: AnswerDraft = {
    markdown: "Open **Settings**.",
    claims: [],
    citedChunkIds: [],
    selfConfidence: 0.5,
    clarifyingQuestion,
    readings,
    needsPerson: null,
  };
  return clarifyingReply(words, ABOUT, { draft, sources: [] });
}

test.each<[string, string | null, string[], string]>([
  [
    "asks whether it helped",
    null,
    [],
    "Does this answer your question? If not, tell me a bit more and I'll look again.",
  ],
  ["asks the model's question", "Which version?", [], "Which version?"],
  [
    "names readings that nobody asked about",
    null,
    ["On a Mac", "On Windows"],
    'Which of these do you mean: "On a Mac" or "On Windows"?',
  ],
  [
    "adds readings that the question does not name",
    "Which system?",
    ["Mac", "Windows"],
    'Which system? ("Mac" or "Windows")',
  ],
  [
    "repeats no readings",
    'Do you mean "Mac" or "Windows"?',
    ["mac", "Windows"],
    'Do you mean "Mac" or "Windows"?',
  ],
  [
    "knows a cut reading again",
    "Mac with an old chip, or a PC?",
    ["Mac with an…", "PC"],
    "Mac with an old chip, or a PC?",
  ],
  ["has nothing to choose from in one reading", "Which version?", ["3.1"], "Which version?"],
])("a clarifying reply %s", (_, question, readings, asked) => {
  expect(reply(question, readings).markdown).toBe(`Open **Settings**.\n\n${asked}`);
});

test("each reading is a button that says which question it belongs to", () => {
  expect(reply("Which system?", ["Mac", "Windows"]).buttons?.[0]).toEqual([
    { action: "ticket_choose", label: "Mac", value: "7:31:0" },
    { action: "ticket_choose", label: "Windows", value: "7:31:1" },
  ]);
});

test.each(["de", "es", "fr", "pt", "ar", "en"])(
  "in %s, whether it helped is not a question of its own",
  (locale) => {
    const words = wordsFor("", [locale]);
    expect(asksOwnQuestion(reply(null, [], words).markdown)).toBe(false);
    expect(asksOwnQuestion(reply(null, ["Mac", "Windows"], words).markdown)).toBe(true);
  },
);
