import { ARABIC } from "./ar.ts";
import { GERMAN } from "./de.ts";
import { SPANISH } from "./es.ts";
import { FRENCH } from "./fr.ts";
import { PORTUGUESE } from "./pt.ts";
import type { PanelTexts } from "./texts.ts";

const LANGUAGES: Readonly<Record<string, PanelTexts>> = {
  ar: ARABIC,
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  pt: PORTUGUESE,
};

/** The panel's words for a locale such as de-AT; null where its own, English ones must do. */
export function panelTexts(locale: string): { locale: string; texts: PanelTexts | null } {
  const [language = ""] = locale.toLowerCase().split(/[-_]/u);
  const texts = LANGUAGES[language] ?? null;
  const isTag = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/iu.test(locale);
  return { locale: isTag && (texts || language === "en") ? locale : "en", texts };
}
