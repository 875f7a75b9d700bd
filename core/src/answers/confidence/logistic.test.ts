import { expect, test } from "vitest";
import { fitLogistic, logLoss, sigmoid } from "./logistic.ts";
import type { Observation } from "./logistic.ts";

/** Observations of a known law, spread evenly: each row is there once for "true" and once for "false". */
function followingLaw(law: (x: number) => number): Observation[] {
  return Array.from({ length: 41 }, (_, i) => (i - 20) / 10).flatMap((x) => {
    const chance = sigmoid(law(x));
    return [
      { row: [1, x], isTrue: true, weight: chance, offset: 0 },
      { row: [1, x], isTrue: false, weight: 1 - chance, offset: 0 },
    ];
  });
}

test("the law behind the observations is found again", () => {
  const [bias, slope] = fitLogistic(
    followingLaw((x) => 2 * x - 0.5),
    [1e-6, 1e-6],
  );

  expect(bias).toBeCloseTo(-0.5, 3);
  expect(slope).toBeCloseTo(2, 3);
});

test("only what the offset leaves open is learned", () => {
  const observations = followingLaw((x) => 2 * x - 0.5).map((each) => ({
    ...each,
    offset: 2 * (each.row[1] ?? 0),
  }));

  const [bias, slope] = fitLogistic(observations, [1e-6, 1e-6]);

  expect(bias).toBeCloseTo(-0.5, 3);
  expect(slope).toBeCloseTo(0, 3);
});

test("a penalty keeps what all observations agree on from growing without end", () => {
  const [bias = 0] = fitLogistic([{ row: [1], isTrue: true, weight: 1, offset: 0 }], [0.5]);

  expect(bias).toBeGreaterThan(0);
  expect(bias).toBeLessThan(2);
});

test("nothing observed means nothing learned", () => {
  expect(fitLogistic([], [1, 1])).toEqual([0, 0]);
  expect(logLoss([])).toBe(0);
});

test("a wrong promise costs more the surer it was, and never without end", () => {
  const loss = (score: number): number => logLoss([{ score, isTrue: false, weight: 1 }]);

  expect(loss(0.9)).toBeGreaterThan(loss(0.6));
  expect(loss(1)).toBeLessThan(10);
});
