import { beside, FEATURES, sumOfTrees, treeInputs, WORD_FEATURES } from "@firstline/core/learn";
import type { FeatureRow, Tree } from "@firstline/core/learn";
import { fitRanking } from "./fit-ranking.ts";
import type { FitOptions } from "./fit-ranking.ts";
import { fitTrees } from "./fit-trees.ts";
import type { Example } from "./ranking-data.ts";

export type RankingModel = { weights: Partial<FeatureRow>; trees: Tree[] };

const OPTIONS: FitOptions = {
  decay: 0.01,
  steps: 80,
  rate: 0.08,
  mayBeNegative: new Set([WORD_FEATURES.indexOf("length"), WORD_FEATURES.indexOf("titleLength")]),
};

/** Both rankings, the second on what the first says; every base counts the same. */
export function learnRanking(examples: Example[]): RankingModel {
  const fitted = fitRanking(
    examples.map(({ base, passages, isGold }) => ({
      base,
      isGold,
      rows: passages.map(({ features }) => WORD_FEATURES.map((name) => features[name])),
    })),
    OPTIONS,
  );
  const weights = Object.fromEntries(
    WORD_FEATURES.map((name, k) => [name, Math.round((fitted[k] ?? 0) * 1000) / 1000]),
  );
  const usable = examples.filter(({ isGold }) => isGold.includes(true));
  const rows = new Map<string, number>();
  for (const { base, passages } of usable) rows.set(base, (rows.get(base) ?? 0) + passages.length);
  const all = usable.reduce((sum, { passages }) => sum + passages.length, 0);
  const trees = fitTrees(
    usable.map((example) => ({
      rows: inputsOf(example, weights),
      isGold: example.isGold,
      weight: all / rows.size / (rows.get(example.base) ?? 1),
    })),
  );
  return { weights, trees };
}

export function scoresOf(example: Example, { weights, trees }: RankingModel): number[] {
  return inputsOf(example, weights).map((row) => sumOfTrees(trees, row));
}

function inputsOf(example: Example, weights: Partial<FeatureRow>): number[][] {
  return treeInputs(
    beside(example.passages, weights).map(({ features }) => FEATURES.map((name) => features[name])),
  );
}

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

export function scaled(trees: Tree[], scale: number): Tree[] {
  return trees.map((tree) => ({
    ...tree,
    leaves: tree.leaves.map((leaf) => Math.round(leaf * scale * 1e5) / 1e5),
  }));
}
