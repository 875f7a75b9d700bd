import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft } from "../ports.ts";
import { contentTermsOf, countWords, findBeyondArticles, termsOf } from "../text/index.ts";

export type ConfidenceInput = {
  question: string;
  /** Everything that the search ranked, best first, also what the model was not shown: the field tells what a lead is worth. */
  hits: KnowledgeHit[];
  draft: AnswerDraft;
};

/**
 * What the confidence is learned from. Most compare the cited article with its rivals, which means the same in every
 * knowledge base; how well a text fits by itself means something else in each.
 * - `ahead`: log odds that the cited article is the right one among those found, as the ranking sees it;
 * - `spread`: how many articles share the ranking's favor (entropy);
 * - `standsOut`: how far the best score is from the field, in its standard deviations;
 * - `matched`: how many of the question's terms the cited passage holds (logarithm);
 * - `titleCovered`: share of the question, by weight, in the article's title;
 * - `nearness`: likeness of the vectors;
 * - `questionLength`: words (logarithm);
 * - `beyond`: 1 where the question asks for what no article can give.
 */
export const CONFIDENCE_FEATURES = [
  "ahead",
  "spread",
  "standsOut",
  "matched",
  "titleCovered",
  "nearness",
  "questionLength",
  "beyond",
] as const;
export type ConfidenceFeature = (typeof CONFIDENCE_FEATURES)[number];
export type ConfidenceParts = Record<ConfidenceFeature, number>;

const FIELD = 30;
/**
 * A base of one article has no rivals to be ahead of. Where fewer than this many are found, others are made up that fit
 * half as well as the best, so that an article alone must really fit.
 */
const LEAST_RIVALS = 10;

/** Features of an answer and of the search it rests on; what speaks of the cited article is 0 where nothing is cited. */
export function confidenceFeatures({ question, hits, draft }: ConfidenceInput): ConfidenceParts {
  const cited = hits.find((hit) => hit.chunkId === draft.citedChunkIds[0]);
  const rivals = rivalScores(hits, cited);
  const shares = sharesOf(hits, rivals.madeUp);
  const own = cited ? (shares.get(cited.articleId) ?? 0) : 0;
  return {
    ahead: Math.log((own + 0.01) / (1.01 - own)),
    spread: cited ? entropyOf([...shares.values()]) : 0,
    standsOut: cited ? standsOut(cited.score, rivals) : 0,
    matched: cited ? Math.log(1 + countMatched(question, cited)) : 0,
    titleCovered: cited?.signals.softTitle ?? 0,
    nearness: cited?.signals.vector ?? 0,
    questionLength: Math.log(1 + countWords(question)),
    beyond: findBeyondArticles(question) === null ? 0 : 1,
  };
}

type Rivals = { found: number[]; madeUp: number[] };

/** Scores of the passages of other articles, best first, filled up where there are too few other articles. */
function rivalScores(hits: KnowledgeHit[], cited: KnowledgeHit | undefined): Rivals {
  const others = hits.filter((hit) => hit.articleId !== cited?.articleId);
  const articles = new Set(others.map(({ articleId }) => articleId)).size;
  const madeUp = Array.from(
    { length: Math.max(0, LEAST_RIVALS - articles) },
    () => (hits[0]?.score ?? 0) / 2,
  );
  return { found: others.slice(0, FIELD).map(({ score }) => score), madeUp };
}

/** Each article's share of the ranking's favor. The ranking was learned as a softmax, so its scores are log odds. */
function sharesOf(hits: KnowledgeHit[], madeUp: number[]): Map<number, number> {
  const top = hits[0]?.score ?? 0;
  const shares = new Map<number, number>();
  const add = (articleId: number, score: number): void => {
    shares.set(articleId, (shares.get(articleId) ?? 0) + Math.exp(score - top));
  };
  for (const { articleId, score } of hits) add(articleId, score);
  for (const [index, score] of madeUp.entries()) add(-1 - index, score);
  const total = [...shares.values()].reduce((sum, favor) => sum + favor, 0);
  for (const [articleId, favor] of shares) shares.set(articleId, favor / total);
  return shares;
}

const entropyOf = (shares: number[]): number =>
  -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);

/** In standard deviations of the field, at most `MOST_OUTSTANDING`. */
function standsOut(score: number, { found, madeUp }: Rivals): number {
  const field = [...found, ...madeUp];
  const mean = field.reduce((sum, rival) => sum + rival, 0) / field.length;
  const variance = field.reduce((sum, rival) => sum + (rival - mean) ** 2, 0) / field.length;
  return Math.min(MOST_OUTSTANDING, (score - mean) / Math.max(LEAST_DEVIATION, Math.sqrt(variance)));
}

const MOST_OUTSTANDING = 8;
const LEAST_DEVIATION = 0.25;

function countMatched(question: string, { title, headingPath, text }: KnowledgeHit): number {
  const found = new Set(termsOf(`${title} ${headingPath.join(" ")} ${text}`));
  return contentTermsOf(question).filter((term) => found.has(term)).length;
}
