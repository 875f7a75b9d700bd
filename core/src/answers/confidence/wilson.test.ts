import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson.ts";

const ONE_SIDED = 1.645;

test.each([
  [0, 0, 0],
  [10, 10, 0.787],
  [52, 52, 0.951],
  [95, 100, 0.901],
  [0, 10, 0],
])("%d of %d rule out a share under %d", (successes, trials, bound) => {
  expect(wilsonInterval(successes, trials, ONE_SIDED).low).toBeCloseTo(bound, 3);
});

test.each([
  [0, 0, 0, 1],
  [0, 10, 0, 0.278],
  [5, 10, 0.237, 0.763],
  [10, 10, 0.722, 1],
])("the share behind %d of %d lies between %d and %d", (successes, trials, low, high) => {
  expect(wilsonInterval(successes, trials)).toEqual({
    low: expect.closeTo(low, 3),
    high: expect.closeTo(high, 3),
  });
});
