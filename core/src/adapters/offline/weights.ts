import type { KnowledgeChunk } from "../../ports.ts";
import {
  contentTermsOf,
  detectLanguage,
  isSlipOf,
  stem,
  termsOf,
  textLanguageOf,
  toTextLanguage,
  wordVectors,
} from "../../text/index.ts";
import type { TextLanguage } from "../../text/index.ts";
import { namesIn } from "./same-matter.ts";

export type QuestionTerms = {
  weights: ReadonlyMap<string, number>;
  total: number;
  /** The language by whose rules the terms were made; null: by the English ones. */
  language: TextLanguage | null;
};

/** What an open question may hold beside itself (a log, a paste) must not cost time without end. */
const MAX_CHARACTERS = 4_000;

// "Where do I find the token" is about a token; articles about finding things are not what is wanted.
const FRAME: ReadonlySet<string> = new Set(
  (
    "find look looking search mean means work works working happen happens explain describe tell show give help please question answer " +
    "way ways able example difference different kind type list know understand think wonder wondering step steps best good new using " +
    "many much long often currently really actually problem issue thing things stuff possible required need needed want"
  )
    .split(" ")
    .map(stem),
);
const FRAME_WEIGHT = 0.35;

/**
 * The question's content terms, each with how much it tells the given passages apart: a word that stands in all of
 * them says little, one that stands in none cannot be answered for and weighs most.
 */
export function weighTerms(question: string, chunks: KnowledgeChunk[]): QuestionTerms {
  const language = languageOf(question, chunks);
  const texts = chunks.map(
    (chunk) => new Set(termsOf(`${chunk.title} ${chunk.headingPath.join(" ")} ${chunk.text}`, language)),
  );
  const said = contentTermsOf(question.slice(0, MAX_CHARACTERS), language);
  const names = new Set(namesIn(question));
  const terms = [...new Set(said.map((term) => (names.has(term) ? term : meant(term, texts, language))))];
  const isFramed = terms.some((term) => !FRAME.has(term));
  const weights = new Map<string, number>();
  let total = 0;
  for (const term of terms) {
    const found = texts.filter((text) => text.has(term)).length;
    const rarity = Math.log(1 + (texts.length + 1) / (found + 0.5));
    const weight = isFramed && FRAME.has(term) ? rarity * FRAME_WEIGHT : rarity;
    weights.set(term, weight);
    total += weight;
  }
  return { weights, total: Math.max(total, 1e-9), language };
}

/** What stands in no passage, and is no word of English, may be a slip of the term that most passages have. */
function meant(term: string, texts: ReadonlySet<string>[], language: TextLanguage | null): string {
  if (!/^[a-z]+$/u.test(term) || texts.some((text) => text.has(term))) return term;
  if (language === null && wordVectors().placeOf(term) >= 0) return term;
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const other of text) if (isSlipOf(term, other)) counts.set(other, (counts.get(other) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? term;
}

/** The question's own language; a question too short to have one is asked in that of the passages. */
function languageOf(question: string, chunks: KnowledgeChunk[]): TextLanguage | null {
  const own = detectLanguage(question);
  if (own !== null) return toTextLanguage(own);
  return textLanguageOf(
    chunks
      .slice(0, 3)
      .map(({ title, text }) => `${title}\n\n${text}`)
      .join("\n\n"),
  );
}

/** Share of the question, by weight, that these terms cover. */
export function coverageOf(question: QuestionTerms, found: Iterable<string>): number {
  let sum = 0;
  for (const term of new Set(found)) sum += question.weights.get(term) ?? 0;
  return sum / question.total;
}

/** Those terms of the question that stand in the text. */
export function termsFoundIn(question: QuestionTerms, text: string): string[] {
  return [...new Set(termsOf(text, question.language).filter((term) => question.weights.has(term)))];
}
