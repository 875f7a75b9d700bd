import { fileURLToPath } from "node:url";
import { summarize } from "@firstline/core/evaluation";
import { expect, test } from "vitest";
import { evaluateOffline } from "./evaluate-offline.ts";

const file = (language: string, what: "corpus" | "questions"): string =>
  fileURLToPath(new URL(`./languages/${language}/${what}.jsonl`, import.meta.url));

/**
 * The same eight articles and sixteen questions in several languages. A little under what was measured when this was last
 * looked at: 12 to 16 right answers and a mean confidence of .21 to .62; in English they were 15 and .42.
 */
test.each([
  { language: "ar", right: 11, confidence: 0.19 },
  { language: "de", right: 13, confidence: 0.36 },
  { language: "hi", right: 14, confidence: 0.56 },
  { language: "ko", right: 12, confidence: 0.42 },
  { language: "pl", right: 13, confidence: 0.24 },
  { language: "tr", right: 12, confidence: 0.18 },
  { language: "zh", right: 12, confidence: 0.31 },
  { language: "ja", right: 15, confidence: 0.48 },
  { language: "ru", right: 12, confidence: 0.26 },
])("answers in $language are found, and are as sure as in English", async ({ language, ...least }) => {
  const { rows, unknownGold } = await evaluateOffline(file(language, "corpus"), file(language, "questions"));

  expect(unknownGold).toEqual([]);
  expect(rows).toHaveLength(16);
  expect(summarize(rows).recallAt1).toBeGreaterThan(0.8);
  expect(rows.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(least.right);
  const confidence = rows.reduce((sum, row) => sum + (row.confidence ?? 0), 0) / rows.length;
  expect(confidence).toBeGreaterThanOrEqual(least.confidence);
});
