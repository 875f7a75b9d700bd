import { expect, test } from "vitest";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { textsFor } from "./index.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { zh } from "./zh.ts";

const placesOf = (text: unknown): string[] => (JSON.stringify(text).match(/\{\w+\}/gu) ?? []).toSorted();

test.each(Object.entries({ ar, de, es, fr, it, ja, ko, nl, pt, ru, zh }))(
  "every sentence in %s has the places of the English one",
  (_, words) => {
    for (const [key, text] of Object.entries(en)) {
      const other = Object.entries(words).find(([name]) => name === key)?.[1];
      expect({ key, places: new Set(placesOf(other)) }).toEqual({ key, places: new Set(placesOf(text)) });
    }
  },
);

test.each(Object.entries({ ar, ja, ko, ru, zh }))(
  "nothing in %s, which has letters of its own, is left in English",
  (_, words) => {
    const own = /[\p{sc=Arab}\p{sc=Cyrl}\p{sc=Hang}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}]/u;
    expect(Object.entries(words).filter(([, text]) => !own.test(JSON.stringify(text)))).toEqual([]);
  },
);

test.each(Object.entries({ ja, zh }))(
  "signs between the words of %s are as wide as its letters",
  (_, words) => {
    const narrow = /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}}][,.:;!?()]/u;
    const texts = Object.values(words).flatMap((text) =>
      typeof text === "string" ? text : Object.values(text),
    );
    expect(texts.filter((text) => narrow.test(text))).toEqual([]);
  },
);

test("a region speaks its language, an unknown language English", () => {
  expect(textsFor("pt-BR").say("search")).toBe("Buscar");
  expect(textsFor("zh-CN").say("search")).toBe("搜索");
  expect(textsFor("xx").say("search")).toBe("Search");
});

test.each([
  ["en", 1, "1 article"],
  ["en", 1200, "1,200 articles"],
  ["ar", 2, "مقالان"],
  ["ar", 5, "5 مقالات"],
  ["it", 1, "1 articolo"],
  ["nl", 2, "2 artikelen"],
  ["ru", 1, "1 статья"],
  ["ru", 3, "3 статьи"],
  ["ru", 11, "11 статей"],
  ["ru", 21, "21 статья"],
  ["zh", 1, "1 篇文章"],
  ["ja", 1, "1 件の記事"],
  ["ko", 1, "글 1개"],
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
