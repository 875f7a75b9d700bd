import { readFileSync } from "node:fs";
import { isStopTerm } from "./words.ts";

/**
 * Directions of words: words that are used alike ("delete", "remove") point alike. English stems, the commonest first;
 * what the table lacks (names, other languages) has no direction. See word-vectors.md for where it comes from.
 */
class WordVectors {
  readonly dimensions: number;
  readonly #places = new Map<string, number>();
  readonly #values: Float32Array;
  /** Parts of the values that were asked for: making them takes longer than comparing two. */
  readonly #parts = new Map<string, Float32Array>();

  /** `bytes`: three little-endian uint32 (words, dimensions, bytes of the list), the words by line, a byte a number. */
  constructor(bytes: Buffer) {
    const count = bytes.readUInt32LE(0);
    this.dimensions = bytes.readUInt32LE(4);
    const start = HEADER + bytes.readUInt32LE(8);
    for (const word of bytes.toString("utf8", HEADER, start).split("\n"))
      this.#places.set(word, this.#places.size);
    this.#values = new Float32Array(count * this.dimensions);
    for (let at = 0; at < this.#values.length; at += this.dimensions) this.#readUnit(bytes, start, at);
  }

  /** The word's direction, of length 1; null when it is not in the table. */
  of(term: string): Float32Array | null {
    const known = this.#parts.get(term);
    if (known) return known;
    const place = this.#places.get(term);
    if (place === undefined) return null;
    const part = this.#values.subarray(place * this.dimensions, (place + 1) * this.dimensions);
    this.#parts.set(term, part);
    return part;
  }

  /** The direction of all words together, rare words more than common ones, of length 1; zeros when none is known. */
  ofAll(terms: Iterable<string>): Float32Array {
    const mean = new Float32Array(this.dimensions);
    for (const term of terms) {
      const place = isStopTerm(term) ? undefined : this.#places.get(term);
      if (place === undefined) continue;
      const weight = Math.min(1, Math.log1p(place / COMMON) / Math.log1p(this.#places.size / COMMON));
      const at = place * this.dimensions;
      for (let k = 0; k < this.dimensions; k += 1)
        mean[k] = (mean[k] ?? 0) + weight * (this.#values[at + k] ?? 0);
    }
    scale(mean, 0, this.dimensions);
    return mean;
  }

  #readUnit(bytes: Buffer, start: number, at: number): void {
    for (let k = at; k < at + this.dimensions; k += 1) this.#values[k] = bytes.readInt8(start + k);
    scale(this.#values, at, this.dimensions);
  }
}

const HEADER = 12;
/** So many words are hardly worth a thing. */
const COMMON = 30;

let table: WordVectors | null = null;

/** Read from disk when first asked for: 30 ms and 12 MB. */
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

function scale(values: Float32Array, from: number, count: number): void {
  let square = 0;
  for (let k = from; k < from + count; k += 1) square += (values[k] ?? 0) ** 2;
  const length = Math.sqrt(square) || 1;
  for (let k = from; k < from + count; k += 1) values[k] = (values[k] ?? 0) / length;
}
