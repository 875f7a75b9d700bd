import { analyzeChunk } from "./analyze.ts";
import type { ChunkText } from "./analyze.ts";
import { TermNumbers } from "./term-numbers.ts";

/** A passage taken apart for the ranking, in numbers of terms: a third of the memory of the words themselves. */
export type PassageTerms = {
  /** In order, with stop words. */
  title: Int32Array;
  /** Those of title, headings and text in order, without stop words. */
  titleContent: Int32Array;
  heading: Int32Array;
  content: Int32Array;
  /** Each term of title, headings and text once, and how often it stands there. */
  all: Int32Array;
  counts: Int32Array;
  length: number;
  /** How many of them are stop words. */
  stops: number;
  /** The different terms of each sentence of three terms or more. */
  sentences: Runs;
  source: string;
};

/** Lists one after the other: the first ends before `ends[0]`, where the second begins. */
export type Runs = { terms: Int32Array; ends: Int32Array };

const SHORTEST_SENTENCE = 3;

/** Passages taken apart, remembered with the numbers of their terms. */
export class PassageReader {
  readonly numbers = new TermNumbers();
  readonly #read = new Map<number, PassageTerms>();

  /** A passage's text never changes under its id. (After a backup is restored it may.) */
  read(chunkId: number, chunk: ChunkText): PassageTerms {
    const known = this.#read.get(chunkId);
    const passage = known?.source === chunk.content ? known : this.takeApart(chunk);
    // Put last again: the first is the one that was not asked for the longest.
    this.#read.delete(chunkId);
    if (this.#read.size >= MOST_PASSAGES) this.#read.delete(this.#read.keys().next().value ?? 0);
    this.#read.set(chunkId, passage);
    return passage;
  }

  takeApart(chunk: ChunkText): PassageTerms {
    const { numbers } = this;
    const words = analyzeChunk(chunk);
    const title = numbers.ofTerms(words.title);
    const heading = numbers.ofTerms(words.heading);
    const sentences = words.sentences.map((terms) => numbers.ofTerms(terms));
    const counts = new Map<number, number>();
    let length = 0;
    let stops = 0;
    for (const terms of [title, heading, ...sentences]) {
      length += terms.length;
      for (const term of terms) {
        counts.set(term, (counts.get(term) ?? 0) + 1);
        if (numbers.isStop[term]) stops += 1;
      }
    }
    const isContent = (term: number): boolean => numbers.isStop[term] === false;
    return {
      title,
      titleContent: title.filter(isContent),
      heading: heading.filter(isContent),
      content: joined(sentences).filter(isContent),
      all: new Int32Array(counts.keys()),
      counts: new Int32Array(counts.values()),
      length,
      stops,
      sentences: toRuns(sentences.filter((terms) => terms.length >= SHORTEST_SENTENCE)),
      source: chunk.content,
    };
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

function toRuns(sentences: readonly Int32Array[]): Runs {
  const terms: number[] = [];
  const ends: number[] = [];
  for (const sentence of sentences) {
    for (const term of new Set(sentence)) terms.push(term);
    ends.push(terms.length);
  }
  return { terms: new Int32Array(terms), ends: new Int32Array(ends) };
}

/** About 6 KB each; taking one apart anew takes 0.3 ms, and a search looks at forty. */
const MOST_PASSAGES = 16_000;
/** About 20 MB, and a question makes lists of as many numbers. Ten thousand articles have 45,000. */
const MOST_TERMS = 150_000;
let current = new PassageReader();

/** The reader for a question's passages: a new one, which remembers none, when the old one has met too many terms. */
export function passageReader(): PassageReader {
  if (current.numbers.terms.length > MOST_TERMS) current = new PassageReader();
  return current;
}
