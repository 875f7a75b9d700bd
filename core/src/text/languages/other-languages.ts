import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";
import { FUNCTION_WORDS } from "./function-words.ts";
import { detectLanguage } from "./language.ts";
import { czech, polish } from "./west-slavic.ts";

/** Letters that no mark makes of another. */
const LETTERS: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", ø: "o", œ: "oe", ı: "i", ł: "l" };

const STEMMERS = {
  ar: arabic,
  cs: czech,
  da: danish,
  de: (word) => german(word.replace(/(?<![aeiouqäöü])([aou])e(?=\p{L})/gu, "$1")),
  es: spanish,
  fi: finnish,
  fr: french,
  hi: hindi,
  it: italian,
  nl: dutch,
  no: norwegian,
  pl: polish,
  pt: portuguese,
  ru: (word) => russian(word.replaceAll("ё", "е")),
  sv: swedish,
  tr: (word) => turkish(word.split("'")[0] ?? word),
  uk: ukrainian,
} as const satisfies Record<string, (word: string) => string>;

/** A language other than English whose words are stemmed by rules of its own. */
export type TextLanguage = keyof typeof STEMMERS;

// `Object.keys` forgets which keys there are.
const TEXT_LANGUAGES = Object.keys(STEMMERS) as TextLanguage[];

/** The language of this code, if its words are stemmed by rules of its own. */
export function toTextLanguage(code: string | null | undefined): TextLanguage | null {
  return TEXT_LANGUAGES.find((language) => language === code) ?? null;
}

/** The language to stem a text by; null: by the English rules, which also serve what is in no language or in many. */
export function textLanguageOf(text: string): TextLanguage | null {
  return toTextLanguage(detectLanguage(text));
}

const stems = new Map<TextLanguage, Map<string, string>>();
const CACHE_LIMIT = 20_000;

/**
 * The stem of a lower-case word, without accents: many people type without them. Words that hold sentences together get
 * a mark, since they may be the stem of a word that means something.
 */
export function stemIn(language: TextLanguage, word: string): string {
  const known = stems.get(language) ?? new Map<string, string>();
  stems.set(language, known);
  const stored = known.get(word);
  if (stored !== undefined) return stored;
  const plain = withoutAccents(word);
  const result = STOP_WORDS[language].has(plain)
    ? `${STOP_MARK}${plain}`
    : withoutAccents(STEMMERS[language](word));
  if (known.size >= CACHE_LIMIT) known.clear();
  known.set(word, result);
  return result;
}

/** What stop words of other languages begin with; no word does. */
export const STOP_MARK = "~";

const STOP_WORDS: Readonly<Record<TextLanguage, ReadonlySet<string>>> = {
  ar: stopWords("ar"),
  cs: stopWords("cs"),
  da: stopWords("da"),
  de: stopWords("de"),
  es: stopWords("es"),
  fi: stopWords("fi"),
  fr: stopWords("fr"),
  hi: stopWords("hi"),
  it: stopWords("it"),
  nl: stopWords("nl"),
  no: stopWords("no"),
  pl: stopWords("pl"),
  pt: stopWords("pt"),
  ru: stopWords("ru"),
  sv: stopWords("sv"),
  tr: stopWords("tr"),
  uk: stopWords("uk"),
};

function stopWords(language: TextLanguage): ReadonlySet<string> {
  return new Set(FUNCTION_WORDS[language].map(withoutAccents));
}

function withoutAccents(word: string): string {
  if (/^[a-z]*$/.test(word)) return word;
  // In Cyrillic й is a letter of its own, not an accented one.
  if (/\p{sc=Cyrillic}/u.test(word)) return word.replaceAll("ё", "е");
  // In Devanagari the marks are the vowels.
  if (/\p{sc=Devanagari}/u.test(word)) return word;
  return word
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæøœıł]/g, (letter) => LETTERS[letter] ?? letter);
}
