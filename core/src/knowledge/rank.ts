import type { Candidate, Candidates } from "./find-candidates.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { examine, PASSAGE_FEATURES, WORD_FEATURES } from "./rank-features.ts";
import type { Examined, FeatureRow } from "./rank-features.ts";
import { sumOfTrees } from "./rank-trees.ts";
import trees from "./ranking-trees.json" with { type: "json" };
import weights from "./ranking-weights.json" with { type: "json" };

/** Everything the ranking goes by, each about 0 to 1. */
export const FEATURES = [...PASSAGE_FEATURES, "articleBest", "placeInArticle"] as const;
export type FeatureName = (typeof FEATURES)[number];
export type Signals = Record<FeatureName, number>;

/** `score`: the higher the likelier, as odds on a logarithmic scale; comparable between passages of one search only. */
export type Ranked = { chunk: Candidate; features: Signals; score: number };

/**
 * The better candidates, best first. A weighted sum makes a first ranking; small trees, which see each feature beside
 * the best candidate's, make the second. Both were learned: see test/evals/learn-ranking.ts.
 */
export function rankPassages(question: QuestionTerms, found: Candidates): Ranked[] {
  const passages = beside(examine(question, found), weights);
  const rows = treeInputs(passages.map(({ features }) => FEATURES.map((name) => features[name])));
  return passages
    .map((passage, index) => ({ ...passage, score: sumOfTrees(trees, rows[index] ?? []) }))
    .sort((a, b) => b.score - a.score || a.chunk.id - b.chunk.id);
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
