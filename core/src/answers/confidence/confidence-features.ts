import type { KnowledgeHit } from "../../knowledge/index.ts";
import type { AnswerDraft } from "../../ports.ts";
import { findBeyondArticles, hasFormOfQuestion, takeUnspaced } from "../../text/index.ts";
import { guessUnread, isUnread } from "./unread.ts";

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
 * - `titleCovered`: share of the question, by weight, in the cited article's title;
 * - `titleAhead`: how much likelier the title is to the question than the best of its rivals' titles;
 * - `titlesAsk`: how many of the titles found are questions: in a base of questions and answers fewer articles compete
 *   for a question than it seems, and their short texts share fewer of its words;
 * - `closestTitle`: likeness of the question to the closest of all titles found;
 * - `titlesNear`, `sentencesNear`: how near the first passages' titles and best sentences come to the question in meaning;
 *   not the cited one's alone, since the neighborhood tells better whether the base is about the matter;
 * - `pairs`: share of the question's pairs of neighboring words that stand together in some passage;
 * - `nearness`: likeness of the vectors;
 * - `questionLength`: different words, as far as they can tell anything (logarithm): what is said again and again says no more;
 * - `asks`: 1 where it has the form of a question;
 * - `beyond`: 1 where it asks for what no article can give;
 * - `sourceless`: 1 where the answer cites nothing.
 */
export const CONFIDENCE_FEATURES = [
  "ahead",
  "spread",
  "titleCovered",
  "titleAhead",
  "titlesAsk",
  "closestTitle",
  "titlesNear",
  "sentencesNear",
  "pairs",
  "nearness",
  "questionLength",
  "asks",
  "beyond",
  "sourceless",
] as const;
export type ConfidenceFeature = (typeof CONFIDENCE_FEATURES)[number];
export type ConfidenceParts = Record<ConfidenceFeature, number>;

/** Questions that the weights were learned from are hardly ever longer. */
const MOST_WORDS = 40;
/** Passages that tell what the neighborhood is about. */
const FIRST = 6;
/**
 * A base of one article has no rivals to be ahead of. Where fewer than this many are found, others are made up that fit
 * half as well as the best, so that an article alone must really fit.
 */
const LEAST_RIVALS = 10;

/** Features of an answer and of the search it rests on; what speaks of the cited article is 0 where nothing is cited. */
export function confidenceFeatures(input: ConfidenceInput): ConfidenceParts {
  const seen = seenFeatures(input);
  return isUnread(input.hits) ? guessUnread(seen) : seen;
}

/** The same before anything is guessed of a question in another language. */
export function seenFeatures({ question, hits, draft }: ConfidenceInput): ConfidenceParts {
  const cited = hits.find((hit) => hit.chunkId === draft.citedChunkIds[0]);
  const shares = sharesOf(hits, cited);
  const own = cited ? (shares.get(cited.articleId) ?? 0) : 0;
  const isCited = (hit: KnowledgeHit): boolean => hit.articleId === cited?.articleId;
  const likenessAmong = (some: KnowledgeHit[]): number => most(some, "titleLikeness");
  return {
    ahead: Math.log((own + 0.01) / (1.01 - own)),
    spread: cited ? entropyOf([...shares.values()]) : 0,
    titleCovered: cited?.signals.softTitle ?? 0,
    titleAhead: cited
      ? likenessAmong(hits.filter(isCited)) - likenessAmong(hits.filter((hit) => !isCited(hit)))
      : 0,
    titlesAsk: hits[0]?.signals.titlesAsk ?? 0,
    closestTitle: likenessAmong(hits),
    titlesNear: meanOfFirst(hits, "meaningHeading"),
    sentencesNear: meanOfFirst(hits, "meaningSentence"),
    pairs: most(hits, "pairs"),
    nearness: cited?.signals.vector ?? 0,
    questionLength: Math.log(1 + Math.min(MOST_WORDS, countDifferent(question))),
    asks: hasFormOfQuestion(question) ? 1 : 0,
    beyond: findBeyondArticles(question) === null ? 0 : 1,
    sourceless: cited ? 0 : 1,
  };
}

/** Two letters of a script without spaces count as one word. */
function countDifferent(text: string): number {
  const { letters, rest } = takeUnspaced(text);
  return new Set(rest.toLowerCase().match(/[\p{L}\p{N}]+/gu)).size + Math.ceil(letters / 2);
}

const most = (hits: KnowledgeHit[], signal: "titleLikeness" | "pairs"): number =>
  Math.max(0, ...hits.map(({ signals }) => signals[signal]));

const meanOfFirst = (hits: KnowledgeHit[], signal: "meaningHeading" | "meaningSentence"): number =>
  hits.slice(0, FIRST).reduce((sum, { signals }) => sum + signals[signal], 0) / FIRST;

/** Each article's share of the ranking's favor. The ranking was learned as a softmax, so its scores are log odds. */
function sharesOf(hits: KnowledgeHit[], cited: KnowledgeHit | undefined): Map<number, number> {
  const top = hits[0]?.score ?? 0;
  const shares = new Map<number, number>();
  const add = (articleId: number, score: number): void => {
    shares.set(articleId, (shares.get(articleId) ?? 0) + Math.exp(score - top));
  };
  for (const { articleId, score } of hits) add(articleId, score);
  const others = new Set(shares.keys());
  if (cited) others.delete(cited.articleId);
  for (let madeUp = others.size; madeUp < LEAST_RIVALS; madeUp += 1) add(-1 - madeUp, top / 2);
  const total = [...shares.values()].reduce((sum, favor) => sum + favor, 0);
  for (const [articleId, favor] of shares) shares.set(articleId, favor / total);
  return shares;
}

const entropyOf = (shares: number[]): number =>
  -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);
