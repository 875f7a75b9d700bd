import { expect, test } from "vitest";
import { articlePath } from "./article-path.ts";

test.each([
  [null, ["en", "de"], "/articles/a"],
  ["en", ["en", "de"], "/articles/a"],
  ["de", ["en", "de"], "/de/articles/a"],
  ["pt-BR", ["en", "pt-BR"], "/pt-BR/articles/a"],
  ["pt-BR", ["en", "pt"], "/pt/articles/a"],
  ["pt", ["en", "pt-BR"], "/pt-BR/articles/a"],
  ["en", ["en-GB", "en-US"], "/articles/a"],
  ["fr", ["en", "de"], "/articles/a"],
  ["de", [], "/articles/a"],
])("an article in %j of a help center in %j stands at %s", (locale, locales, path) => {
  expect(articlePath({ slug: "a", locale }, locales)).toBe(path);
});
