import { beside, FEATURES, finalScores, treeInputs, WORD_FEATURES } from "@firstline/core/learn";
import type { FeatureRow, Signals, Tree } from "@firstline/core/learn";
import { fitRanking } from "./fit-ranking.ts";
import { fitTrees } from "./fit-trees.ts";
import type { Example } from "./ranking-data.ts";

export type RankingModel = {
  /** Of the first ranking. */
  first: Partial<FeatureRow>;
  /** Of the second one, in the order of `FEATURES`. */
  weights: number[];
  trees: Tree[];
};

const SPEED = { steps: 80, rate: 0.08 };
/** What may speak against a passage in the first ranking, and in the second. */
const AGAINST_FIRST = ["length", "titleLength"] as const;
const AGAINST = [
  ...AGAINST_FIRST,
  "placeInArticle",
  "prose",
  "number",
  "titleAsked",
  "titleQuestion",
  "opening",
  "together",
] as const;
/** How much more the weighted sum counts than the trees: the sum holds on bases it was not learned from. */
const SUM_OVER_TREES = 1.5;

/** Both rankings, the second on what the first says; every base counts the same. */
export function learnRanking(examples: Example[]): RankingModel {
  const first = learnFirst(examples);
  const rows = new Map(examples.map((example) => [example, rowsOf(example, first)]));
  const weights = fitRanking(
    examples.map((example) => ({ ...example, rows: rows.get(example) ?? [] })),
    { ...SPEED, decay: 0.02, mayBeNegative: new Set(AGAINST.map((name) => FEATURES.indexOf(name))) },
  );
  const trees = learnTrees(examples, rows);
  const spread = (model: { weights: number[]; trees: Tree[] }): number =>
    mean(examples.map((example) => deviation(finalScores(rows.get(example) ?? [], model))));
  const toSum = SUM_OVER_TREES / spread({ weights, trees: [] });
  return {
    first,
    weights: weights.map((weight) => weight * toSum),
    trees: scaledTrees(trees, 1 / spread({ weights: [], trees })),
  };
}

function learnFirst(examples: Example[]): Partial<FeatureRow> {
  const fitted = fitRanking(
    examples.map(({ base, passages, isGold }) => ({
      base,
      isGold,
      rows: passages.map(({ features }) => WORD_FEATURES.map((name) => features[name])),
    })),
    {
      ...SPEED,
      decay: 0.01,
      mayBeNegative: new Set(AGAINST_FIRST.map((name) => WORD_FEATURES.indexOf(name))),
    },
  );
  return Object.fromEntries(WORD_FEATURES.map((name, k) => [name, rounded(fitted[k] ?? 0)]));
}

function learnTrees(examples: Example[], rows: ReadonlyMap<Example, number[][]>): Tree[] {
  const usable = examples.filter(({ isGold }) => isGold.includes(true));
  const counts = new Map<string, number>();
  for (const { base, passages } of usable) counts.set(base, (counts.get(base) ?? 0) + passages.length);
  const all = usable.reduce((sum, { passages }) => sum + passages.length, 0);
  return fitTrees(
    usable.map((example) => ({
      rows: treeInputs(rows.get(example) ?? []),
      isGold: example.isGold,
      weight: all / counts.size / (counts.get(example.base) ?? 1),
    })),
  );
}

export function scoresOf(example: Example, model: RankingModel): number[] {
  return finalScores(rowsOf(example, model.first), model);
}

function rowsOf({ passages }: Example, first: Partial<FeatureRow>): number[][] {
  return beside(passages, first).map(({ features }) => FEATURES.map((name) => features[name]));
}

const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function deviation(values: number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * What the scores must be multiplied by for the odds between passages to hold: e to the power of their difference.
 * `scores` should come from models that did not learn from their examples.
 */
export function findScale(examples: Example[], scores: number[][]): number {
  let best = { scale: 1, loss: Infinity };
  for (let scale = 0.5; scale < 40; scale *= 1.05) {
    const loss = examples.reduce(
      (sum, example, i) => sum + lossOf(example.isGold, scores[i] ?? [], scale),
      0,
    );
    if (loss < best.loss) best = { scale, loss };
  }
  return best.scale;
}

function lossOf(isGold: boolean[], scores: number[], scale: number): number {
  if (!isGold.includes(true)) return 0;
  const top = Math.max(...scores);
  const likely = scores.map((score) => Math.exp(scale * (score - top)));
  const all = likely.reduce((sum, value) => sum + value, 0);
  const gold = likely.reduce((sum, value, i) => sum + (isGold[i] === true ? value : 0), 0);
  return -Math.log(gold / all);
}

/** The second ranking times `scale`, as it is shipped. */
export function scaled(
  { weights, trees }: RankingModel,
  scale: number,
): { weights: Partial<Signals>; trees: Tree[] } {
  return {
    weights: Object.fromEntries(FEATURES.map((name, k) => [name, rounded((weights[k] ?? 0) * scale)])),
    trees: scaledTrees(trees, scale),
  };
}

function scaledTrees(trees: Tree[], scale: number): Tree[] {
  return trees.map((tree) => ({
    ...tree,
    leaves: tree.leaves.map((leaf) => Math.round(leaf * scale * 1e5) / 1e5),
  }));
}
