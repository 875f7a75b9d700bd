import { expect, test } from "vitest";
import { sumOfTrees } from "./rank-trees.ts";
import type { Tree } from "./rank-trees.ts";

const tree: Tree = {
  inputs: [0, 1],
  thresholds: [0.5, 2],
  lower: [1, -1],
  higher: [-3, -2],
  leaves: [1, 10, 100],
};

test.each([
  { row: [0.5, 2], says: 1, why: "a value at the threshold goes to the lower side" },
  { row: [0.4, 3], says: 10, why: "the second split is asked where the first leads there" },
  { row: [0.6, 0], says: 100, why: "a leaf right under the root ends the walk" },
  { row: [], says: 1, why: "a missing value counts as 0" },
])("$why", ({ row, says }) => {
  expect(sumOfTrees([tree], row)).toBe(says);
});

test("what the trees say adds up, and a tree without a split says the same of all", () => {
  const constant: Tree = { inputs: [], thresholds: [], lower: [], higher: [], leaves: [0.25] };

  expect(sumOfTrees([tree, constant], [0, 0])).toBe(1.25);
});
