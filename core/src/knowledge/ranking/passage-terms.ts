import { readParts } from "../indexing/analyze.ts";
import type { ChunkText } from "../indexing/analyze.ts";
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
  /** By a term's number: how often it was met. Zeros between passages: a map for each would take longer than counting. */
  #tallies = new Int32Array(0);

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
    const { title, heading, sentences } = readParts(chunk, (text, language) =>
      numbers.ofText(text, language),
    );
    if (this.#tallies.length < numbers.terms.length) this.#tallies = new Int32Array(2 * numbers.terms.length);
    return {
      title: new Int32Array(title),
      titleContent: this.#contentOf([title]),
      heading: this.#contentOf([heading]),
      content: this.#contentOf(sentences),
      ...this.#count([title, heading, ...sentences]),
      sentences: this.#runsOf(sentences.filter((terms) => terms.length >= SHORTEST_SENTENCE)),
      source: chunk.content,
    };
  }

  #contentOf(lists: readonly (readonly number[])[]): Int32Array {
    const content: number[] = [];
    for (const terms of lists)
      for (const term of terms) if (this.numbers.isStop[term] === false) content.push(term);
    return new Int32Array(content);
  }

  #count(lists: readonly (readonly number[])[]): Pick<PassageTerms, "all" | "counts" | "length" | "stops"> {
    const all: number[] = [];
    let length = 0;
    let stops = 0;
    for (const terms of lists) {
      length += terms.length;
      for (const term of terms) {
        if (this.#isFirst(term)) all.push(term);
        if (this.numbers.isStop[term]) stops += 1;
      }
    }
    const counts = new Int32Array(all.map((term) => this.#tallies[term] ?? 0));
    this.#forget(all);
    return { all: new Int32Array(all), counts, length, stops };
  }

  #runsOf(sentences: readonly (readonly number[])[]): Runs {
    const terms: number[] = [];
    const ends: number[] = [];
    for (const sentence of sentences) {
      for (const term of sentence) if (this.#isFirst(term)) terms.push(term);
      this.#forget(sentence);
      ends.push(terms.length);
    }
    return { terms: new Int32Array(terms), ends: new Int32Array(ends) };
  }

  /** Tallies a term: whether it is met for the first time since it was forgotten. */
  #isFirst(term: number): boolean {
    const tally = this.#tallies[term] ?? 0;
    this.#tallies[term] = tally + 1;
    return tally === 0;
  }

  #forget(terms: readonly number[]): void {
    for (const term of terms) this.#tallies[term] = 0;
  }
}

/** About 6 KB each; taking one apart anew takes 0.1 ms, and a search looks at forty. */
const MOST_PASSAGES = 16_000;
/** About 20 MB, and a question makes lists of as many numbers. Ten thousand articles have 45,000. */
const MOST_TERMS = 150_000;
let current = new PassageReader();

/** The reader for a question's passages: a new one, which remembers none, when the old one has met too many terms. */
export function passageReader(): PassageReader {
  if (current.numbers.terms.length > MOST_TERMS) current = new PassageReader();
  return current;
}
