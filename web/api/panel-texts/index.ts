import { ARABIC } from "./ar.ts";
import { GERMAN } from "./de.ts";
import { SPANISH } from "./es.ts";
import { FRENCH } from "./fr.ts";
import { ITALIAN } from "./it.ts";
import { JAPANESE } from "./ja.ts";
import { KOREAN } from "./ko.ts";
import { DUTCH } from "./nl.ts";
import { PORTUGUESE } from "./pt.ts";
import { RUSSIAN } from "./ru.ts";
import type { PanelTexts } from "./texts.ts";
import { CHINESE } from "./zh.ts";

const LANGUAGES: Readonly<Record<string, PanelTexts>> = {
  ar: ARABIC,
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  it: ITALIAN,
  ja: JAPANESE,
  ko: KOREAN,
  nl: DUTCH,
  pt: PORTUGUESE,
  ru: RUSSIAN,
  zh: CHINESE,
};

/** The panel's words for a locale such as de-AT; null where its own, English ones must do. */
export function panelTexts(locale: string): { locale: string; texts: PanelTexts | null } {
  const [language = ""] = locale.toLowerCase().split(/[-_]/u);
  const texts = LANGUAGES[language] ?? null;
  const isTag = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/iu.test(locale);
  return { locale: isTag && (texts || language === "en") ? locale : "en", texts };
}
