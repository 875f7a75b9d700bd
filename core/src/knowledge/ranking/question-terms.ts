import { contentTermsOf, isStopTerm, splitSentences, stem, termsOf, wordVectors } from "../../text/index.ts";
import type { TextLanguage } from "../../text/index.ts";
import { relatedTerms } from "./related-terms.ts";
import type { RelatedTerm } from "./related-terms.ts";

/** A question taken apart, before anything is known of the articles. */
export type QuestionTerms = {
  /** All terms in order, stop words included. */
  all: string[];
  /** What it is about, each once. */
  content: string[];
  /** Whether directions of words, which are English, tell what it means. */
  isEnglish: boolean;
  /** What articles may say instead. */
  related: RelatedTerm[];
  /** Those that may be slips of another word. */
  slips: ReadonlySet<string>;
  /** Content terms of the sentence that asks; the rest is often a preamble. */
  focus: string[];
  /** Names and identifiers among the content terms. */
  proper: ReadonlySet<string>;
  asksForCode: boolean;
  /** It asks what or who something is. */
  asksWhat: boolean;
  /** Its answer is likely a number or a date. */
  asksNumber: boolean;
};

const MAX_TERMS = 40;
/** Of a question's words, so many must be English ones. */
const LEAST_KNOWN = 1 / 3;

// Words that frame a question rather than say what it is about; rare in articles, so their rarity misleads.
const FRAME: ReadonlySet<string> = new Set(
  (
    "please explain tell describe could would difference differences different kind kinds type types example examples heard sound sounds cool fine sure ok okay " +
    "thank thanks give show provide think understand wonder wondering question help find mean means meaning many much long often best good steps step procedure " +
    "way ways able allow allowed happen happens specify recommended information info list current currently new does work works working looking look interested " +
    "learn also really actually still ever one two use used using main important purpose people call called know"
  )
    .split(" ")
    .map(stem),
);
const FRAME_WEIGHT = 0.4;

/** Terms by the rules of `language`, which must be those of the articles that are to be found; null: the English ones. */
export function readQuestion(question: string, language: TextLanguage | null = null): QuestionTerms {
  const sentences = splitSentences(question);
  const asking = sentences.findLast((sentence) => sentence.includes("?")) ?? sentences.at(-1) ?? question;
  const content = contentTermsOf(question, language).slice(0, MAX_TERMS);
  const known = language === null ? content.filter(isEnglishWord) : [];
  return {
    all: termsOf(question, language).slice(0, MAX_TERMS * 4),
    content,
    isEnglish: language === null && known.length >= LEAST_KNOWN * content.length,
    related: language === null ? relatedTerms(content.filter((term) => !FRAME.has(term))) : [],
    slips: new Set(content.filter((term) => !known.includes(term))),
    focus: contentTermsOf(asking, language).slice(0, MAX_TERMS),
    proper: new Set(sentences.flatMap((sentence) => properTerms(sentence, language))),
    asksForCode: /\b(?:example|sample|code|snippet|command)s?\b|`/i.test(question),
    asksWhat: /\b(?:what|who)(?:'s| is| are| was| were)\b/i.test(question) || content.length <= 2,
    asksNumber:
      /\b(?:how (?:many|much|long|old|often|far|big|tall)|when|what (?:year|date|time|port|number|percent))\b/i.test(
        question,
      ),
  };
}

const isEnglishWord = (term: string): boolean => wordVectors().placeOf(term) >= 0;

/** Less than 1 for words that only frame the question, unless it has no others. */
export function frameWeights(terms: string[]): Map<string, number> {
  const hasOthers = terms.some((term) => !FRAME.has(term));
  return new Map(terms.map((term) => [term, hasOthers && FRAME.has(term) ? FRAME_WEIGHT : 1]));
}

const NAME = /^\p{Lu}|\p{Ll}\p{Lu}|[_.]\p{L}|\d/u;
const GERMAN_NAME = /\p{Ll}\p{Lu}|\p{Lu}{2}|[_.]\p{L}|\d/u;

/** Capitals inside a sentence, or signs and digits inside a word, mark a name. */
function properTerms(sentence: string, language: TextLanguage | null): string[] {
  // In German every noun has a capital.
  const name = language === "de" ? GERMAN_NAME : NAME;
  const words = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}._-]*/gu) ?? [];
  return words
    .slice(1)
    .filter((word) => name.test(word))
    .flatMap((word) => termsOf(word, language).filter((term) => !isStopTerm(term)));
}
