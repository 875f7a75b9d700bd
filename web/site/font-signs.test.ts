import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { signsOfFont } from "./font-signs.ts";

const { resolve } = createRequire(import.meta.url);
const signs = signsOfFont(readFileSync(resolve("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf")));

test.each(["A", "z", "é", "ß", "Ω", "Я", "ệ", "—", "…", "€", "नि"])("the font has %s", (sign) => {
  expect(signs.has(sign.codePointAt(0) ?? 0)).toBe(true);
});

test.each(["字", "の", "한", "ไ", "ש", "ك", "🚀", "\uFFFF"])("the font lacks %s", (sign) => {
  expect(signs.has(sign.codePointAt(0) ?? 0)).toBe(false);
});
