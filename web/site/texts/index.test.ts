import { expect, test } from "vitest";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { textsFor } from "./index.ts";
import { pt } from "./pt.ts";

const placesOf = (text: unknown): string[] => (JSON.stringify(text).match(/\{\w+\}/gu) ?? []).toSorted();

test.each(Object.entries({ ar, de, es, fr, pt }))(
  "every sentence in %s has the places of the English one",
  (_, words) => {
    for (const [key, text] of Object.entries(en)) {
      const other = Object.entries(words).find(([name]) => name === key)?.[1];
      expect({ key, places: new Set(placesOf(other)) }).toEqual({ key, places: new Set(placesOf(text)) });
    }
  },
);

test("a region speaks its language, an unknown language English", () => {
  expect(textsFor("pt-BR").say("search")).toBe("Buscar");
  expect(textsFor("xx").say("search")).toBe("Search");
});

test.each([
  ["en", 1, "1 article"],
  ["en", 1200, "1,200 articles"],
  ["ar", 2, "مقالان"],
  ["ar", 5, "5 مقالات"],
])("counts in %s: %i", (locale, n, text) => {
  expect(textsFor(locale).count("articleCount", n)).toBe(text);
});

test("names and titles are put in as they are", () => {
  expect(textsFor("en").say("vote", { title: "A {date} $& b" })).toBe("Vote for “A {date} $& b”");
});

test("the direction is that of the language", () => {
  expect([textsFor("ar").direction, textsFor("fa-IR").direction, textsFor("de").direction]).toEqual([
    "rtl",
    "rtl",
    "ltr",
  ]);
});
