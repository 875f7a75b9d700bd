import type { Tree } from "@firstline/core/learn";

/** One question's candidates: rows of inputs, which of them are right, and how much the question counts. */
export type Group = {
  rows: number[][];
  isGold: boolean[];
  weight: number;
  /** What is said of each candidate before any tree: the trees are added to it, and learn what it misses. */
  start: number[];
};

const TREES = 100;
const LEAVES = 5;
const RATE = 0.07;
/** Pull of a leaf's value toward zero, and the rows it must at least hold. */
const DECAY = 60;
const LEAST_ROWS = 80;
/** Share of the inputs that a tree may use, and of the questions that it sees. */
const INPUTS = 0.4;
const QUESTIONS = 0.7;
const BINS = 64;
/** Pairs are only learned from when one of the two stands this high. */
const TOP = 10;

/**
 * Gradient-boosted trees that put right passages before wrong ones, pairs counted by what their swap would change in
 * nDCG (LambdaMART). The same groups and the same seed always give the same trees.
 */
export function fitTrees(groups: Group[], seed: number): Tree[] {
  const usable = groups.filter(({ isGold }) => isGold.includes(true) && isGold.includes(false));
  const random = createRandom(seed);
  const table = toTable(usable);
  const scores = Float64Array.from(usable.flatMap(({ start }) => start));
  const trees: Tree[] = [];
  for (let n = 0; n < TREES; n += 1) {
    const slopes = new Float64Array(scores.length);
    const bends = new Float64Array(scores.length);
    const seen: number[] = [];
    for (const [index, group] of usable.entries()) {
      if (random() >= QUESTIONS) continue;
      const start = table.starts[index] ?? 0;
      addPairs(group, start, scores, slopes, bends);
      for (let i = 0; i < group.rows.length; i += 1) seen.push(start + i);
    }
    const columns = table.columns.map((_, k) => k).filter(() => random() < INPUTS);
    const tree = growTree(table, { slopes, bends, seen, columns });
    trees.push(tree.tree);
    for (let i = 0; i < scores.length; i += 1) scores[i] = (scores[i] ?? 0) + tree.valueOf(i);
  }
  return trees;
}

function addPairs(
  group: Group,
  start: number,
  scores: Float64Array,
  slopes: Float64Array,
  bends: Float64Array,
): void {
  const order = group.rows.map((_, i) => i);
  order.sort((a, b) => (scores[start + b] ?? 0) - (scores[start + a] ?? 0) || a - b);
  const golds = group.isGold.filter(Boolean).length;
  const isFlat = scores[start + (order[0] ?? 0)] === scores[start + (order.at(-1) ?? 0)];
  const ideal = sumOf(Array.from({ length: Math.min(TOP, golds) }, (_, place) => discount(place)));
  let total = 0;
  const pairs: { right: number; wrong: number; pull: number; bend: number }[] = [];
  for (const [rightPlace, right] of order.entries()) {
    if (group.isGold[right] !== true) continue;
    for (const [wrongPlace, wrong] of order.entries()) {
      if (group.isGold[wrong] === true || Math.min(rightPlace, wrongPlace) >= TOP) continue;
      const gain = Math.abs(discount(rightPlace) - discount(wrongPlace)) / ideal;
      const lead = (scores[start + right] ?? 0) - (scores[start + wrong] ?? 0);
      const doubt = 1 / (1 + Math.exp(lead));
      const change = isFlat ? gain : gain / (0.01 + Math.abs(lead));
      pairs.push({ right, wrong, pull: doubt * change, bend: doubt * (1 - doubt) * change });
      total += 2 * doubt * change;
    }
  }
  // Questions with many pairs must not drown the others.
  const scale = total > 0 ? (group.weight * Math.log2(1 + total)) / total : 0;
  for (const { right, wrong, pull, bend } of pairs) {
    slopes[start + right] = (slopes[start + right] ?? 0) + pull * scale;
    slopes[start + wrong] = (slopes[start + wrong] ?? 0) - pull * scale;
    bends[start + right] = (bends[start + right] ?? 0) + bend * scale;
    bends[start + wrong] = (bends[start + wrong] ?? 0) + bend * scale;
  }
}

const discount = (place: number): number => 1 / Math.log2(place + 2);
const sumOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);

/** All rows with each input cut into bins of about equal numbers of rows. */
type Table = { rows: number[][]; starts: number[]; columns: { edges: number[]; bins: Uint8Array }[] };

function toTable(groups: Group[]): Table {
  const rows = groups.flatMap((group) => group.rows);
  let start = 0;
  const starts = groups.map((group) => (start += group.rows.length) - group.rows.length);
  const columns = (rows[0] ?? []).map((_, k) => {
    const values = Float64Array.from(rows, (row) => row[k] ?? 0).sort();
    const edges: number[] = [];
    for (let bin = 1; bin < BINS; bin += 1) {
      const edge = round(values[Math.floor((bin * values.length) / BINS)] ?? 0);
      if (edge > (edges.at(-1) ?? -Infinity)) edges.push(edge);
    }
    return { edges, bins: Uint8Array.from(rows, (row) => binOf(edges, row[k] ?? 0)) };
  });
  return { rows, starts, columns };
}

/** Thresholds are shipped with four digits, so they are learned with four. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4;

function binOf(edges: number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Sample = { slopes: Float64Array; bends: Float64Array; seen: number[]; columns: number[] };
type Split = { column: number; bin: number; gain: number };
type Node = { rows: number[]; split: Split | null; parent: number; isHigher: boolean };

function growTree(table: Table, sample: Sample): { tree: Tree; valueOf: (row: number) => number } {
  const open: Node[] = [
    { rows: sample.seen, split: bestSplit(table, sample, sample.seen), parent: -1, isHigher: false },
  ];
  const tree: Tree = { inputs: [], thresholds: [], lower: [], higher: [], leaves: [] };
  const bins: number[] = [];
  while (open.length < LEAVES) {
    const place = open.reduce(
      (best, node, i) => ((node.split?.gain ?? 0) > (open[best]?.split?.gain ?? 0) ? i : best),
      0,
    );
    const node = open[place];
    if (!node?.split) break;
    const { column, bin } = node.split;
    open.splice(place, 1);
    const at = tree.inputs.push(column) - 1;
    tree.thresholds.push(table.columns[column]?.edges[bin] ?? 0);
    bins.push(bin);
    link(tree, node, at);
    for (const isHigher of [false, true]) {
      const rows = node.rows.filter((row) => (table.columns[column]?.bins[row] ?? 0) > bin === isHigher);
      open.push({ rows, split: bestSplit(table, sample, rows), parent: at, isHigher });
    }
  }
  for (const node of open) {
    link(tree, node, -tree.leaves.length - 1);
    tree.leaves.push(leafValue(sample, node.rows));
  }
  return { tree, valueOf: (row) => walk(tree, table, bins, row) };
}

function link(tree: Tree, { parent, isHigher }: Node, to: number): void {
  if (parent >= 0) (isHigher ? tree.higher : tree.lower)[parent] = to;
}

function walk(tree: Tree, table: Table, bins: number[], row: number): number {
  let at = tree.inputs.length === 0 ? -1 : 0;
  while (at >= 0) {
    const isHigher = (table.columns[tree.inputs[at] ?? 0]?.bins[row] ?? 0) > (bins[at] ?? 0);
    at = (isHigher ? tree.higher[at] : tree.lower[at]) ?? -1;
  }
  return tree.leaves[-1 - at] ?? 0;
}

function leafValue({ slopes, bends }: Sample, rows: number[]): number {
  const slope = rows.reduce((sum, row) => sum + (slopes[row] ?? 0), 0);
  const bend = rows.reduce((sum, row) => sum + (bends[row] ?? 0), 0);
  return (RATE * slope) / (bend + DECAY);
}

function bestSplit(table: Table, sample: Sample, rows: number[]): Split | null {
  let best: Split | null = null;
  for (const column of sample.columns) {
    const split = splitOf(table, sample, rows, column);
    if (split && split.gain > (best?.gain ?? 1e-9)) best = split;
  }
  return best;
}

function splitOf(table: Table, { slopes, bends }: Sample, rows: number[], column: number): Split | null {
  const bins = table.columns[column]?.bins ?? new Uint8Array();
  const slope = new Float64Array(BINS);
  const bend = new Float64Array(BINS);
  const count = new Uint32Array(BINS);
  for (const row of rows) {
    const bin = bins[row] ?? 0;
    slope[bin] = (slope[bin] ?? 0) + (slopes[row] ?? 0);
    bend[bin] = (bend[bin] ?? 0) + (bends[row] ?? 0);
    count[bin] = (count[bin] ?? 0) + 1;
  }
  const all = { slope: sumOf([...slope]), bend: sumOf([...bend]) };
  const worth = (a: number, b: number): number => (a * a) / (b + DECAY);
  let best: Split | null = null;
  const low = { slope: 0, bend: 0, count: 0 };
  for (let bin = 0; bin + 1 < BINS; bin += 1) {
    low.slope += slope[bin] ?? 0;
    low.bend += bend[bin] ?? 0;
    low.count += count[bin] ?? 0;
    if (low.count < LEAST_ROWS || (count[bin] ?? 0) === 0) continue;
    if (rows.length - low.count < LEAST_ROWS) break;
    const gain =
      worth(low.slope, low.bend) +
      worth(all.slope - low.slope, all.bend - low.bend) -
      worth(all.slope, all.bend);
    if (gain > (best?.gain ?? 0)) best = { column, bin, gain };
  }
  return best;
}

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
