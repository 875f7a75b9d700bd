import { expect, test } from "vitest";
import { findBeyondArticles } from "./beyond-articles.ts";

test.each([
  ["set a timer for ten minutes", "deed"],
  ["please cancel my subscription", "deed"],
  ["Can you refund my last order?", "deed"],
  ["what is my balance", "own"],
  ["has my order been shipped", "own"],
  ["I need to know my card's minimum payment", "own"],
  ["what time is it", "moment"],
  ["what's the weather like in Denver", "moment"],
  ["where is the nearest to me", "moment"],
  ["what is your name", "assistant"],
  ["are you a real person", "assistant"],
])("no article can answer: %s", (question, kind) => {
  expect(findBeyondArticles(question)).toBe(kind);
});

test.each([
  "How do I cancel my subscription?",
  "Can I change my billing address?",
  "Where do I see my balance?",
  "Deleting my account",
  "What are my options for exporting data?",
  "Why was my webhook called twice?",
  "Is it possible to set a timer on a job?",
  "What did the last release change?",
  "",
])("an article may answer: %s", (question) => {
  expect(findBeyondArticles(question)).toBeNull();
});

test("a long text describes a matter, whatever it begins with", () => {
  const text = `Cancel my order. ${"It was made with a card that has expired since. ".repeat(4)}`;

  expect(findBeyondArticles(text)).toBeNull();
});
