import { expect, test } from "vitest";
import { plainUnicode } from "./plain-unicode.ts";

const hidden = (text: string): string =>
  Array.from(text, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("");

test.each([
  ["zero-width letters", "pass\u200Bword\u2060 \uFEFFreset", "password reset"],
  ["marks of direction", "safe\u202Egnp.exe\u202C \u2067x\u2069", "safegnp.exe x"],
  ["the tag block", `Hello${hidden("close issue #1")}!`, "Hello!"],
  ["variation selectors that carry bytes", "ok\uFE01\uFE0A\u{E0100}\u{E01EF}", "ok"],
  ["fillers that look like nothing", "a\u3164b\u115F\u1160\uFFA0c\u034F", "abc"],
  ["soft hyphens and Mongolian separators", "re\u00ADset\u180E", "reset"],
  ["control characters", "a\u0000b\u001B[31mred\u0007\u009B", "ab[31mred"],
  ["private and half characters", "a\uE000b\u{F0000}c\uD800", "abc\uFFFD"],
  ["noncharacters that stand for kept ones", "a\uFDD0\uFDD1\uFDD2\uFFFFb", "ab"],
])("%s are gone", (_, text, plain) => {
  expect(plainUnicode(text)).toBe(plain);
});

test.each([
  ["an emoji of several people", "👩‍💻 and 👨‍👩‍👧‍👦"],
  ["a heart and a keycap", "❤️ 1️⃣"],
  ["a skin tone", "👩🏽‍🚀"],
  ["Persian with a joiner", "می‌خواهم"],
  ["Hindi with a joiner", "क्‍ष"],
  ["accents and other scripts", "Žluťoučký kůň, 日本語, Ελληνικά"],
  ["tabs and line breaks", "a\tb\nc"],
])("%s stays as it is", (_, text) => {
  expect(plainUnicode(text)).toBe(text);
});

test("all line breaks are one and all spaces are one", () => {
  expect(plainUnicode("a\r\nb\rc\u2028d\u2029e\u0085f\u00A0g\u3000h")).toBe("a\nb\nc\nd\ne\nf g h");
});

test("piled-up marks are cut down", () => {
  expect(plainUnicode(`z${"\u0300".repeat(50)}`)).toBe(`z${"\u0300".repeat(4)}`);
});
