import { readFileSync } from "node:fs";
import { z } from "zod";

/** A matrix by rows. */
type Matrix = { rows: number; columns: number; values: Float32Array };

const Manifest = z.object({
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.string() })),
    }),
  ),
});
const Vocabulary = z.array(z.tuple([z.string(), z.number().nullable()]));

const HEADS = 4;
/** The first pieces of the vocabulary are marks of its own. */
const RESERVED = 6;
const UNKNOWN_COST = 20;

/** The Universal Sentence Encoder lite, for single words: `folder` holds model.json, its shards and vocab.json. */
export function openEncoder(folder: string): (word: string) => Float32Array {
  const weights = readWeights(folder);
  const get = (name: string): Matrix => {
    const found = weights.get(name);
    if (!found) throw new Error(`the model has no ${name}`);
    return found;
  };
  const pieces = readPieces(folder);
  return (word) => {
    let state = positioned(rowsOf(get("Embeddings_en"), cutIntoPieces(`▁${word}`, pieces)), get);
    for (const layer of [0, 1]) state = transform(state, layer, get);
    const mean = meanOfRows(state);
    const dense = add(
      multiply(mean, get("hidden_layers/tanh_layer_0/weights")),
      get("hidden_layers/tanh_layer_0/bias"),
    );
    const values = dense.values.map(Math.tanh);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
}

function readWeights(folder: string): Map<string, Matrix> {
  const { weightsManifest } = Manifest.parse(JSON.parse(readFileSync(`${folder}/model.json`, "utf8")));
  const weights = new Map<string, Matrix>();
  for (const group of weightsManifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readFileSync(`${folder}/${path}`)));
    let at = 0;
    for (const { name, shape, dtype } of group.weights) {
      const count = shape.reduce((product, size) => product * size, 1);
      const columns = shape.at(-1) ?? 1;
      const part = bytes.subarray(at, at + count * 4);
      at += count * 4;
      if (dtype !== "float32") continue;
      const values = new Float32Array(count).map((_, i) => part.readFloatLE(i * 4));
      weights.set(shortName(name), { rows: count / columns, columns, values });
    }
  }
  return weights;
}

const shortName = (name: string): string =>
  name.replace(/^module(?:_apply_default)?\/(?:Encoder_en\/)?/, "").replace("KonaTransformer/Encode/", "");

type Pieces = ReadonlyMap<string, { id: number; score: number }>;

function readPieces(folder: string): Pieces {
  const list = Vocabulary.parse(JSON.parse(readFileSync(`${folder}/vocab.json`, "utf8")));
  const pieces = new Map<string, { id: number; score: number }>();
  for (const [id, [piece, score]] of list.entries())
    if (id >= RESERVED && score !== null) pieces.set(piece, { id, score });
  return pieces;
}

/** The likeliest way to write the word in pieces of the vocabulary. */
function cutIntoPieces(word: string, pieces: Pieces): number[] {
  const best: { score: number; ids: number[] }[] = [{ score: 0, ids: [] }];
  for (let end = 1; end <= word.length; end += 1) {
    let winner = { score: -Infinity, ids: [0] };
    for (let start = 0; start < end; start += 1) {
      const before = best[start];
      const piece = pieces.get(word.slice(start, end));
      if (!before) continue;
      if (piece && before.score + piece.score > winner.score)
        winner = { score: before.score + piece.score, ids: [...before.ids, piece.id] };
      const unknown = before.score - UNKNOWN_COST;
      if (!piece && end - start === 1 && unknown > winner.score)
        winner = { score: unknown, ids: before.ids.at(-1) === 0 ? before.ids : [...before.ids, 0] };
    }
    best[end] = winner;
  }
  return best[word.length]?.ids ?? [0];
}

/** The model adds its embedding twice, once with the signal of the position. */
function positioned(words: Matrix, get: (name: string) => Matrix): Matrix {
  const rates = get("TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1").values;
  const values = words.values.map((value, i) => {
    const place = Math.floor(i / words.columns);
    const k = i % words.columns;
    const signal =
      k < rates.length ? Math.sin(place * (rates[k] ?? 0)) : Math.cos(place * (rates[k - rates.length] ?? 0));
    return 2 * value + signal;
  });
  return { ...words, values };
}

function transform(input: Matrix, layer: number, get: (name: string) => Matrix): Matrix {
  const at = (name: string): Matrix => get(`Layer_${layer}/TransformerLayer/${name}/ConcatPartitions/concat`);
  const kernel = (name: string): Matrix =>
    get(`Layer_${layer}/TransformerLayer/MultiheadAttention/${name}/kernel/part_0`);
  const inner = (name: string): Matrix =>
    get(`TransformerStack/Layer_${layer}/TransformerLayer/FFN/${name}/Tensordot/Reshape_1`);
  const normal = (matrix: Matrix, name: string): Matrix =>
    normalized(matrix, at(`${name}/layer_norm/layer_norm_scale`), at(`${name}/layer_norm/layer_norm_bias`));

  const calm = normal(input, "layer_prepostprocess");
  const three = add(
    multiply(calm, kernel("qkv_transform_single")),
    at("MultiheadAttention/qkv_transform_single/bias"),
  );
  const seen = add(
    multiply(attend(three), kernel("output_transform_single")),
    at("MultiheadAttention/output_transform_single/bias"),
  );
  const wide = layer === 0 ? add(multiply(input, at("dense/kernel")), at("dense/bias")) : input;
  const state = sumOf(wide, seen);
  const first = add(
    multiply(normal(state, "FFN/layer_prepostprocess"), inner("conv1")),
    at("FFN/conv1/bias"),
  );
  const active = { ...first, values: first.values.map((value) => Math.max(0, value)) };
  return sumOf(state, add(multiply(active, inner("conv2")), at("FFN/conv2/bias")));
}

/** Attention of every row to every row; the columns hold questions, keys and values side by side. */
function attend({ rows, columns, values }: Matrix): Matrix {
  const width = columns / 3;
  const size = width / HEADS;
  const out = new Float32Array(rows * width);
  for (let head = 0; head < HEADS; head += 1) {
    for (let i = 0; i < rows; i += 1) {
      const scores = Array.from({ length: rows }, (_, j) => {
        let score = 0;
        for (let k = 0; k < size; k += 1)
          score +=
            (values[i * columns + head * size + k] ?? 0) *
            (values[j * columns + width + head * size + k] ?? 0);
        return score / Math.sqrt(size);
      });
      const top = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - top));
      const all = shares.reduce((total, value) => total + value, 0);
      for (let k = 0; k < size; k += 1) {
        let value = 0;
        for (let j = 0; j < rows; j += 1)
          value += (shares[j] ?? 0) * (values[j * columns + 2 * width + head * size + k] ?? 0);
        out[i * width + head * size + k] = value / all;
      }
    }
  }
  return { rows, columns: width, values: out };
}

function normalized(matrix: Matrix, scale: Matrix, bias: Matrix): Matrix {
  const out = new Float32Array(matrix.values.length);
  for (let row = 0; row < matrix.rows; row += 1) {
    const part = matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns);
    const mean = part.reduce((total, value) => total + value, 0) / part.length;
    const variance = part.reduce((total, value) => total + (value - mean) ** 2, 0) / part.length;
    for (const [k, value] of part.entries())
      out[row * matrix.columns + k] =
        ((value - mean) / Math.sqrt(variance + 1e-6)) * (scale.values[k] ?? 1) + (bias.values[k] ?? 0);
  }
  return { ...matrix, values: out };
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const out = new Float32Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i += 1) {
    for (let k = 0; k < a.columns; k += 1) {
      const value = a.values[i * a.columns + k] ?? 0;
      if (value === 0) continue;
      for (let j = 0; j < b.columns; j += 1)
        out[i * b.columns + j] = (out[i * b.columns + j] ?? 0) + value * (b.values[k * b.columns + j] ?? 0);
    }
  }
  return { rows: a.rows, columns: b.columns, values: out };
}

function rowsOf(matrix: Matrix, ids: number[]): Matrix {
  const values = new Float32Array(ids.length * matrix.columns);
  for (const [row, id] of ids.entries())
    values.set(matrix.values.subarray(id * matrix.columns, (id + 1) * matrix.columns), row * matrix.columns);
  return { rows: ids.length, columns: matrix.columns, values };
}

function meanOfRows({ rows, columns, values }: Matrix): Matrix {
  const mean = new Float32Array(columns);
  for (const [i, value] of values.entries()) mean[i % columns] = (mean[i % columns] ?? 0) + value / rows;
  return { rows: 1, columns, values: mean };
}

function add(matrix: Matrix, bias: Matrix): Matrix {
  return {
    ...matrix,
    values: matrix.values.map((value, i) => value + (bias.values[i % matrix.columns] ?? 0)),
  };
}

function sumOf(a: Matrix, b: Matrix): Matrix {
  return { ...a, values: a.values.map((value, i) => value + (b.values[i] ?? 0)) };
}
