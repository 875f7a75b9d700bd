import { expect, test } from "vitest";
import { findTreeProblem } from "./category-tree.ts";

const CHAIN = [1, 2, 3, 4, 5].map((id) => ({ id, parentId: id === 1 ? null : id - 1 }));

test.each([
  ["a new one at the top", null, null, true],
  ["a new one four deep", null, 4, true],
  ["a new one six deep", null, 5, false],
  ["under itself", 2, 2, false],
  ["under its own child's child", 2, 4, false],
  ["the last one up to the top", 5, 1, true],
  ["a branch to where it is", 2, 1, true],
])("%s", (_title, categoryId, parentId, isAllowed) => {
  expect(findTreeProblem(CHAIN, categoryId, parentId) === null).toBe(isAllowed);
});

test("a branch goes nowhere where its leaves would be too deep", () => {
  const tree = [...CHAIN, { id: 6, parentId: null }, { id: 7, parentId: 6 }];

  expect(findTreeProblem(tree, 6, 3)).toBeNull();
  expect(findTreeProblem(tree, 6, 4)).toBe("Categories stand at most 5 deep.");
});
