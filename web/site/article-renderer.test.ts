import { afterAll, expect, test } from "vitest";
import { createArticleRenderer } from "./article-renderer.ts";

const renderer = createArticleRenderer(4_000);

/** A parser that never comes back from one text. */
const STALLS_ON_HARM = `
  import { parentPort } from "node:worker_threads";
  parentPort.on("message", ({ content }) => {
    while (content === "Harm");
    parentPort.postMessage({ page: { html: "<p>" + content + "</p>" } });
  });
`;

afterAll(() => renderer.stop());

test("many articles at once come back each with its own page", async () => {
  const pages = await Promise.all(
    [1, 2, 3].map((n) => renderer.render({ title: "T", content: `Article ${n}`, locale: "en" })),
  );

  expect(pages.map(({ html }) => html)).toEqual(["<p>Article 1</p>", "<p>Article 2</p>", "<p>Article 3</p>"]);
});

test("an article that keeps the parser busy is given up, and the next one is rendered", async () => {
  const stalling = createArticleRenderer(
    4_000,
    new URL(`data:text/javascript,${encodeURIComponent(STALLS_ON_HARM)}`),
  );
  const harm = stalling.render({ title: "T", content: "Harm", locale: "en" });
  const next = stalling.render({ title: "T", content: "Fine", locale: "en" });

  await expect(harm).rejects.toThrow("took longer");
  expect((await next).html).toBe("<p>Fine</p>");
  await stalling.stop();
});

test("a renderer that was stopped begins anew", async () => {
  await renderer.stop();

  expect((await renderer.render({ title: "T", content: "Again", locale: "en" })).html).toBe("<p>Again</p>");
});
