import { expect, test } from "vitest";
import { articleEventOf } from "./article-events.ts";

test.each([
  [null, "draft", null],
  [null, "published", "article.published"],
  ["draft", "draft", null],
  ["draft", "published", "article.published"],
  ["archived", "published", "article.published"],
  ["published", "published", "article.updated"],
  ["published", "draft", "article.updated"],
  ["published", "archived", "article.archived"],
  ["archived", "archived", null],
  ["archived", "draft", null],
] as const)("an article that was %s and is %s: %s", (before, after, type) => {
  expect(articleEventOf(before, after)).toBe(type);
});
