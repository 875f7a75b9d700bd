import { isStopTerm, termsOf } from "../text/index.ts";

/**
 * A sentence as weighted words (with pairs of those that say something, in any order) and pieces of words, each kind of
 * length 1 with the unknown counted in.
 */
export type SentenceVector = {
  /** Places of the known features, and what each weighs. */
  at: Int32Array;
  values: Float64Array;
  /** Share of the sentence's weight that the examples know, 0 to 1. */
  known: number;
};

const PIECES = [3, 4, 5];
/** Words further apart than this make no pair: a long text would have too many. */
const APART = 10;

/** Turns sentences into vectors by how rare what stands in them is among the examples. */
export class ExampleSpace {
  readonly #places = new Map<string, number>();
  readonly #rarity: number[] = [];
  readonly #rarityOfUnknown: number;

  constructor(examples: readonly string[]) {
    const counts = new Map<string, number>();
    for (const example of examples) {
      for (const kind of kindsOf(example))
        for (const name of kind) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, count] of counts) {
      this.#places.set(name, this.#rarity.length);
      this.#rarity.push(1 + Math.log((examples.length + 1) / (count + 1)));
    }
    this.#rarityOfUnknown = 1 + Math.log(examples.length + 1);
  }

  /** How many features the examples have. */
  get size(): number {
    return this.#rarity.length;
  }

  toVector(sentence: string): SentenceVector {
    const at: number[] = [];
    const values: number[] = [];
    let known = 0;
    const kinds = kindsOf(sentence).filter((kind) => kind.size > 0);
    for (const kind of kinds) {
      const weights = Array.from(
        kind,
        (name) => this.#rarity[this.#places.get(name) ?? -1] ?? this.#rarityOfUnknown,
      );
      const length = Math.hypot(...weights) * Math.sqrt(kinds.length);
      for (const [i, name] of [...kind].entries()) {
        const place = this.#places.get(name);
        if (place === undefined) continue;
        const value = (weights[i] ?? 0) / length;
        at.push(place);
        values.push(value);
        known += value * value;
      }
    }
    return { at: Int32Array.from(at), values: Float64Array.from(values), known };
  }
}

function kindsOf(sentence: string): [Set<string>, Set<string>] {
  const content = [...new Set(termsOf(sentence).filter((term) => !isStopTerm(term)))];
  const words = new Set(content.map((term) => `w:${term}`));
  for (const [i, term] of content.entries()) {
    for (const other of content.slice(i + 1, i + 1 + APART)) {
      words.add(term < other ? `w:${term} ${other}` : `w:${other} ${term}`);
    }
  }
  return [words, piecesOf(sentence)];
}

/** Pieces reach over the ends of words: people split and join them as they like. */
function piecesOf(sentence: string): Set<string> {
  const words = sentence
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  const letters = Array.from(`_${(words ?? []).join("_")}_`);
  const pieces = new Set<string>();
  for (const length of PIECES) {
    for (let i = 0; i + length <= letters.length; i += 1)
      pieces.add(`c:${letters.slice(i, i + length).join("")}`);
  }
  return pieces;
}
