import { describe, expect, test } from "vitest";
import {
  auroc,
  binPredictions,
  calibrationError,
  coverageAt,
  coverageCurve,
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRank,
} from "./metrics.ts";
import type { Prediction } from "./metrics.ts";

/** "0.9+ 0.4-": a promise of .9 that held and one of .4 that did not. */
const read = (text: string): Prediction[] =>
  text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => ({ score: Number(word.slice(0, -1)), isTrue: word.endsWith("+") }));

describe("the area under the curve", () => {
  test.each([
    ["0.9+ 0.8+ 0.2- 0.1-", 1],
    ["0.1+ 0.9-", 0],
    ["0.5+ 0.5-", 0.5],
    ["0.9+ 0.4+ 0.6- 0.1-", 0.75],
    ["0.5+ 0.5- 0.9+ 0.1-", 0.875],
  ])("of %s is %d", (predictions, expected) => {
    expect(auroc(read(predictions))).toBeCloseTo(expected, 12);
  });

  test("is found even where a score is no number", () => {
    expect(auroc(read("x+ 0.9+ 0.1- x-"))).toBeTypeOf("number");
  });

  test.each(["", "0.5+", "0.5- 0.7-"])("says nothing where all are alike: %s", (predictions) => {
    expect(auroc(read(predictions))).toBeNaN();
  });
});

describe("calibration", () => {
  test.each([
    ["", 0],
    ["1+ 0-", 0],
    ["1-", 1],
    ["0.75+ 0.75+ 0.75+ 0.75-", 0],
    ["0.9+ 0.9- 0.1-", (2 * 0.4 + 0.1) / 3],
  ])("of %s is off by %d", (predictions, expected) => {
    expect(calibrationError(read(predictions))).toBeCloseTo(expected, 12);
  });

  test("bins show what was promised beside what held, and the score 1 belongs to the last", () => {
    const bins = binPredictions(read("0.32+ 0.38- 1+"));

    expect(bins).toHaveLength(10);
    expect(bins[3]).toMatchObject({ from: 0.3, to: 0.4, count: 2, held: 0.5 });
    expect(bins[3]?.promised).toBeCloseTo(0.35, 12);
    expect(bins[9]).toMatchObject({ count: 1, promised: 1, held: 1 });
    expect(bins[0]).toMatchObject({ count: 0, promised: 0, held: 0 });
  });
});

describe("coverage", () => {
  test.each([
    ["0.9+ 0.8+ 0.7- 0.6+", 0.95, 0.5],
    ["0.9+ 0.8+ 0.7- 0.6+", 0.75, 1],
    ["0.9- 0.8+", 0.95, 0],
    ["", 0.95, 0],
    ["0.9- 0.8+ 0.7+ 0.6+ 0.5+", 0.8, 1],
  ])("of %s at a precision of %d is %d", (predictions, precision, expected) => {
    expect(coverageAt(precision, read(predictions))).toBeCloseTo(expected, 12);
  });

  test("equal scores are answered together or not at all", () => {
    expect(coverageAt(1, read("0.9+ 0.9-"))).toBe(0);
    expect(coverageCurve(read("0.9+ 0.9- 0.1+"))).toEqual([
      { score: 0.9, coverage: 2 / 3, precision: 0.5 },
      { score: 0.1, coverage: 1, precision: 2 / 3 },
    ]);
  });
});

describe("a ranking", () => {
  const ranked = ["a", "b", "c", "d"];
  test.each([
    { gold: ["a"], recall1: 1, recall3: 1, reciprocal: 1, ndcg: 1 },
    { gold: ["c"], recall1: 0, recall3: 1, reciprocal: 1 / 3, ndcg: 1 / Math.log2(4) },
    { gold: ["d"], recall1: 0, recall3: 0, reciprocal: 0, ndcg: 0 },
    { gold: ["x"], recall1: 0, recall3: 0, reciprocal: 0, ndcg: 0 },
    {
      gold: ["a", "c"],
      recall1: 1,
      recall3: 1,
      reciprocal: 1,
      ndcg: (1 + 1 / Math.log2(4)) / (1 + 1 / Math.log2(3)),
    },
  ])("a, b, c, d with $gold as right", ({ gold, recall1, recall3, reciprocal, ndcg }) => {
    const right = new Set(gold);

    expect(recallAt(1, ranked, right)).toBe(recall1);
    expect(recallAt(3, ranked, right)).toBe(recall3);
    expect(reciprocalRank(3, ranked, right)).toBeCloseTo(reciprocal, 12);
    expect(ndcgAt(3, ranked, right)).toBeCloseTo(ndcg, 12);
  });

  test("with more right ones than places can still be perfect", () => {
    expect(ndcgAt(2, ["a", "b"], new Set(["a", "b", "c"]))).toBe(1);
  });
});

describe("summing up", () => {
  test.each([
    [0.5, [3, 1, 2], 2],
    [0.95, [1, 2, 3, 4], 4],
    [0.5, [7], 7],
  ])("the percentile %d of %j is %d", (share, values, expected) => {
    expect(percentile(share, values)).toBe(expected);
  });

  test("nothing has neither a mean nor a percentile", () => {
    expect(mean([])).toBeNaN();
    expect(percentile(0.5, [])).toBeNaN();
  });
});
