import { isStopTerm, splitSentences, termsOf } from "../../text/index.ts";

/** "Without using a credit card": what stands behind these words is what the asker does not have or want. */
const EXCLUDED =
  /\b(?:without|w\/o)\s+(?:(?:using|having|needing|requiring|a|an|the|my|our|your|any)\s+)*((?:[\p{L}\p{N}][\p{L}\p{N}._-]*[ ]?){1,3})/giu;
/** "Without losing the format" names what must not happen, which is another matter. */
const DEED = /ing$/iu;
/** Signs that a sentence speaks of doing without. */
const DOES_WITHOUT =
  /\b(?:without|not|no|never|cannot|nor|neither|none|instead|rather|unless|optional|optionally|otherwise|else|except|avoids?|skip)\b|n['’]t\b/iu;
/** A sentence that begins like this tells another way. */
const ALTERNATIVE = /^\W*(?:or|alternatively)\b/iu;

/**
 * Whether the asker wants to do without something that the text takes for granted: it speaks of it, and never of doing
 * without or of another way. English only.
 */
export function takesForGranted(question: string, text: string): boolean {
  const sentences = text.split(/\n+/u).flatMap(splitSentences);
  if (sentences.some((sentence) => ALTERNATIVE.test(sentence))) return false;
  return [...question.matchAll(EXCLUDED)].some(([, named = ""]) => {
    const terms = termsOfName(named);
    const speaking = sentences.filter((sentence) => holds(sentence, terms));
    return speaking.length > 0 && !speaking.some((sentence) => DOES_WITHOUT.test(sentence));
  });
}

function holds(sentence: string, terms: string[]): boolean {
  const found = new Set(termsOf(sentence));
  return terms.length > 0 && terms.every((term) => found.has(term));
}

/** The whole words up to the first that names nothing, as terms. */
function termsOfName(named: string): string[] {
  const words = named.trim().split(/\s+/u);
  if (DEED.test(words[0] ?? "")) return [];
  const end = words.findIndex((word) => termsOf(word).every(isStopTerm));
  const name = end < 0 ? words : words.slice(0, end);
  return name.flatMap((word) => termsOf(word).slice(0, 1));
}
