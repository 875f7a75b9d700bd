import { FUNCTION_WORDS } from "./function-words.ts";
import type { WordedLanguage } from "./function-words.ts";

/** ISO 639-1. */
export type Language =
  | WordedLanguage
  | "uk"
  | "bg"
  | "el"
  | "he"
  | "ar"
  | "fa"
  | "hi"
  | "bn"
  | "ta"
  | "th"
  | "ko"
  | "ja"
  | "zh";

/** As much of a text as tells its language. */
const SAMPLE_CHARACTERS = 6_000;
/** Letters of another script that outweigh Latin ones: product names and code are Latin everywhere. */
const SCRIPT_SHARE = 0.35;
/** A character of a script without an alphabet stands for this many letters. */
const LETTERS_A_SYLLABLE = 2;
/** Between languages that share many words the second one must stay behind by this factor, and this much. */
const LEAD = 1.25;
const LEAST_LEAD = 0.6;
const LEAST_EVIDENCE = 1.2;
/** Function words are a third to a half of any prose; under this share of the words the text is something else. */
const LEAST_SHARE = 0.15;
/** A word that comes again and again may be a name or a heading of a table. */
const MOST_REPEATS = 3;

/**
 * The language a text is written in; null when it is too short to tell, or in none (code, a list of names). Code in
 * Markdown, addresses and identifiers are not looked at.
 */
export function detectLanguage(text: string): Language | null {
  const prose = proseOf(text.slice(0, SAMPLE_CHARACTERS));
  return languageOfScript(prose) ?? languageOfWords(prose);
}

/**
 * The same for a text that is known to be in one of a few languages, for which less has to be seen of it; null when
 * nothing tells them apart.
 */
export function likeliestLanguage(text: string, among: readonly string[]): Language | null {
  const prose = proseOf(text.slice(0, SAMPLE_CHARACTERS));
  const byScript = languageOfScript(prose);
  if (byScript) return among.includes(byScript) ? byScript : null;
  const [best, second] = evidenceIn(prose).languages.filter(({ language }) => among.includes(language));
  if (!best || best.weight < LEAST_LEAD / 2) return null;
  return best.weight >= (second?.weight ?? 0) * LEAD ? best.language : null;
}

function proseOf(text: string): string {
  return text
    .normalize("NFC")
    .replace(/^(```+|~~~+)[\s\S]*?(?:^\1|$(?![\s\S]))/gmu, " ")
    .replace(
      /`[^`\n]*`|\b(?:https?:\/\/|www\.)\S+|[^\s@]{1,64}@\S+|[\p{L}\p{N}]{0,60}[_./\\:=(){}[\]<>$#]{1,20}[\p{L}\p{N}]\S*/gu,
      " ",
    );
}

const SCRIPTS: readonly [Language, RegExp][] = [
  ["ja", /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ["ko", /\p{sc=Hangul}/gu],
  ["zh", /\p{sc=Han}/gu],
  ["ru", /\p{sc=Cyrillic}/gu],
  ["el", /\p{sc=Greek}/gu],
  ["he", /\p{sc=Hebrew}/gu],
  ["ar", /\p{sc=Arabic}/gu],
  ["hi", /\p{sc=Devanagari}/gu],
  ["bn", /\p{sc=Bengali}/gu],
  ["ta", /\p{sc=Tamil}/gu],
  ["th", /\p{sc=Thai}/gu],
];

/** Languages that are known by their letters. */
function languageOfScript(text: string): Language | null {
  const latin = count(text, /\p{sc=Latin}/gu);
  const all = latin + SCRIPTS.reduce((sum, [, letters]) => sum + count(text, letters), 0);
  if (all === latin) return null;
  const kana = count(text, /[\p{sc=Hiragana}\p{sc=Katakana}]/gu);
  const han = count(text, /\p{sc=Han}/gu);
  if ((kana + han) * LETTERS_A_SYLLABLE >= all * SCRIPT_SHARE) {
    if (kana * 12 >= han && kana > 0) return "ja";
    if (han > 0) return "zh";
  }
  const found = SCRIPTS.find(([, letters]) => count(text, letters) >= all * SCRIPT_SHARE);
  if (!found) return null;
  if (found[0] === "ru") return cyrillicLanguage(text);
  return found[0] === "ar" && /[پچژگ]/u.test(text) ? "fa" : found[0];
}

function cyrillicLanguage(text: string): Language {
  const lower = text.toLowerCase();
  if (/[ыэё]/u.test(lower)) return "ru";
  if (/[іїєґ]/u.test(lower)) return "uk";
  return /(?<!\p{L})(?:ще|няма|моля|това|съм|където|може ли)(?!\p{L})/u.test(lower) ? "bg" : "ru";
}

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

/** Letters that few languages use; a word with one of them is half a function word. */
const LETTERS: Partial<Record<WordedLanguage, RegExp>> = {
  de: /[äöüß]/u,
  fr: /[àâçèêëîïôûùœé]/u,
  es: /[ñáéíóú]/u,
  it: /[àèìòùé]$/u,
  pt: /[ãõçáâéêíóôú]/u,
  nl: /[ëï]|ij/u,
  sv: /[åäö]/u,
  da: /[æøå]/u,
  no: /[æøå]/u,
  fi: /[äö]/u,
  pl: /[ąćęłńśźż]/u,
  cs: /[ěščřžýůťďň]/u,
  tr: /[ğışçöü]/u,
};
const LETTER_EVIDENCE = 0.5;

/** Word -> the languages it holds together. */
const LANGUAGES_OF_WORD = ((): ReadonlyMap<string, readonly WordedLanguage[]> => {
  const found = new Map<string, WordedLanguage[]>();
  const add = (word: string, language: WordedLanguage): void => {
    const languages = found.get(word) ?? [];
    if (!languages.includes(language)) found.set(word, [...languages, language]);
  };
  for (const language of languageNames()) {
    for (const word of FUNCTION_WORDS[language]) {
      add(word, language);
      // Many people type without accents.
      const plain = word.normalize("NFKD").replace(/\p{M}/gu, "");
      if (plain.length > 2) add(plain, language);
    }
  }
  return found;
})();

function languageNames(): WordedLanguage[] {
  // `Object.keys` forgets which keys there are.
  return Object.keys(FUNCTION_WORDS) as WordedLanguage[];
}

function languageOfWords(text: string): Language | null {
  const { languages, counted } = evidenceIn(text);
  const [best, second] = languages;
  if (!best) return null;
  const { weight, witnesses } = best;
  if (witnesses < 2 || weight < LEAST_EVIDENCE || weight < LEAST_SHARE * counted) return null;
  const rival = second?.weight ?? 0;
  return weight >= rival * LEAD && weight - rival >= LEAST_LEAD ? best.language : null;
}

/** What a language's words weigh in a text, and how many different ones they are. */
type Evidence = { language: WordedLanguage; weight: number; witnesses: number };

/** The heaviest first, and of how many words. */
function evidenceIn(text: string): { languages: Evidence[]; counted: number } {
  const repeats = new Map<string, number>();
  for (const word of wordsIn(text)) repeats.set(word, Math.min(MOST_REPEATS, (repeats.get(word) ?? 0) + 1));
  const evidence = new Map<WordedLanguage, Evidence>();
  let counted = 0;
  for (const [word, times] of repeats) {
    if (!word.endsWith("'")) counted += times;
    for (const [language, weight] of witness(word)) {
      const sum = evidence.get(language) ?? { language, weight: 0, witnesses: 0 };
      evidence.set(language, {
        language,
        weight: sum.weight + weight * times,
        witnesses: sum.witnesses + 1,
      });
    }
  }
  return { languages: [...evidence.values()].sort((a, b) => b.weight - a.weight), counted };
}

/** What French and Italian join to a word that begins with a vowel: l'accès, qu'on, dell'account. */
const JOINED = /^\p{L}{1,6}'(?=[aeiouhyàâæéèêëîïìíôöœòóùûüú])/u;

function wordsIn(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/\p{L}+(?:['-]\p{L}+)*/gu) ?? [];
  return words.flatMap((word) => {
    if (LANGUAGES_OF_WORD.has(word)) return word;
    const [joined = ""] = JOINED.exec(word) ?? [];
    return LANGUAGES_OF_WORD.has(joined) ? [joined, word.slice(joined.length)] : word;
  });
}

function witness(word: string): [WordedLanguage, number][] {
  const languages = LANGUAGES_OF_WORD.get(word);
  if (languages) return languages.map((language) => [language, 1 / Math.sqrt(languages.length)]);
  if (/^[a-z'-]+$/.test(word)) return [];
  const byLetters = languageNames().filter((language) => LETTERS[language]?.test(word));
  return byLetters.map((language) => [language, LETTER_EVIDENCE / byLetters.length]);
}
