import { expect, test } from "vitest";
import { explainConfidence } from "./explain-confidence.ts";

const CLEAR = { ahead: 3, spread: 0.3, covered: 1, titleCovered: 0.9, beyond: 0, own: 0.9 };

test.each<[string, Record<string, number>, string[]]>([
  [
    "a clear case",
    CLEAR,
    [
      "the cited article is clearly ahead of all others",
      "the cited passage covers 100 % of the question",
      "the article's title says what was asked",
    ],
  ],
  [
    "a close one that the second look doubts",
    { ahead: -0.5, spread: 1, covered: 0.8, grounded: 1, onPoint: 1, complete: 0.3 },
    [
      "the second look found it incomplete",
      "another article is nearly as close",
      "the cited passage covers 80 % of the question",
    ],
  ],
  [
    "a poor match among many",
    { ahead: -3, spread: 3, covered: 0.2 },
    [
      "another article is nearly as close",
      "the cited passage covers only 20 % of the question",
      "many articles fit about as well",
    ],
  ],
  [
    "a question off topic",
    { onTopic: 0.2 },
    ["the question may be about something that no article is about"],
  ],
  [
    "a draft that found nothing",
    { onTopic: 0.2, ahead: -1, spread: 3, covered: 0, sourceless: 1, grounded: 0, onPoint: 0, complete: 0 },
    ["the question may be about something that no article is about", "no article was found that answers it"],
  ],
  ["a matter for no article", { beyond: 1 }, ["the question asks for something that no article can give"]],
  ["a model in doubt", { own: 0.4 }, ["the model itself is only 40 % sure"]],
  ["approval", { grounded: 1, complete: 0.9, onPoint: 0.9 }, ["the second look agreed with it"]],
  ["parts of other weights", { fit: 0.3, lead: 2 }, []],
])("says what made the confidence of %s", (_, parts, phrases) => {
  expect(explainConfidence(parts, "claude-haiku-5-5")).toEqual(phrases);
});

test("the offline model's own number is not told", () => {
  expect(explainConfidence({ own: 0.1 }, "offline")).toEqual([]);
});

test("an answer from before parts were kept explains nothing", () => {
  expect(explainConfidence(null, null)).toEqual([]);
});
