import { detectLanguage, likeliestLanguage } from "../text/index.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { zh } from "./zh.ts";

export type { Report } from "./en.ts";
export type Words = typeof en;

const IN_LANGUAGES: Readonly<Record<string, Words>> = { ar, de, en, es, fr, it, ja, ko, nl, pt, ru, zh };

/** The same words in every language that there are any in. */
export const ALL_WORDS: readonly Words[] = Object.values(IN_LANGUAGES);

/**
 * The words for somebody who wrote `text`: in the text's language, or where it is too short to tell, in the likeliest of
 * the help center's (`locales`, the main one first). English where there are none.
 */
export function wordsFor(text: string, locales: readonly string[]): Words {
  const languages = locales.map((locale) => locale.toLowerCase().split("-")[0] ?? locale);
  const language = detectLanguage(text) ?? likeliestLanguage(text, languages) ?? languages[0];
  return IN_LANGUAGES[language ?? "en"] ?? en;
}

/** Readings of a question in a row: "A", "B" or "C". */
export function listReadings({ or }: Words, readings: readonly string[]): string {
  const names = readings.map((reading) => `"${reading}"`);
  return `${names.slice(0, -1).join(", ")} ${or} ${names.at(-1)}`;
}
