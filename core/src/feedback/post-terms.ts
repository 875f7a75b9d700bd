import { contentTermsOf, textLanguageOf } from "../text/index.ts";

const MAX_CHARACTERS = 4_000;
const MAX_TERMS = 300;

/**
 * The stems by which a post is found, and by which a question looks for posts. By the rules of the text's own language and
 * by the English ones: a title of three words is easily taken for another language.
 */
export function postTerms(text: string): string[] {
  const start = text.slice(0, MAX_CHARACTERS);
  const terms = new Set([...contentTermsOf(start), ...contentTermsOf(start, textLanguageOf(start))]);
  return [...terms].slice(0, MAX_TERMS);
}
