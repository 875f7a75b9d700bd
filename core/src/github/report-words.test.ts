import { expect, test } from "vitest";
import type { BugPiece } from "../ports.ts";
import { en } from "../words/en.ts";
import { askReply, piecesToAsk } from "./report-words.ts";

test.each<[BugPiece[], BugPiece[]]>([
  [[], []],
  [["environment"], []],
  [["expected", "environment"], []],
  [["steps"], ["steps"]],
  [
    ["environment", "error_text", "steps"],
    ["steps", "error_text", "environment"],
  ],
  [
    ["actual", "expected"],
    ["actual", "expected"],
  ],
])("of %j the member is asked for %j", (missing, asked) => {
  expect(piecesToAsk(missing)).toEqual(asked);
});

test("several questions are numbered, one is a sentence", () => {
  expect(askReply(en, ["steps", "environment"]).markdown).toBe(
    "Thank you for the report. Could you add what you know of this? It helps the developers to find the bug.\n\n1. What did you do, step by step, just before it happened?\n2. Which version do you use, and on which system or browser?",
  );
  expect(askReply(en, ["steps"]).markdown).toBe(
    "Thank you for the report. One thing would help the developers: what did you do, step by step, just before it happened?",
  );
});

test("what is private is not linked to", () => {
  expect(en.filed(null)).toBe(
    "I've filed this as a bug report for the developers. You'll hear here what becomes of it.",
  );
  expect(en.linked(null)).toBe(
    "This looks like a bug that the developers know already. Your report now counts towards it, and you'll hear here what becomes of it.",
  );
});
