import { isStopTerm, splitSentences, termsOf, toTextLanguage } from "../../text/index.ts";
import type { TextLanguage } from "../../text/index.ts";

/** The terms of a passage in order, stop words included. */
export type ChunkTerms = { title: string[]; heading: string[]; sentences: string[][] };

export type ChunkText = {
  title: string;
  heading: string;
  content: string;
  /** ISO 639-1 code of the article's language where its words are stemmed by rules of their own. */
  language?: string | null;
};

/** What `read` makes of a passage's title, headings and each sentence, by the rules of its language. */
export function readParts<Terms>(
  chunk: ChunkText,
  read: (text: string, language: TextLanguage | null) => Terms,
): { title: Terms; heading: Terms; sentences: Terms[] } {
  const language = toTextLanguage(chunk.language);
  return {
    title: read(chunk.title, language),
    heading: read(chunk.heading, language),
    sentences: splitSentences(chunk.content).map((sentence) => read(sentence, language)),
  };
}

export const analyzeChunk = (chunk: ChunkText): ChunkTerms => readParts(chunk, termsOf);

/** How often each term worth a posting stands in a passage: a stop word stands everywhere and finds nothing. */
export function countTerms(chunk: ChunkTerms): { length: number; counts: [string, number][] } {
  const counts = new Map<string, number>();
  let length = 0;
  for (const terms of [chunk.title, chunk.heading, ...chunk.sentences]) {
    length += terms.length;
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return { length, counts: [...counts].filter(([term]) => !isStopTerm(term)) };
}
