import { sumOfTrees } from "@firstline/core/learn";
import { expect, test } from "vitest";
import { fitTrees } from "./fit-trees.ts";
import type { Group } from "./fit-trees.ts";

/** Right is what has both inputs high: no weighted sum says that well. */
function groups(count: number): Group[] {
  return Array.from({ length: count }, (_, n) => {
    const rows = Array.from({ length: 12 }, (__, i) => [
      ((n * 7 + i * 5) % 12) / 12,
      ((n * 3 + i * 11) % 12) / 12,
    ]);
    const isGold = rows.map(([a = 0, b = 0]) => a > 0.5 && b > 0.5);
    return { rows, isGold, weight: 1, start: rows.map(() => 0) };
  });
}

test("trees learn to put what is right first, also in questions they have not seen", () => {
  const trees = fitTrees(groups(200), 7);

  const unseen: Group[] = [
    {
      rows: [
        [0.9, 0.1],
        [0.7, 0.8],
        [0.2, 0.9],
      ],
      isGold: [false, true, false],
      weight: 1,
      start: [0, 0, 0],
    },
  ];
  const scores = unseen[0]?.rows.map((row) => sumOfTrees(trees, row)) ?? [];

  expect(scores.indexOf(Math.max(...scores))).toBe(1);
});

test("the same questions always give the same trees", () => {
  expect(fitTrees(groups(40), 7)).toEqual(fitTrees(groups(40), 7));
});
