import type { Candidate, Candidates } from "./find-candidates.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { examine, PASSAGE_FEATURES, WORD_FEATURES } from "./rank-features.ts";
import type { Examined, FeatureRow } from "./rank-features.ts";
import { sumOfTrees } from "./rank-trees.ts";
import type { Tree } from "./rank-trees.ts";
import first from "./first-ranking.json" with { type: "json" };
import trees from "./ranking-trees.json" with { type: "json" };
import weights from "./ranking-weights.json" with { type: "json" };

/** Everything the ranking goes by, each about 0 to 1. */
export const FEATURES = [...PASSAGE_FEATURES, "articleBest", "placeInArticle"] as const;
export type FeatureName = (typeof FEATURES)[number];
export type Signals = Record<FeatureName, number>;

/** `score`: the higher the likelier, as odds on a logarithmic scale; comparable between passages of one search only. */
export type Ranked = { chunk: Candidate; features: Signals; score: number };

/**
 * The better candidates, best first. A weighted sum of what is quickly said makes a first ranking. The second adds a
 * weighted sum of everything, which holds on a base of another kind, and small trees, which see each feature beside the
 * best candidate's and know the usual kinds better. All were learned: see test/evals/learn-ranking.ts.
 */
export function rankPassages(question: QuestionTerms, found: Candidates): Ranked[] {
  const passages = beside(examine(question, found), first);
  const rows = passages.map(({ features }) => FEATURES.map((name) => features[name]));
  const scores = finalScores(rows, { weights: WEIGHTS, trees });
  return passages
    .map((passage, index) => ({ ...passage, score: scores[index] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.chunk.id - b.chunk.id);
}

const WEIGHTS = FEATURES.map((name) => weights[name]);

/** The second ranking's scores; a row holds one passage's features, in the order of `FEATURES` and of the weights. */
export function finalScores(
  rows: number[][],
  { weights, trees }: { weights: readonly number[]; trees: readonly Tree[] },
): number[] {
  return treeInputs(rows).map((inputs) =>
    weights.reduce((sum, weight, k) => sum + weight * (inputs[k] ?? 0), sumOfTrees(trees, inputs)),
  );
}

/** The first ranking's scores range over about so much. */
const SPAN = 15;

/** Adds what the first ranking says of a passage's article, and of its place among the article's passages. */
export function beside(
  passages: Examined[],
  first: Partial<FeatureRow>,
): { chunk: Candidate; features: Signals }[] {
  const scores = passages.map(({ features }) =>
    WORD_FEATURES.reduce((sum, name) => sum + (first[name] ?? 0) * features[name], 0),
  );
  const ofArticle = new Map<number, number[]>();
  for (const [index, { chunk }] of passages.entries()) {
    const known = ofArticle.get(chunk.article_id);
    if (known) known.push(scores[index] ?? 0);
    if (!known) ofArticle.set(chunk.article_id, [scores[index] ?? 0]);
  }
  return passages.map(({ chunk, features }, index) => {
    const siblings = ofArticle.get(chunk.article_id) ?? [];
    const better = siblings.filter((score) => score > (scores[index] ?? 0)).length;
    return {
      chunk,
      features: {
        ...features,
        articleBest: Math.max(...siblings) / SPAN,
        placeInArticle: Math.log1p(better),
      },
    };
  });
}

/** Each row followed by its distance from the best value of every column. */
export function treeInputs(rows: number[][]): number[][] {
  const best = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => row[k] ?? 0)));
  return rows.map((row) => [...row, ...row.map((value, k) => value - (best[k] ?? 0))]);
}
