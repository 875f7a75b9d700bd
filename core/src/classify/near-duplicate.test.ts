import { expect, test } from "vitest";
import { DUPLICATE_THRESHOLD, scoreDuplicate } from "./near-duplicate.ts";

test.each([
  ["How do I rotate an API key?", "how can i rotate my api keys"],
  ["Webhook retries", "retry failed webhooks"],
  ["How can I export tickets to CSV?", "export tickets as csv"],
  ["Dark mode", "dark mode"],
])("%j and %j ask the same", (a, b) => {
  expect(scoreDuplicate(a, b)).toBeGreaterThanOrEqual(DUPLICATE_THRESHOLD);
});

test.each([
  ["How do I delete a branch?", "How do I delete a tag?"],
  ["Support for Postgres 17", "Support for Postgres 16"],
  ["How do I import articles?", "Where is the invoice?"],
  ["", "How do I import articles?"],
])("%j and %j do not", (a, b) => {
  expect(scoreDuplicate(a, b)).toBeLessThan(DUPLICATE_THRESHOLD);
});

test("the order of the two does not matter", () => {
  const [a, b] = ["How do I rotate an API key?", "where can keys be rotated"];
  expect(scoreDuplicate(a, b)).toBe(scoreDuplicate(b, a));
});
