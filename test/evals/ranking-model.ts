import { FEATURES, finalScores, lookCloser, treeInputs, WORD_FEATURES } from "@firstline/core/learn";
import type { Signals, Tree, WordRow } from "@firstline/core/learn";
import { familyOf } from "./faq-bases.ts";
import { fitRanking } from "./fit-ranking.ts";
import { fitTrees } from "./fit-trees.ts";
import type { Example } from "./ranking-data.ts";

export type RankingModel = {
  /** Of the first ranking. */
  first: Partial<WordRow>;
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
/** How much of the weighted sum the trees begin with: the less, the more is left for them to learn. */
const SHARE_OF_SUM = 0.7;

/** Both rankings, the second on what the first says, its trees on what its weighted sum says; every family of bases counts the same. */
export function learnRanking(examples: Example[]): RankingModel {
  const first = learnFirst(examples);
  const judged = examples.map((example) => judge(example, first));
  const weights = fitRanking(judged, {
    ...SPEED,
    decay: 0.02,
    mayBeNegative: new Set(AGAINST.map((name) => FEATURES.indexOf(name))),
  });
  const shared = weights.map((weight) => weight * SHARE_OF_SUM);
  return { first, weights: shared, trees: learnTrees(judged, shared) };
}

/** The passages that the second ranking sees. */
export type Judged = {
  base: string;
  family: string;
  articles: number[];
  isGold: boolean[];
  rows: number[][];
};

function judge({ base, passages, gold }: Example, first: Partial<WordRow>): Judged {
  const best = lookCloser(passages, first);
  return {
    base,
    family: familyOf(base),
    articles: best.map(({ chunk }) => chunk.article_id),
    isGold: best.map(({ chunk }) => gold.has(chunk.id)),
    rows: best.map(({ features }) => FEATURES.map((name) => features[name])),
  };
}

function learnFirst(examples: Example[]): Partial<WordRow> {
  const fitted = fitRanking(
    examples.map(({ base, passages, gold }) => ({
      family: familyOf(base),
      isGold: passages.map(({ chunk }) => gold.has(chunk.id)),
      rows: passages.map(({ words }) => WORD_FEATURES.map((name) => words[name])),
    })),
    {
      ...SPEED,
      decay: 0.01,
      mayBeNegative: new Set(AGAINST_FIRST.map((name) => WORD_FEATURES.indexOf(name))),
    },
  );
  return Object.fromEntries(WORD_FEATURES.map((name, k) => [name, rounded(fitted[k] ?? 0)]));
}

/** Each makes a set of trees; the sets count the same, since which one is best on other questions is chance. */
const SEEDS = [7, 11];

/** Trees to be added to what `weights` say. */
function learnTrees(judged: Judged[], weights: number[]): Tree[] {
  const usable = judged.filter(({ isGold }) => isGold.includes(true));
  const counts = new Map<string, number>();
  for (const { family, rows } of usable) counts.set(family, (counts.get(family) ?? 0) + rows.length);
  const all = usable.reduce((sum, { rows }) => sum + rows.length, 0);
  const groups = usable.map(({ family, rows, isGold }) => ({
    rows: treeInputs(rows),
    isGold,
    weight: all / counts.size / (counts.get(family) ?? 1),
    start: finalScores(rows, { weights, trees: [] }),
  }));
  return SEEDS.flatMap((seed) => fitTrees(groups, seed)).map((tree) => ({
    ...tree,
    leaves: tree.leaves.map((leaf) => leaf / SEEDS.length),
  }));
}

/** An example's passages as the model ranks them, the others left out. */
export type Scored = Omit<Judged, "rows"> & { goldCount: number; scores: number[] };

export function scoresOf(example: Example, model: RankingModel): Scored {
  const { rows, ...judged } = judge(example, model.first);
  return { ...judged, goldCount: example.goldCount, scores: finalScores(rows, model) };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * What the scores must be multiplied by for the odds between passages to hold: e to the power of their difference.
 * The scores should come from models that did not learn from their examples.
 */
export function findScale(scored: Scored[]): number {
  let best = { scale: 1, loss: Infinity };
  for (let scale = 0.5; scale < 40; scale *= 1.05) {
    const loss = scored.reduce((sum, { isGold, scores }) => sum + lossOf(isGold, scores, scale), 0);
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
    trees: trees.map((tree) => ({
      ...tree,
      leaves: tree.leaves.map((leaf) => Math.round(leaf * scale * 1e5) / 1e5),
    })),
  };
}
