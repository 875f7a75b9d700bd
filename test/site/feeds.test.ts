import { loadTemplates } from "@firstline/web/pages";
import { expect, test } from "vitest";
import { IN_ARABIC } from "./harbor.ts";
import { specimens } from "./specimens.ts";

test("the pages of a language lead to the feeds of that language", async () => {
  const { changelog } = await specimens();
  if (!changelog) throw new Error("there is no changelog among the pages");

  const html = await (await loadTemplates()).render({ ...changelog, frame: IN_ARABIC });

  const files = [...html.matchAll(/href="(?<path>[^"]+\.(?:xml|txt))"/gu)].map(
    ({ groups }) => groups?.["path"],
  );
  expect(new Set(files)).toEqual(new Set(["/ar/rss.xml", "/ar/changelog/rss.xml", "/ar/llms.txt"]));
});
