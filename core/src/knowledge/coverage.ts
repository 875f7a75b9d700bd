import type { TermNumbers } from "./term-numbers.ts";

/** What a term is worth to each of a question's terms in turn, 0 to 1; null: nothing to any. */
export type Worth = (term: string) => readonly number[] | null;

const UNKNOWN = 0;
const WORTHLESS = 1;
const FIRST_ROW = 2;

/** How much of a question other terms cover. It remembers what each term is worth: the same come again and again. */
export class Coverage {
  readonly #weights: readonly number[];
  readonly #numbers: TermNumbers;
  readonly #worth: Worth;
  /** By a term's number: the place of its row, from `FIRST_ROW` on, or one of the two above. */
  readonly #places: Int32Array;
  readonly #rows: (readonly number[])[] = [];
  readonly #best: Float64Array;

  /** `weights`: of the question's terms, in the order of `worth`. Terms numbered later on are weighed each time anew. */
  constructor(weights: Iterable<number>, numbers: TermNumbers, worth: Worth) {
    this.#weights = [...weights];
    this.#numbers = numbers;
    this.#worth = worth;
    this.#places = new Int32Array(numbers.terms.length);
    this.#best = new Float64Array(this.#weights.length);
  }

  /** Weight of the question's terms that these cover, each as far as the best of them does. */
  of(terms: Int32Array): number {
    const best = this.#best.fill(0);
    const places = this.#places;
    let isMet = false;
    for (let at = 0; at < terms.length; at += 1) {
      const term = terms[at] ?? 0;
      let place = places[term] ?? UNKNOWN;
      if (place === WORTHLESS) continue;
      if (place === UNKNOWN) place = this.#meet(term);
      const row = this.#rows[place - FIRST_ROW];
      if (!row) continue;
      isMet = true;
      for (let k = 0; k < row.length; k += 1) {
        const value = row[k] ?? 0;
        if (value > (best[k] ?? 0)) best[k] = value;
      }
    }
    return isMet ? this.#weigh(best) : 0;
  }

  #weigh(best: Float64Array): number {
    let total = 0;
    for (let k = 0; k < best.length; k += 1) total += (best[k] ?? 0) * (this.#weights[k] ?? 0);
    return total;
  }

  #meet(term: number): number {
    const row = this.#worth(this.#numbers.terms[term] ?? "");
    const place = row ? this.#rows.push(row) - 1 + FIRST_ROW : WORTHLESS;
    this.#places[term] = place;
    return place;
  }
}
