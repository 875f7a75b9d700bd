import { expect, test } from "vitest";
import { frameWeights, readQuestion } from "./question-terms.ts";
import { coverSoftly, softIndexOf } from "./soft-match.ts";

test("the sentence that asks is told from the preamble, and names are noticed", () => {
  const question = readQuestion(
    "I upgraded my plan yesterday. Where do I find the Billing page of acme_cli?",
  );

  expect(question.focus).not.toContain("upgrad");
  expect(question.focus).toContain("bill");
  expect([...question.proper]).toEqual(expect.arrayContaining(["bill", "acme_cli"]));
});

test("words that only frame a question weigh less, unless there are no others", () => {
  const weights = frameWeights(["explain", "webhook"]);

  expect(weights.get("explain")).toBeLessThan(weights.get("webhook") ?? 0);
  expect(frameWeights(["explain"]).get("explain")).toBe(1);
});

test("a relative of a word counts in part, a stranger not at all", () => {
  const index = softIndexOf(new Map([["authenticat", 2]]));

  expect(coverSoftly(index, ["authenticat"])).toBe(2);
  expect(coverSoftly(index, ["authentication"])).toBeGreaterThan(1);
  expect(coverSoftly(index, ["authentication"])).toBeLessThan(2);
  expect(coverSoftly(index, ["auth", "author"])).toBe(0);
});
