import { describe, expect, test } from "vitest";
import { contrast, faviconSvg, themeCss, toRgb } from "./theme.ts";

const COLORS = [
  "#2456e6",
  "#000000",
  "#ffffff",
  "#f5c518",
  "#777777",
  "#0d6e5f",
  "#ff0000",
  "#00ff00",
  "#7f7f00",
];
const GROUNDS = { light: toRgb("#f5f6f8"), dark: toRgb("#1d2126") };

function colorsOf(css: string): Record<string, { light: string; dark: string }> {
  const found = [...css.matchAll(/--([\w-]+):light-dark\((#\w{6}),(#\w{6})\)/gu)];
  return Object.fromEntries(found.map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));
}

describe.each(COLORS)("with the accent %s", (accentColor) => {
  const colors = colorsOf(themeCss({ accentColor, accentColorDark: null }));
  const rgb = (name: string, mode: "light" | "dark") => toRgb(colors[name]?.[mode] ?? "");

  test.each(["light", "dark"] as const)("text can be read in it and on it in %s pages", (mode) => {
    expect(contrast(rgb("on-accent", mode), rgb("accent", mode))).toBeGreaterThan(4.5);
    expect(contrast(rgb("accent-text", mode), GROUNDS[mode])).toBeGreaterThan(4.5);
    expect(contrast(rgb("accent-text", mode), rgb("accent-soft", mode))).toBeGreaterThan(4.5);
  });
});

test("a second accent is used in dark pages", () => {
  expect(colorsOf(themeCss({ accentColor: "#111111", accentColorDark: "#eeeeee" }))["accent"]).toEqual({
    light: "#111111",
    dark: "#eeeeee",
  });
});

test("the icon has the site's color", () => {
  expect(faviconSvg({ accentColor: "#0d6e5f" })).toContain('fill="#0d6e5f"');
});
