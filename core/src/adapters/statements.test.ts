import { expect, test } from "vitest";
import { joinStatements, markdownSoFar } from "./statements.ts";

test.each([
  ["sentences stand behind each other", ["Do this.", "Then that."], "Do this. Then that."],
  ["steps stand on lines of their own", ["1. Open it.", "2. Close it."], "1. Open it.\n2. Close it."],
  [
    "a list is set apart from the text",
    ["Do this:", "- One", "- Two", "Then wait."],
    "Do this:\n\n- One\n- Two\n\nThen wait.",
  ],
  [
    "code is set apart",
    ["Run:\n```sh\nmake\n```", "It takes a while."],
    "Run:\n```sh\nmake\n```\n\nIt takes a while.",
  ],
  [
    "a step may end with code",
    ["1. Run:\n```sh\nmake\n```", "2. Wait."],
    "1. Run:\n```sh\nmake\n```\n2. Wait.",
  ],
  ["a paragraph begins where a line break is given", ["Yes.", "\n\nBut wait."], "Yes.\n\nBut wait."],
  ["a paragraph ends where a line break is given", ["Yes.\n", "But wait."], "Yes.\n\nBut wait."],
  ["white space around a statement is dropped", [" Yes.  ", "  No. "], "Yes. No."],
  ["blank statements are dropped", ["", "Yes.", " \n "], "Yes."],
  ["nothing is nothing", [], ""],
])("%s", (_what, statements, markdown) => {
  expect(joinStatements(statements)).toBe(markdown);
});

test("the text of a form that is being written grows with it", () => {
  const statements = [
    { passageId: 4, excerpt: "x", markdown: "Do this." },
    { passageId: null, excerpt: null, markdown: "Then that." },
  ];
  const json = JSON.stringify({ statements, selfConfidence: 0.9 });

  const heard = Array.from(json, (_, end) => markdownSoFar(json.slice(0, end + 1)));

  expect(heard.at(0)).toBeNull();
  expect(new Set(heard)).toContain("Do this.");
  expect(new Set(heard)).toContain("Do this. Then");
  expect(heard.at(-1)).toBe("Do this. Then that.");
});

test("what a local model thinks aloud is not heard", () => {
  const json = JSON.stringify({ statements: [{ passageId: 4, excerpt: "x", markdown: "Do this." }] });
  const thoughts = '<think>Maybe {"statements": [{"markdown": "No"}]}?';

  expect(markdownSoFar(thoughts)).toBeNull();
  expect(markdownSoFar(`${thoughts}</think>\n${json}`)).toBe("Do this.");
});

test.each(["{}", '{"statements": 1}', '{"statements": [1, {"markdown": 2}]}', "prose"])(
  "%s has no text",
  (json) => {
    expect(markdownSoFar(json)).toBeNull();
  },
);
