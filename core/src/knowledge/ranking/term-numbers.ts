import { isStopTerm, termsOf, TokenTable, wordVectors } from "../../text/index.ts";
import type { TextLanguage } from "../../text/index.ts";

/** Letters that relatives have in common at least. */
export const START = 4;

/** Numbers for terms: what a question knows of each term then lies in an array, and an array is read faster than a map. */
export class TermNumbers {
  /** By number, from 0, as are the next three. */
  readonly terms: string[] = [];
  readonly isStop: boolean[] = [];
  /** The same number for terms that start with the same letters. */
  readonly starts: number[] = [];
  /** Where the term stands in the table of word vectors; -1 when that lacks it. */
  readonly places: number[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #starts = new Map<string, number>();
  readonly #tokens = new TokenTable((terms) => this.ofTerms(terms));

  /** As `ofTerms(termsOf(text, language))`. */
  ofText(text: string, language: TextLanguage | null): readonly number[] {
    const read = language === null ? this.#tokens.read(text) : null;
    return read ?? Array.from(this.ofTerms(termsOf(text, language)));
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
    this.isStop.push(isStopTerm(term));
    this.starts.push(this.#startOf(term.slice(0, START)));
    this.places.push(wordVectors().placeOf(term));
    return number;
  }

  #startOf(letters: string): number {
    const known = this.#starts.get(letters) ?? this.#starts.size;
    this.#starts.set(letters, known);
    return known;
  }
}
