import { expect, test } from "vitest";
import { plainDocument } from "../documents.ts";
import type { KnowledgeDocument } from "../documents.ts";
import { localize, toSiteLocale } from "./localize.ts";

test.each([
  ["de", ["en", "de"], "de"],
  ["DE", ["en", "de"], "de"],
  ["de-at", ["en", "de"], "de"],
  ["de", ["en", "de-AT"], "de-AT"],
  ["pt-br", ["en", "pt-BR", "pt-PT"], "pt-BR"],
  ["pt", ["en", "pt-BR", "pt-PT"], "pt"],
  ["en-us", ["en"], null],
  ["en", ["en", "de"], null],
  ["zh_cn", ["en"], "zh-CN"],
  ["<script>", ["en"], null],
  ["", ["en"], null],
])("the code %j means, in %j, %j", (code, locales, locale) => {
  expect(toSiteLocale(code, locales)).toBe(locale);
});

function fileAt(path: string, more: Partial<KnowledgeDocument> = {}): KnowledgeDocument {
  const item = plainDocument(path, { title: "T", content: "C", url: null });
  if (item.kind !== "document") throw new Error("no document");
  return { ...item.document, ...more };
}

test("a file in a locale's folder translates the file of the same name outside of it", () => {
  expect(localize(fileAt("de/account/reset.md"), ["en", "de"])).toMatchObject({
    locale: "de",
    slug: "account-reset-de",
    category: "account",
    translationOf: ["account/reset.md", "en/account/reset.md"],
  });
});

test("the first locale's folder is no category and no part of an address", () => {
  const document = localize(fileAt("en/account/reset.md"), ["en", "de"]);

  expect(document).toMatchObject({ slug: "account-reset", category: "account" });
  expect(document).not.toHaveProperty("locale");
  expect(document).not.toHaveProperty("translationOf");
});

test("what the author said of address, category and language stays", () => {
  const said = { slug: "zuruecksetzen", category: "Konto", locale: "de-DE", translationOf: ["reset"] };

  expect(localize(fileAt("x/reset.md", said), ["en", "de"])).toMatchObject({ ...said, locale: "de" });
  expect(localize(fileAt("de/reset.md", { slug: "neu", category: "Konto" }), ["en", "de"])).toMatchObject({
    slug: "neu",
    category: "Konto",
  });
});

test("a folder that is no locale of the help center is a category as before", () => {
  expect(localize(fileAt("fr/reset.md"), ["en", "de"])).toMatchObject({ slug: "fr-reset", category: "fr" });
});
