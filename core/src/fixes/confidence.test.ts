import { describe, expect, test } from "vitest";
import { explainFix, rateFix } from "./confidence.ts";
import type { FixConfidenceInput } from "./confidence.ts";

const PROVEN: FixConfidenceInput = {
  own: 0.9,
  isProven: true,
  changedLines: 6,
  changedFiles: 1,
  hasEvidence: true,
  changesExistingTests: false,
};

describe("how sure a fix is", () => {
  test.each<[string, Partial<FixConfidenceInput>, number]>([
    ["a small proven change counts as the model's own number", {}, 0.9],
    ["without proof it is 0.6 at most", { own: 1, isProven: false }, 0.6],
    ["without proof a doubtful one sinks further", { own: 0.5, isProven: false }, 0.375],
    ["changed existing tests: 0.75 at most", { own: 1, changesExistingTests: true }, 0.75],
    [
      "neither proof nor untouched tests: the lower limit",
      { own: 1, isProven: false, changesExistingTests: true },
      0.6,
    ],
    ["a report without evidence costs", { hasEvidence: false }, 0.765],
    ["30 lines in 2 files are still small", { changedLines: 30, changedFiles: 2 }, 0.9],
    ["a middling change costs a part", { changedLines: 215 }, 0.81],
    ["a large change costs a fifth", { changedLines: 400 }, 0.72],
    ["no more than a fifth", { changedLines: 5000, changedFiles: 50 }, 0.72],
    ["many files cost as many lines do", { changedFiles: 10 }, 0.72],
    ["a number above 1 counts as 1", { own: 7 }, 1],
    ["a number below 0 counts as 0", { own: -1 }, 0],
    ["what is no number counts as 0", { own: Number.NaN }, 0],
  ])("%s", (_, change, expected) => {
    expect(rateFix({ ...PROVEN, ...change })).toBe(expected);
  });

  test("more proof, more evidence or a smaller change never makes it less sure", () => {
    const own = [0, 0.3, 0.6, 0.8, 1];
    const cases = own.flatMap((value) =>
      [1, 100, 1000].map((changedLines): FixConfidenceInput => ({ ...PROVEN, own: value, changedLines })),
    );

    for (const at of cases) {
      expect(rateFix(at)).toBeGreaterThanOrEqual(rateFix({ ...at, isProven: false }));
      expect(rateFix(at)).toBeGreaterThanOrEqual(rateFix({ ...at, hasEvidence: false }));
      expect(rateFix(at)).toBeGreaterThanOrEqual(rateFix({ ...at, changedLines: at.changedLines + 50 }));
      expect(rateFix(at)).toBeLessThanOrEqual(at.own);
    }
  });

  test("the reasons name what held it down, and only that", () => {
    expect(explainFix(PROVEN)).toEqual(["a new test fails before the change and passes after it"]);
    expect(
      explainFix({
        ...PROVEN,
        isProven: false,
        hasEvidence: false,
        changesExistingTests: true,
        changedLines: 90,
      }),
    ).toHaveLength(4);
  });
});
