import type { SiteFrame } from "./views.ts";

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** What text stands on at most: the sunk surface of light and of dark pages. */
const LIGHT_GROUND: Rgb = [242, 243, 245];
const DARK_GROUND: Rgb = [32, 36, 41];
const DARK_PAGE: Rgb = [17, 19, 22];
/** WCAG asks for 4.5; what rounding takes is kept in hand. */
const READABLE = 4.6;

/** The site's own colors as a stylesheet. Whatever the accent is, what is written in it and on it can be read. */
export function themeCss(frame: Pick<SiteFrame, "accentColor" | "accentColorDark">): string {
  const light = toRgb(frame.accentColor);
  const dark = frame.accentColorDark === null ? light : toRgb(frame.accentColorDark);
  const softLight = mix(light, WHITE, 0.91);
  const softDark = mix(dark, DARK_PAGE, 0.84);
  const lines = [
    ["accent", light, dark],
    ["on-accent", textOn(light), textOn(dark)],
    [
      "accent-text",
      readableOn(light, [LIGHT_GROUND, softLight], BLACK),
      readableOn(dark, [DARK_GROUND, softDark], WHITE),
    ],
    ["accent-soft", softLight, softDark],
  ] as const;
  const variables = lines.map(([name, day, night]) => `--${name}:light-dark(${toHex(day)},${toHex(night)})`);
  return `:root{${variables.join(";")}}\n`;
}

/** The site's picture in browser tabs, in its own color: a bubble whose first line is set. */
export function faviconSvg(frame: Pick<SiteFrame, "accentColor">): string {
  const accent = toRgb(frame.accentColor);
  const line = onColor(frame.accentColor);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="${toHex(accent)}" d="M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z"/><g fill="none" stroke="${line}" stroke-width="3" stroke-linecap="round"><path d="M9 11h14"/><path stroke-opacity=".6" d="M9 17h8"/></g></svg>\n`;
}

/** Color of text on a surface of that color. */
export const onColor = (color: string): string => toHex(textOn(toRgb(color)));

export function toRgb(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const toHex = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

function textOn(ground: Rgb): Rgb {
  return contrast(WHITE, ground) >= contrast(BLACK, ground) ? WHITE : BLACK;
}

/** The color, mixed with `toward` until it can be read on each ground. */
function readableOn(color: Rgb, grounds: Rgb[], toward: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(color, toward, share);
    if (grounds.every((ground) => contrast(mixed, ground) >= READABLE)) return mixed;
  }
  return toward;
}

function mix(color: Rgb, other: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2): number => color[at] * (1 - share) + other[at] * share;
  return [part(0), part(1), part(2)];
}

/** Ratio of WCAG 2: from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [bright, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
