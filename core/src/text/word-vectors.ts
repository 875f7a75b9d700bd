import { readFileSync } from "node:fs";
import { isStopTerm } from "./words.ts";

/**
 * Directions of words: words that are used alike ("delete", "remove") point alike. English stems, the commonest first;
 * what the table lacks (names, other languages) has no direction. See word-vectors.md for where it comes from.
 */
class WordVectors {
  readonly dimensions: number;
  readonly #places = new Map<string, number>();
  /** A byte a number, as stored: four times as much of the table then stays near the processor. */
  readonly #values: Int8Array;
  /** What a word's numbers must be multiplied by for its direction to have length 1. */
  readonly #scales: Float32Array;
  /** The same times what the word is worth in a text, in whole numbers, which are added up faster. */
  readonly #worths: Int32Array;
  /** The length of a direction without its first, telling numbers. */
  readonly #rests: Float32Array;
  /** Directions that were asked for: making them takes longer than comparing two. */
  readonly #known = new Map<string, Float32Array | null>();

  /** `bytes`: three little-endian uint32 (words, dimensions, bytes of the list), the words by line, a byte a number. */
  constructor(bytes: Buffer) {
    const count = bytes.readUInt32LE(0);
    this.dimensions = bytes.readUInt32LE(4);
    const start = HEADER + bytes.readUInt32LE(8);
    this.#values = Int8Array.from(bytes.subarray(start, start + count * this.dimensions));
    this.#scales = new Float32Array(count);
    this.#worths = new Int32Array(count);
    this.#rests = new Float32Array(count);
    for (const word of bytes.toString("utf8", HEADER, start).split("\n")) {
      const place = this.#places.size;
      this.#places.set(word, place);
      const scale = 1 / (this.#lengthOf(place, 0) || 1);
      this.#scales[place] = scale;
      this.#rests[place] = scale * this.#lengthOf(place, TELLING);
      const rarity = Math.min(1, Math.log1p(place / COMMON) / Math.log1p(count / COMMON));
      this.#worths[place] = isStopTerm(word) ? 0 : Math.round(WHOLE * scale * rarity);
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

  /** Where words stand in the table, to compare many others with them; -1 for those that it lacks. */
  placesOf(terms: readonly string[]): Int32Array {
    return Int32Array.from(terms, (term) => this.#places.get(term) ?? -1);
  }

  /** How near a word comes to each of those at `places`, 0 where that is less than `floor`; null when it comes near none. */
  nearTo(term: string, places: Int32Array, floor: number): number[] | null {
    const place = this.#places.get(term);
    if (place === undefined) return null;
    const at = place * this.dimensions;
    const rest = this.#rests[place] ?? 0;
    let near: number[] | null = null;
    for (let k = 0; k < places.length; k += 1) {
      const other = places[k] ?? -1;
      if (other < 0) continue;
      const scale = (this.#scales[place] ?? 0) * (this.#scales[other] ?? 0);
      const from = other * this.dimensions;
      // The first numbers say most; the others can add no more than the product of their lengths.
      const first = product(this.#values, at, from, TELLING);
      if (scale * first + rest * (this.#rests[other] ?? 0) < floor) continue;
      const left = product(this.#values, at + TELLING, from + TELLING, this.dimensions - TELLING);
      if (scale * (first + left) < floor) continue;
      near ??= Array.from(places, () => 0);
      near[k] = scale * (first + left);
    }
    return near;
  }

  /** The direction of all words together, rare words more than common ones, of length 1; zeros when none is known. */
  ofAll(terms: Iterable<string>): Float32Array {
    const sum = new Int32Array(this.dimensions);
    for (const term of terms) {
      const place = this.#places.get(term);
      if (place !== undefined) this.#add(sum, place, this.#worths[place] ?? 0);
    }
    return toLengthOne(new Float32Array(sum));
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

  /** Of the word's numbers as they are stored, from one of them on. */
  #lengthOf(place: number, from: number): number {
    const at = place * this.dimensions;
    let square = 0;
    for (let k = at + from; k < at + this.dimensions; k += 1) square += (this.#values[k] ?? 0) ** 2;
    return Math.sqrt(square);
  }
}

/** In whole numbers, which is faster; four sums side by side: a single one makes each addition wait for the one before. */
function product(values: Int8Array, a: number, b: number, count: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let k = 0; k < count; k += 4) {
    first = (first + Math.imul(values[a + k] ?? 0, values[b + k] ?? 0)) | 0;
    second = (second + Math.imul(values[a + k + 1] ?? 0, values[b + k + 1] ?? 0)) | 0;
    third = (third + Math.imul(values[a + k + 2] ?? 0, values[b + k + 2] ?? 0)) | 0;
    fourth = (fourth + Math.imul(values[a + k + 3] ?? 0, values[b + k + 3] ?? 0)) | 0;
  }
  return first + second + third + fourth;
}

/** The numbers are sorted by how much they tell: four of five pairs of words are seen to be far apart by half of them. */
const TELLING = 48;
const HEADER = 12;
/** So many words are hardly worth a thing. */
const COMMON = 30;
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

/** In place. */
function toLengthOne(values: Float32Array): Float32Array {
  let square = 0;
  for (let k = 0; k < values.length; k += 1) square += (values[k] ?? 0) ** 2;
  const length = Math.sqrt(square) || 1;
  for (let k = 0; k < values.length; k += 1) values[k] = (values[k] ?? 0) / length;
  return values;
}
