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

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
/** The same entries in each language; a count has as many forms as its language needs. */
export type Dictionary = { [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : Forms };
type Plain = { [Key in keyof Dictionary]: Dictionary[Key] extends string ? Key : never }[keyof Dictionary];
type Counted = Exclude<keyof Dictionary, Plain>;

const DICTIONARIES: Readonly<Record<string, Dictionary>> = {
  ar,
  de,
  en,
  es,
  fr,
  it,
  ja,
  ko,
  nl,
  pt,
  ru,
  zh,
};
const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);

export type Texts = {
  locale: string;
  direction: "ltr" | "rtl";
  say(key: Plain, put?: Readonly<Record<string, string>>): string;
  count(key: Counted, n: number): string;
  /** For scripts, which count later: {n} stands for the number. */
  forms(key: Counted): Forms;
  /** A day in words, of an ISO 8601 time. */
  date(iso: string): string;
  /** What a language is called in itself. */
  nameOf(locale: string): string;
};

const kept = new Map<string, Texts>();

/** What the pages say in a language; English where there is no translation. */
export function textsFor(locale: string): Texts {
  const known = kept.get(locale);
  if (known) return known;
  const made = makeTexts(locale);
  // Making the formats takes longer than a page; a site has few languages.
  kept.set(locale, made);
  return made;
}

function makeTexts(locale: string): Texts {
  const words: Dictionary = DICTIONARIES[languageOf(locale)] ?? en;
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return {
    locale,
    direction: directionOf(locale),
    say: (key, put = {}) => fill(words[key], put),
    count(key, n) {
      const forms: Forms = words[key];
      return fill(forms[rules.select(n)] ?? forms.other, { n: numbers.format(n) });
    },
    forms: (key) => words[key],
    date: (iso) => dates.format(new Date(iso)),
    nameOf: (other) => new Intl.DisplayNames([other], { type: "language" }).of(other) ?? other,
  };
}

export function directionOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(languageOf(locale)) ? "rtl" : "ltr";
}

const languageOf = (locale: string): string => locale.split("-")[0] ?? locale;

function fill(text: string, put: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => put[name] ?? whole);
}
