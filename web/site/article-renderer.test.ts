import { afterAll, expect, test } from "vitest";
import { createArticleRenderer } from "./article-renderer.ts";

const renderer = createArticleRenderer(4_000);
afterAll(() => renderer.stop());

test("many articles at once come back each with its own page", async () => {
  const pages = await Promise.all(
    [1, 2, 3].map((n) => renderer.render({ title: "T", content: `Article ${n}`, locale: "en" })),
  );

  expect(pages.map(({ html }) => html)).toEqual(["<p>Article 1</p>", "<p>Article 2</p>", "<p>Article 3</p>"]);
});

test("an article that keeps the parser busy is given up, and the next one is rendered", async () => {
  const harm = renderer.render({ title: "T", content: `${"- ".repeat(12)}a\n`.repeat(7_500), locale: "en" });
  const next = renderer.render({ title: "T", content: "Fine", locale: "en" });

  await expect(harm).rejects.toThrow("took longer");
  expect((await next).html).toBe("<p>Fine</p>");
});

test("a renderer that was stopped begins anew", async () => {
  await renderer.stop();

  expect((await renderer.render({ title: "T", content: "Again", locale: "en" })).html).toBe("<p>Again</p>");
});
