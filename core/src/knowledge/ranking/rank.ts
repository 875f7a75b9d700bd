import type { Candidate, Candidates } from "../find-candidates.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { share, sum } from "./rank-context.ts";
import { CLOSER_FEATURES, examine, WORD_FEATURES } from "./rank-features.ts";
import type { Examined, WordRow } from "./rank-features.ts";
import { sumOfTrees } from "./rank-trees.ts";
import type { Tree } from "./rank-trees.ts";
import first from "./first-ranking.json" with { type: "json" };
import trees from "./ranking-trees.json" with { type: "json" };
import weights from "./ranking-weights.json" with { type: "json" };

/**
 * How many of the titles are questions, and what a title says times that: in a base of questions and answers the titles
 * tell more than the texts, in documentation they do not.
 */
const TITLE_FEATURES = ["titlesAsk", "askingCover", "askingMeaning", "askingLikeness"] as const;

/** Everything the ranking goes by, each about 0 to 1. */
export const FEATURES = [
  ...WORD_FEATURES,
  ...CLOSER_FEATURES,
  ...TITLE_FEATURES,
  "articleBest",
  "placeInArticle",
] as const;
export type FeatureName = (typeof FEATURES)[number];
export type Signals = Record<FeatureName, number>;

/** `score`: the higher the likelier, as odds on a logarithmic scale; comparable between passages of one search only. */
export type Ranked = { chunk: Candidate; features: Signals; score: number };

/**
 * The better candidates, best first. A weighted sum of what is quickly said makes a first ranking. The second adds a
 * weighted sum of everything, which holds on a base of another kind, and small trees, which see each feature beside
 * those of the best candidates and know the usual kinds better. All were learned: see test/evals/learn-ranking.ts.
 */
export function rankPassages(question: QuestionTerms, found: Candidates): Ranked[] {
  const passages = lookCloser(examine(question, found), first);
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

/** Passages that get a second ranking. */
const CLOSE_LOOK = 24;
/** The first ranking's scores range over about so much. */
const SPAN = 15;

/**
 * The passages that the first ranking puts first, with all features: also what it says of a passage's article, and of its
 * place among the article's passages.
 */
export function lookCloser(
  examined: Examined[],
  first: Partial<WordRow>,
): { chunk: Candidate; features: Signals }[] {
  const close = examined
    .map((passage) => ({ ...passage, score: firstScore(passage.words, first) }))
    .sort((a, b) => b.score - a.score || a.chunk.id - b.chunk.id)
    .slice(0, CLOSE_LOOK)
    .map((passage) => ({ ...passage, closer: passage.closer() }));
  const titlesAsk = share(sum(close.map(({ closer }) => closer.titleQuestion)), close.length);
  const articles = new Map<number, number[]>();
  return close.map(({ chunk, words, closer, score }) => {
    const better = articles.get(chunk.article_id) ?? [];
    articles.set(chunk.article_id, [...better, score]);
    return {
      chunk,
      features: {
        ...words,
        ...closer,
        titlesAsk,
        askingCover: titlesAsk * words.softTitle,
        askingMeaning: titlesAsk * closer.meaningTitle,
        askingLikeness: titlesAsk * words.titleLikeness,
        articleBest: (better[0] ?? score) / SPAN,
        placeInArticle: Math.log1p(better.length),
      },
    };
  });
}

function firstScore(words: WordRow, first: Partial<WordRow>): number {
  return WORD_FEATURES.reduce((sum, name) => sum + (first[name] ?? 0) * words[name], 0);
}

/** The value of a column that a passage competes with for a place among the first: the fourth best. */
const RIVAL = 4;

/** Each row followed by its distance from the best value of every column, and from the fourth best. */
export function treeInputs(rows: number[][]): number[][] {
  const columns = (rows[0] ?? []).map((_, k) => Float64Array.from(rows, (row) => row[k] ?? 0).toSorted());
  const best = columns.map((values) => values.at(-1) ?? 0);
  const rival = columns.map((values) => values.at(-Math.min(RIVAL, values.length)) ?? 0);
  return rows.map((row) => [
    ...row,
    ...row.map((value, k) => value - (best[k] ?? 0)),
    ...row.map((value, k) => value - (rival[k] ?? 0)),
  ]);
}
