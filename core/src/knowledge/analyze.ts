import { isStopTerm, splitSentences, termsOf, toTextLanguage } from "../text/index.ts";

/** The terms of a passage in order, stop words included. */
export type ChunkTerms = { title: string[]; heading: string[]; sentences: string[][] };

export type ChunkText = {
  title: string;
  heading: string;
  content: string;
  /** ISO 639-1 code of the article's language where its words are stemmed by rules of their own. */
  language?: string | null;
};

export function analyzeChunk(chunk: ChunkText): ChunkTerms {
  const language = toTextLanguage(chunk.language);
  return {
    title: termsOf(chunk.title, language),
    heading: termsOf(chunk.heading, language),
    sentences: splitSentences(chunk.content).map((sentence) => termsOf(sentence, language)),
  };
}

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
