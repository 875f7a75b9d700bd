import { readFileSync } from "node:fs";

/** Words further apart than this, by the cosine of their directions, have nothing to do with each other. */
export const LEAST_COSINE = 0.55;

/** What stands near a word, nearest first: places in the table of word vectors. */
export type Neighbors = {
  places: Uint16Array;
  /** How near each is: 0 at `LEAST_COSINE`, 255 at a cosine of 1. */
  nearness: Uint8Array;
};

export const MOST_NEAR = 255;

/**
 * Words that are used so much alike that one may stand for the other ("dog", "puppy"), found beforehand for all in the
 * table of word vectors: to find them for one word takes 3 ms. See word-vectors.md.
 */
class WordNeighbors {
  /** By a word's place: where its neighbors begin. */
  readonly #starts: Uint32Array;
  readonly #places: Uint16Array;
  readonly #nearness: Uint8Array;

  /** `bytes`: little-endian, how many words there are (uint32), how many neighbors each has (uint16), their places (uint16), how near they are (a byte). */
  constructor(bytes: Buffer) {
    const words = bytes.readUInt32LE(0);
    this.#starts = new Uint32Array(words + 1);
    for (let place = 0; place < words; place += 1)
      this.#starts[place + 1] = (this.#starts[place] ?? 0) + bytes.readUInt16LE(HEADER + 2 * place);
    const count = this.#starts[words] ?? 0;
    const places = HEADER + 2 * words;
    this.#places = Uint16Array.from({ length: count }, (_, i) => bytes.readUInt16LE(places + 2 * i));
    this.#nearness = Uint8Array.from(bytes.subarray(places + 2 * count, places + 3 * count));
  }

  /** Of the word at a place in the table of word vectors; none for -1. */
  of(place: number): Neighbors {
    const from = this.#starts[place] ?? 0;
    const to = this.#starts[place + 1] ?? 0;
    return { places: this.#places.subarray(from, to), nearness: this.#nearness.subarray(from, to) };
  }
}

const HEADER = 4;

let table: WordNeighbors | null = null;

/** Read from disk when first asked for: 1 MB. */
export function wordNeighbors(): WordNeighbors {
  table ??= new WordNeighbors(readFileSync(new URL("./word-neighbors.bin", import.meta.url)));
  return table;
}
