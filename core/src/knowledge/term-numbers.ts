import type { AnalyzedChunk } from "./analyze.ts";

/** A passage's terms by their numbers. */
export type NumberedChunk = {
  /** Each term of title, headings and text once. */
  all: Int32Array;
  title: Int32Array;
  sentences: Int32Array[];
};

/** About 10 MB, with what each term is worth to a question. */
const MOST_TERMS = 100_000;

/** Numbers for terms: what a question knows of each term then lies in an array, and an array is read faster than a map. */
export class TermNumbers {
  /** By number, from 0. */
  readonly terms: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #chunks = new WeakMap<AnalyzedChunk, NumberedChunk>();

  /** Remembered for as long as the passage is. */
  ofChunk(chunk: AnalyzedChunk): NumberedChunk {
    const known = this.#chunks.get(chunk);
    if (known) return known;
    const numbered = {
      all: this.ofTerms([...chunk.counts.keys()]),
      title: this.ofTerms(chunk.title),
      sentences: chunk.sentences.map((terms) => this.ofTerms(terms)),
    };
    this.#chunks.set(chunk, numbered);
    return numbered;
  }

  ofTerms(terms: readonly string[]): Int32Array {
    const numbers = new Int32Array(terms.length);
    for (let i = 0; i < terms.length; i += 1) {
      const term = terms[i] ?? "";
      numbers[i] = this.#numbers.get(term) ?? this.#add(term);
    }
    return numbers;
  }

  #add(term: string): number {
    const number = this.terms.push(term) - 1;
    this.#numbers.set(term, number);
    return number;
  }
}

let current = new TermNumbers();

/** The numbers to rank a question's passages by: new ones when there are too many. */
export function termNumbers(): TermNumbers {
  if (current.terms.length > MOST_TERMS) current = new TermNumbers();
  return current;
}
