import { placeOf } from "../documents.ts";
import type { KnowledgeDocument } from "../documents.ts";

/**
 * The locale of the help center that a code from elsewhere means: itself, else the only one of the same language, else
 * the code as it is usually written. Null for the first one, and for what is no code of a language.
 */
export function toSiteLocale(code: string, locales: readonly string[]): string | null {
  const plain = code.trim().replaceAll("_", "-").toLowerCase();
  const [language = ""] = plain.split("-");
  const sameLanguage = locales.filter((locale) => locale.toLowerCase().split("-")[0] === language);
  const found =
    locales.find((locale) => locale.toLowerCase() === plain) ??
    (sameLanguage.length === 1 ? sameLanguage[0] : canonical(plain));
  return found === undefined || found === locales[0] ? null : found;
}

function canonical(code: string): string | undefined {
  try {
    return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/u.test(code) ? new Intl.Locale(code).toString() : undefined;
  } catch {
    return undefined; // letters in the form of a code that is none
  }
}

/** The path without a folder named after one of the help center's locales, and that locale; null where there is none. */
export function splitLocale(
  path: string,
  locales: readonly string[],
): { locale: string; rest: string } | null {
  const at = path.indexOf("/");
  const folder = path.slice(0, Math.max(at, 0)).toLowerCase();
  const locale = locales.find((candidate) => candidate.toLowerCase() === folder);
  return locale === undefined ? null : { locale, rest: path.slice(at + 1) };
}

/** Gives a document the help center's own name of its locale, or the one of the folder that it lies in. */
export function localize(document: KnowledgeDocument, locales: readonly string[]): KnowledgeDocument {
  if (document.locale !== undefined) {
    const { locale: code, ...rest } = document;
    const locale = toSiteLocale(code, locales);
    return locale === null ? rest : { ...rest, locale };
  }
  const split = splitLocale(document.path, locales);
  return split === null ? document : inFolderOf(document, split, locales);
}

/** What was made of the path is made of the path behind the locale's folder; what the author said stays. */
function inFolderOf(
  document: KnowledgeDocument,
  { locale, rest }: { locale: string; rest: string },
  locales: readonly string[],
): KnowledgeDocument {
  const outer = placeOf(document.path);
  const inner = placeOf(rest);
  const isFirst = locale === locales[0];
  const ownSlug = isFirst ? inner.slug : `${inner.slug}-${locale.toLowerCase()}`;
  return {
    ...document,
    slug: document.slug === outer.slug && inner.slug !== "" ? ownSlug : document.slug,
    category: document.category === outer.category ? inner.category : document.category,
    ...(!isFirst && {
      locale,
      translationOf: document.translationOf ?? [rest, `${locales[0] ?? ""}/${rest}`],
    }),
  };
}
