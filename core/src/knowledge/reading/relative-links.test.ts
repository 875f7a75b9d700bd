import { expect, test } from "vitest";
import { filesOfLink, leadLinks } from "./relative-links.ts";

const lead = async (href: string): Promise<string | null> => (href.endsWith("b.md") ? "/articles/b" : null);

test.each([
  ["See [b](../b.md) and [c](c.md).", "See [b](/articles/b) and [c](c.md)."],
  ["[b](./b.md#part 'Title')", "[b](/articles/b#part 'Title')"],
  ["[b](<b.md>)", "[b](</articles/b>)"],
  ["[b]: ../b.md#part\n", "[b]: /articles/b#part\n"],
  ["[![Picture](https://a.example/a.png)](b.md)", "[![Picture](https://a.example/a.png)](/articles/b)"],
])("%j becomes %j", async (markdown, led) => {
  expect(await leadLinks(markdown, lead)).toBe(led);
});

test.each([
  ["[b](https://a.example/b.md)"],
  ["[b](//a.example/b.md)"],
  ["Write `[b](b.md)`."],
  ["```md\n[b](b.md)\n```"],
  ["a ](b"],
  ["[^1]: b.md"],
])("%j stays as written", async (markdown) => {
  expect(await leadLinks(markdown, lead)).toBe(markdown);
});

test.each([
  ["guide/a.md", "../b.md", "b.md"],
  ["guide/a.md", "/guide/b.md", "guide/b.md"],
  ["guide/a.md", "b%20c.md", "guide/b c.md"],
  ["a.md", "guide/", "guide/index.md"],
  ["a.md", "b.html", "b.md"],
  ["a.md", "b", "b.mdx"],
])("in %s the link %s may mean %s", (path, href, file) => {
  expect(filesOfLink(path, href)).toContain(file);
});

test("a link that leads out of the folder means no file", () => {
  expect(filesOfLink("a.md", "../b.md")).toEqual([]);
});

test.each(["](", "[a](b", "]: ", "`", " ", "["])("many of %j are read in no time", async (part) => {
  const started = performance.now();

  await leadLinks(`[a](${part.repeat(100_000)}`, lead);

  expect(performance.now() - started).toBeLessThan(3_000);
});
