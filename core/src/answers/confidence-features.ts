import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft } from "../ports.ts";
import { contentTermsOf } from "../text/index.ts";

export type ConfidenceInput = {
  question: string;
  hits: KnowledgeHit[];
  draft: AnswerDraft;
};

/** What the confidence is made of; 0 where an answer cites nothing. */
export const CONFIDENCE_FEATURES = [
  "fit",
  "lead",
  "leadOverField",
  "nearness",
  "likelihood",
  "wordsCovered",
  "sentenceCovered",
  "titleCovered",
  "titleLikeness",
  "pairs",
  "siblings",
  "articleCovered",
  "saidByAnswer",
  "isFirst",
  "questionLength",
  "own",
] as const;
export type ConfidenceFeature = (typeof CONFIDENCE_FEATURES)[number];
export type ConfidenceParts = Record<ConfidenceFeature, number>;

const FIELD = 6;

/** Features of an answer and of the search it rests on, each small enough to read: most lie between 0 and 1. */
export function confidenceFeatures({ question, hits, draft }: ConfidenceInput): ConfidenceParts {
  const cited = hits.find((hit) => hit.chunkId === draft.citedChunkIds[0]);
  const terms = contentTermsOf(question);
  const signals = cited?.signals;
  const rival = hits.find((hit) => hit.articleId !== cited?.articleId);
  const field = hits.filter((hit) => hit.articleId !== cited?.articleId).slice(0, FIELD);
  const fieldScore = field.reduce((sum, hit) => sum + hit.score, 0) / Math.max(1, field.length);
  return {
    fit: (cited?.score ?? 0) / 10,
    lead: cited ? (cited.score - (rival?.score ?? 0)) / 10 : 0,
    leadOverField: cited ? (cited.score - fieldScore) / 10 : 0,
    nearness: signals?.vector ?? 0,
    likelihood: signals?.likelihood ?? 0,
    wordsCovered: signals?.softWords ?? 0,
    sentenceCovered: signals?.softSentence ?? 0,
    titleCovered: signals?.softTitle ?? 0,
    titleLikeness: signals?.titleLikeness ?? 0,
    pairs: signals?.pairs ?? 0,
    siblings: signals?.siblings ?? 0,
    articleCovered: signals?.focusInArticle ?? 0,
    saidByAnswer: shareOf(terms, draft.markdown),
    isFirst: cited && cited.articleId === hits[0]?.articleId ? 1 : 0,
    questionLength: Math.log(1 + terms.length) / 3,
    own: draft.selfConfidence,
  };
}

function shareOf(terms: string[], text: string): number {
  if (terms.length === 0) return 0;
  const found = new Set(contentTermsOf(text));
  return terms.filter((term) => found.has(term)).length / terms.length;
}
