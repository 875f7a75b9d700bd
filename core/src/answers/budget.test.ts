import { expect, test } from "vitest";
import { levelFor } from "./budget.ts";

const LIMITS = { dailyBudgetUsd: 1, monthlyBudgetUsd: 10 };

test.each([
  ["little", { dayUsd: 0.5, monthUsd: 5 }, "strong"],
  ["80 % of the day's", { dayUsd: 0.8, monthUsd: 0.8 }, "fast"],
  ["80 % of the month's", { dayUsd: 0, monthUsd: 8 }, "fast"],
  ["all of the day's", { dayUsd: 1, monthUsd: 1 }, "offline"],
  ["more than the month's", { dayUsd: 0, monthUsd: 12 }, "offline"],
] as const)("with %s budget spent the %s answers", (_, spent, level) => {
  expect(levelFor(spent, LIMITS)).toBe(level);
});

test("without a budget the strong model answers, whatever it cost", () => {
  const none = { dailyBudgetUsd: null, monthlyBudgetUsd: null };

  expect(levelFor({ dayUsd: 1e6, monthUsd: 1e6 }, none)).toBe("strong");
});

test("a budget of nothing allows nothing", () => {
  expect(levelFor({ dayUsd: 0, monthUsd: 0 }, { dailyBudgetUsd: 0, monthlyBudgetUsd: null })).toBe("offline");
});
