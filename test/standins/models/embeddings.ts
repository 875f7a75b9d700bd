import { createHash } from "node:crypto";

/** A vector of length 1 made of the hashes of a text's words: the same for the same text, near for shared words. */
export function hashedVector(text: string, dimensions: number): number[] {
  const vector = Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const digest = createHash("sha256").update(word).digest();
    for (let part = 0; part < 4; part++) {
      const index = digest.readUInt32LE(part * 8) % dimensions;
      vector[index] = (vector[index] ?? 0) + (digest.readUInt8(part * 8 + 4) % 2 === 0 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** The form the SDKs ask for by default. */
export function toBase64(vector: number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString("base64");
}
