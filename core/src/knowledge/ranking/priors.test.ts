import { expect, test } from "vitest";
import { helpfulnessPrior, recencyPrior } from "./priors.ts";

test.each([
  [0, 0, 0],
  [1, 0, 0.028],
  [0, 1, -0.028],
  [8, 0, 0.125],
  [5, 5, 0],
  [99, 1, 0.227],
  [0, 10_000, -0.25],
])("%d helpful and %d unhelpful votes are worth %d", (helpful, notHelpful, worth) => {
  expect(helpfulnessPrior({ helpful, notHelpful })).toBeCloseTo(worth, 3);
});

test("more votes of one kind never count against it, and nothing exceeds the bound", () => {
  let last = -1;
  for (let helpful = 0; helpful <= 2_000; helpful += 7) {
    const worth = helpfulnessPrior({ helpful, notHelpful: 100 });
    expect(worth).toBeGreaterThan(last);
    expect(Math.abs(worth)).toBeLessThan(0.25);
    last = worth;
  }
});

const DAY = 24 * 60 * 60;

test.each([
  [0, 0],
  [0.9, 0],
  [36.5, -0.002],
  [365, -0.02],
  [10_000, -0.02],
])("an article %d days older than the newest loses %d", (days, loss) => {
  expect(recencyPrior(1_700_000_000 - days * DAY, 1_700_000_000)).toBeCloseTo(loss, 4);
});
