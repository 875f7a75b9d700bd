import type { Runs } from "./passage-terms.ts";

/** What a term, by its number, is worth to each of a question's terms in turn, at most 1 and nothing below 0; null: nothing to any. */
export type Worth = (term: number) => ArrayLike<number> | null;

const UNKNOWN = 0;
const WORTHLESS = 1;
const FIRST_ROW = 2;

/** How much of a question other terms cover. It remembers what each term is worth: the same come again and again. */
export class Coverage {
  readonly #weights: readonly number[];
  readonly #worth: Worth;
  /** By a term's number: the place of its row, from `FIRST_ROW` on, or one of the two above. */
  readonly #places: Int32Array;
  /** What a row is worth more than nothing to: question's terms and values from the row's end before to its own. */
  readonly #ends: number[] = [0];
  readonly #terms: number[] = [];
  readonly #values: number[] = [];
  readonly #best: Float64Array;

  /** `weights`: of the question's terms, in the order of `worth`. Terms of a number from `size` on are weighed each time anew. */
  constructor(weights: Iterable<number>, size: number, worth: Worth) {
    this.#weights = [...weights];
    this.#worth = worth;
    this.#places = new Int32Array(size);
    this.#best = new Float64Array(this.#weights.length);
  }

  /** Weight of the question's terms that these cover, each as far as the best of them does. */
  of(terms: Int32Array, from = 0, to = terms.length): number {
    const best = this.#best.fill(0);
    const places = this.#places;
    let isMet = false;
    for (let at = from; at < to; at += 1) {
      const term = terms[at] ?? 0;
      let place = places[term] ?? UNKNOWN;
      if (place === WORTHLESS) continue;
      if (place === UNKNOWN) place = this.#meet(term);
      if (place === WORTHLESS) continue;
      isMet = true;
      const end = this.#ends[place - FIRST_ROW + 1] ?? 0;
      for (let link = this.#ends[place - FIRST_ROW] ?? 0; link < end; link += 1) {
        const k = this.#terms[link] ?? 0;
        const value = this.#values[link] ?? 0;
        if (value > (best[k] ?? 0)) best[k] = value;
      }
    }
    return isMet ? this.#weigh(best) : 0;
  }

  /** The same of the run that covers most. */
  ofBest({ terms, ends }: Runs): number {
    let best = 0;
    let from = 0;
    for (const to of ends) {
      best = Math.max(best, this.of(terms, from, to));
      from = to;
    }
    return best;
  }

  #weigh(best: Float64Array): number {
    let total = 0;
    for (let k = 0; k < best.length; k += 1) total += (best[k] ?? 0) * (this.#weights[k] ?? 0);
    return total;
  }

  #meet(term: number): number {
    const row = this.#worth(term) ?? [];
    for (let k = 0; k < row.length; k += 1) {
      const value = row[k] ?? 0;
      if (value <= 0) continue;
      this.#terms.push(k);
      this.#values.push(value);
    }
    const isWorth = this.#terms.length > (this.#ends.at(-1) ?? 0);
    const place = isWorth ? this.#ends.push(this.#terms.length) - 2 + FIRST_ROW : WORTHLESS;
    this.#places[term] = place;
    return place;
  }
}
