import { expect, test } from "vitest";
import { findSlugRing } from "./slug-ring.ts";

test.each([
  ["ab ba", ["a", "b"]],
  ["ab bc ca", ["a", "b", "c"]],
  ["xa ab ba", ["a", "b"]],
  ["ab bc", []],
])("among %j the ring is %j", (wishes, ring) => {
  const read = wishes.split(" ").map(([path = "", holder = ""]) => ({ path, holder }));

  expect(findSlugRing(read)).toEqual(ring);
});
