import { readFileSync } from "node:fs";
import { isStopTerm } from "./words.ts";

/**
 * Directions of words: words that are used alike ("delete", "remove") point alike, and so do texts about the same thing.
 * English stems; what the table lacks (names, other languages) has no direction. See word-vectors.md for where it comes from.
 */
class WordVectors {
  readonly dimensions: number;
  /** In the order of their places. */
  readonly words: readonly string[];
  readonly #places = new Map<string, number>();
  /** A byte a number, as stored: four times as much of the table then stays near the processor. */
  readonly #values: Int8Array;
  /** What a word's numbers must be multiplied by for its direction to have length 1. */
  readonly #scales: Float32Array;
  /** The same times what the word is worth in a text, in whole numbers, which are added up faster. */
  readonly #worths: Int32Array;
  /** Directions that were asked for: making them takes longer than comparing two. */
  readonly #known = new Map<string, Float32Array | null>();

  /** `bytes`: three little-endian uint32 (words, dimensions, bytes of the list), the words by line, a byte for what each is worth, a byte a number. */
  constructor(bytes: Buffer) {
    const count = bytes.readUInt32LE(0);
    this.dimensions = bytes.readUInt32LE(4);
    const worths = HEADER + bytes.readUInt32LE(8);
    const start = worths + count;
    this.#values = Int8Array.from(bytes.subarray(start, start + count * this.dimensions));
    this.#scales = new Float32Array(count);
    this.#worths = new Int32Array(count);
    this.words = bytes.toString("utf8", HEADER, worths).split("\n");
    for (const word of this.words) {
      const place = this.#places.size;
      this.#places.set(word, place);
      const at = place * this.dimensions;
      const scale = 1 / (lengthOf(this.#values.subarray(at, at + this.dimensions)) || 1);
      this.#scales[place] = scale;
      const worth = (bytes[worths + place] ?? 0) / MOST_WORTH;
      this.#worths[place] = isStopTerm(word) ? 0 : Math.round(WHOLE * scale * worth);
    }
  }

  /** The word's direction, of length 1; null when it is not in the table. */
  of(term: string): Float32Array | null {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    const place = this.#places.get(term);
    if (place === undefined) return null;
    const at = place * this.dimensions;
    const direction = toLengthOne(new Float32Array(this.#values.subarray(at, at + this.dimensions)));
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(term, direction);
    return direction;
  }

  /** Where a word stands in the table; -1 when it is not there. */
  placeOf(term: string): number {
    return this.#places.get(term) ?? -1;
  }

  /** Tells the cosine of a word, by its place, with a direction of length 1; 0 for a word that is not in the table. */
  cosineWith(direction: Float32Array): (place: number) => number {
    const values = this.#values;
    const scales = this.#scales;
    const { length } = direction;
    return (place) => {
      if (place < 0) return 0;
      const at = place * length;
      // As `nearness` does it; one loop for bytes and fractions alike would take twice the time.
      let first = 0;
      let second = 0;
      let third = 0;
      let fourth = 0;
      for (let k = 0; k < length; k += 4) {
        first += (values[at + k] ?? 0) * (direction[k] ?? 0);
        second += (values[at + k + 1] ?? 0) * (direction[k + 1] ?? 0);
        third += (values[at + k + 2] ?? 0) * (direction[k + 2] ?? 0);
        fourth += (values[at + k + 3] ?? 0) * (direction[k + 3] ?? 0);
      }
      return (scales[place] ?? 0) * (first + second + (third + fourth));
    };
  }

  /** The direction of all words together, telling words more than common ones, of length 1; zeros when none is known. */
  ofAll(terms: Iterable<string>): Float32Array {
    const sum = new Int32Array(this.dimensions);
    for (const term of terms) {
      const place = this.#places.get(term);
      if (place !== undefined) this.#add(sum, place, this.#worths[place] ?? 0);
    }
    return toLengthOne(new Float32Array(sum));
  }

  /** How much a word counts in the direction of a text: telling words more than common ones. */
  weightOf(place: number): number {
    return (this.#worths[place] ?? 0) / (this.#scales[place] ?? 1);
  }

  /** How long the directions of words are together, each times its `weightOf`; at least 1. Words by their places. */
  lengthOfAll(places: Int32Array): number {
    const sum = new Int32Array(this.dimensions);
    for (const place of places) if (place >= 0) this.#add(sum, place, this.#worths[place] ?? 0);
    return lengthOf(sum) || 1;
  }

  #add(sum: Int32Array, place: number, worth: number): void {
    if (worth === 0) return;
    const values = this.#values;
    const at = place * sum.length;
    // Four at a time: half the time of one by one.
    for (let k = 0; k < sum.length; k += 4) {
      sum[k] = ((sum[k] ?? 0) + Math.imul(worth, values[at + k] ?? 0)) | 0;
      sum[k + 1] = ((sum[k + 1] ?? 0) + Math.imul(worth, values[at + k + 1] ?? 0)) | 0;
      sum[k + 2] = ((sum[k + 2] ?? 0) + Math.imul(worth, values[at + k + 2] ?? 0)) | 0;
      sum[k + 3] = ((sum[k + 3] ?? 0) + Math.imul(worth, values[at + k + 3] ?? 0)) | 0;
    }
  }
}

const HEADER = 12;
const MOST_WORTH = 255;
/** Of a worth, so that it has three digits and sums of thousands of words still fit into 32 bits. */
const WHOLE = 2 ** 18;
/** About 5 MB. */
const MOST_KNOWN = 10_000;

let table: WordVectors | null = null;

/** Read from disk when first asked for: 30 ms and 5 MB. */
export function wordVectors(): WordVectors {
  table ??= new WordVectors(readFileSync(new URL("./word-vectors.bin", import.meta.url)));
  return table;
}

/** The cosine of two directions of length 1. */
export function nearness(a: Float32Array, b: Float32Array): number {
  // Four sums side by side: a single one makes each addition wait for the one before.
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let k = 0; k < a.length; k += 4) {
    first += (a[k] ?? 0) * (b[k] ?? 0);
    second += (a[k + 1] ?? 0) * (b[k + 1] ?? 0);
    third += (a[k + 2] ?? 0) * (b[k + 2] ?? 0);
    fourth += (a[k + 3] ?? 0) * (b[k + 3] ?? 0);
  }
  return first + second + (third + fourth);
}

function lengthOf(values: Float32Array | Int32Array | Int8Array): number {
  let square = 0;
  for (let k = 0; k < values.length; k += 1) square += (values[k] ?? 0) ** 2;
  return Math.sqrt(square);
}

/** In place. */
function toLengthOne(values: Float32Array): Float32Array {
  const length = lengthOf(values) || 1;
  for (let k = 0; k < values.length; k += 1) values[k] = (values[k] ?? 0) / length;
  return values;
}
