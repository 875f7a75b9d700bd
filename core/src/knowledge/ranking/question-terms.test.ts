import { expect, test } from "vitest";
import { frameWeights, readQuestion } from "./question-terms.ts";
import { softCoverage } from "./soft-match.ts";
import { TermNumbers } from "./term-numbers.ts";

test("the sentence that asks is told from the preamble, and names are noticed", () => {
  const question = readQuestion(
    "I upgraded my plan yesterday. Where do I find the Billing page of acme_cli?",
  );

  expect(question.focus).not.toContain("upgrad");
  expect(question.focus).toContain("bill");
  expect([...question.proper]).toEqual(expect.arrayContaining(["bill", "acme_cli"]));
});

test.each([
  ["How do I rotate my key?", null, true],
  ["How do I rotate frobnicator_x?", null, true],
  ["Wie ändere ich meinen Schlüssel?", "de", false],
  ["怎样更改密码？", null, false],
] as const)("whether %s is English", (text, language, isEnglish) => {
  expect(readQuestion(text, language).isEnglish).toBe(isEnglish);
});

test("words that only frame a question weigh less, unless there are no others", () => {
  const weights = frameWeights(["explain", "webhook"]);

  expect(weights.get("explain")).toBeLessThan(weights.get("webhook") ?? 0);
  expect(frameWeights(["explain"]).get("explain")).toBe(1);
});

test("a relative of a word counts in part, a stranger not at all", () => {
  const numbers = new TermNumbers();
  const coverage = softCoverage(new Map([["authenticat", 2]]), numbers);
  const covered = (...terms: string[]): number => coverage.of(numbers.ofTerms(terms));

  expect(covered("authenticat")).toBe(2);
  expect(covered("authentication")).toBeGreaterThan(1);
  expect(covered("authentication")).toBeLessThan(2);
  expect(covered("auth", "author")).toBe(0);
});
