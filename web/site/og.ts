import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { signsOfFont } from "./font-signs.ts";
import { directionOf } from "./texts/index.ts";
import { onColor } from "./theme.ts";

export type OgPicture = {
  /** What the page is about. */
  title: string;
  /** Of the help center. */
  siteTitle: string;
  accentColor: string;
  locale: string;
};

const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 80;
const MOST_LINES = 4;
/** Size of the title's letters, and how many of their average width fit on a line. */
const SIZES = [
  { size: 76, characters: 26, lines: 3 },
  { size: 62, characters: 32, lines: MOST_LINES },
] as const;

const require = createRequire(import.meta.url);
/** With the program, so that the pictures are the same on a machine without any font. */
const FONTS = [
  "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
  "@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
];

let fonts: { files: string[]; signs: Set<number> } | null = null;

function loadFonts(): { files: string[]; signs: Set<number> } {
  const files = FONTS.map((name) => require.resolve(name));
  return { files, signs: new Set(files.flatMap((file) => [...signsOfFont(readFileSync(file))])) };
}

/** The picture that stands beside a link to a page, 1200 by 630, as PNG. Takes about a tenth of a second: made when it is first asked for. */
export function ogPicture(picture: OgPicture): Buffer {
  fonts ??= loadFonts();
  const { files, signs } = fonts;
  const [title, siteTitle] = [drawable(picture.title, signs), drawable(picture.siteTitle, signs)];
  const words = title === "" ? { title: siteTitle, siteTitle: "" } : { title, siteTitle };
  const resvg = new Resvg(toSvg({ ...picture, ...words }), {
    font: { fontFiles: files, loadSystemFonts: false, defaultFontFamily: "Noto Sans" },
  });
  return resvg.render().asPng();
}

/**
 * What the fonts can draw of a text, which would else have boxes in it: without signs that they lack, such as emoji, and
 * nothing at all where they lack letters. Fonts for Chinese, Japanese and Korean would weigh more than the rest of Firstline.
 */
function drawable(text: string, signs: ReadonlySet<number>): string {
  const isDrawn = (sign: string): boolean =>
    Array.from(sign).every((one) => /[\p{Z}\p{Cc}\p{DI}]/u.test(one) || signs.has(one.codePointAt(0) ?? 0));
  const all = signsOf(text.toWellFormed());
  if (all.some((sign) => !isDrawn(sign) && /[\p{L}\p{N}]/u.test(sign))) return "";
  return all.filter(isDrawn).join("").trim();
}

const MARK =
  "M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4ZM9 11h14M9 17h8";

function toSvg({ title, siteTitle, accentColor, locale }: OgPicture): string {
  const fit = SIZES.find(({ characters, lines }) => wrap(title, characters).length <= lines) ?? SIZES[1];
  const lines = wrap(title, fit.characters).slice(0, fit.lines);
  const text = onColor(accentColor);
  const isRight = directionOf(locale) === "rtl";
  const x = isRight ? WIDTH - MARGIN : MARGIN;
  const anchor = isRight ? "end" : "start";
  const first = MARGIN + 110 + fit.size;
  const mark =
    title === ""
      ? `translate(${WIDTH / 2 - 128} ${HEIGHT / 2 - 132}) scale(8)`
      : `translate(${isRight ? WIDTH - MARGIN - 76 : MARGIN} ${MARGIN}) scale(2.4)`;
  const rows = lines.map(
    (line, index) =>
      `<text x="${x}" y="${first + index * fit.size * 1.25}" font-size="${fit.size}" text-anchor="${anchor}">${escape(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="${accentColor}"/>
<g transform="${mark}" fill="none" stroke="${text}" stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"><path d="${MARK}"/></g>
<g fill="${text}" font-family="Noto Sans, Noto Sans Arabic" font-weight="700">${rows.join("")}
<text x="${x}" y="${HEIGHT - MARGIN}" font-size="36" text-anchor="${anchor}" opacity="0.85">${escape(cut(siteTitle, 50))}</text></g>
</svg>`;
}

/** Lines of at most so many characters; a word that is longer than a line is broken. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).flatMap((one) => split(one, most))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (signsOf(longer).length <= most) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  if (line !== "") lines.push(line);
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${cut(lines[MOST_LINES - 1] ?? "", most - 1)}…`];
}

function split(word: string, most: number): string[] {
  const signs = signsOf(word);
  const parts: string[] = [];
  for (let at = 0; at < signs.length; at += most) parts.push(signs.slice(at, at + most).join(""));
  return parts;
}

/** What people see as one sign, however many parts it has. */
const signsOf = (text: string): string[] =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

const cut = (text: string, most: number): string => signsOf(text).slice(0, most).join("");

function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
