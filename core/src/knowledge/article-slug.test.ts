import { expect, test } from "vitest";
import { firstFreeSlug, toArticleSlug } from "./article-slug.ts";

test.each([
  ["How do I reset it?", "how-do-i-reset-it"],
  ["Version 1.2", "version-1.2"],
  ["readme.md", "readme-md"],
  ["the site.html", "the-site-html"],
  ["../../etc/passwd", "etc-passwd"],
  ["<script>alert(1)</script>", "script-alert-1-script"],
  ["Über uns", "uber-uns"],
  ["🙂", ""],
])("%j has the slug %j", (text, slug) => {
  expect(toArticleSlug(text)).toBe(slug);
});

test("a taken slug is counted on", async () => {
  const taken = new Set(["start", "start-2"]);

  expect(await firstFreeSlug("start", async (slug) => taken.has(slug))).toBe("start-3");
});
