import { expect, test } from "vitest";
import { measureClasses } from "./evaluate.ts";

const outcomes = (pairs: [string, string][]) => pairs.map(([actual, predicted]) => ({ actual, predicted }));

test("each class has its precision, recall and F1, and the mean counts every class the same", () => {
  const figures = measureClasses(
    outcomes([
      ["a", "a"],
      ["a", "a"],
      ["a", "b"],
      ["b", "b"],
    ]),
  );

  expect(figures).toMatchObject({
    rows: 4,
    accuracy: 0.75,
    confusion: { a: { a: 2, b: 1 }, b: { a: 0, b: 1 } },
  });
  expect(figures.classes["a"]).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8, rows: 3 });
  expect(figures.classes["b"]).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3, rows: 1 });
  expect(figures.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2);
});

test("a class that was only guessed shows in the confusion but not in the mean", () => {
  const figures = measureClasses(
    outcomes([
      ["a", "a"],
      ["a", "c"],
    ]),
  );

  expect(figures.macroF1).toBeCloseTo(2 / 3);
  expect(figures.confusion["a"]).toEqual({ a: 1, c: 1 });
});

test("nothing to measure gives zeros", () => {
  expect(measureClasses([])).toEqual({ rows: 0, accuracy: 0, macroF1: 0, classes: {}, confusion: {} });
});
