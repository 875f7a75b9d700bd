import { expect, test } from "vitest";
import { ogPicture, wrap } from "./og.ts";

test.each([
  ["fits on one line", "Run a job", ["Run a job"]],
  ["is broken between words", "Run your first job today", ["Run your", "first job", "today"]],
  ["has a word that is longer than a line", "Donaudampfschiff ahoi", ["Donaudampf", "schiff", "ahoi"]],
  [
    "is longer than the picture",
    "one two three four five six seven eight nine ten",
    ["one two", "three four", "five six", "seven…"],
  ],
  ["is empty", "", []],
])("a title that %s", (_, title, lines) => {
  const wrapped = wrap(title, 10);

  expect(wrapped.slice(0, 3)).toEqual(lines.slice(0, 3));
  expect(wrapped.length).toBeLessThanOrEqual(4);
});

test.each([
  ["markup", `<script>"&' </text></svg>`],
  ["signs that XML forbids", "a\u0000\u0008b\uD800c"],
  ["nothing", ""],
  ["a long word", "x".repeat(2_000)],
  ["Arabic", "كيف تبدأ أول مهمة"],
])("a title of %s becomes a picture of 1200 by 630", (_, title) => {
  const png = ogPicture({ title, siteTitle: title, accentColor: "#2456e6", locale: "ar" });

  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
});

const look = { accentColor: "#2456e6", locale: "en" };
const onlyTheSite = ogPicture({ title: "Acme Help", siteTitle: "", ...look });
const onlyTheMark = ogPicture({ title: "", siteTitle: "", ...look });

test.each(["如何轮换令牌", "はじめに", "시작하기", "วิธีเริ่มต้น", "שלום", "Acme の使い方"])(
  "a title that no font has letters for (%s) leaves its place to the site's name",
  (title) => {
    expect(ogPicture({ title, siteTitle: "Acme Help", ...look })).toEqual(onlyTheSite);
    expect(ogPicture({ title, siteTitle: title, ...look })).toEqual(onlyTheMark);
  },
);

test("signs that no font has are left out of a title, its letters are not", () => {
  const plain = ogPicture({ title: "Tokens — été, Ελλάδα, Привет, Việt", siteTitle: "", ...look });
  const withSigns = ogPicture({ title: "🚀 Tokens — été, Ελλάδα, Привет, Việt ✈️", siteTitle: "", ...look });

  expect(withSigns).toEqual(plain);
  expect(plain).not.toEqual(onlyTheMark);
});
