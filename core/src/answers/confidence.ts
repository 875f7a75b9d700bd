import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft, LanguageModel } from "../ports.ts";
import { contentTermsOf } from "../text/index.ts";

export type ConfidenceInput = {
  question: string;
  hits: KnowledgeHit[];
  draft: AnswerDraft;
  modelKind: LanguageModel["kind"];
};

/** `score` is the probability that the answer is right; `parts` are the features it was made of, for people to read. */
export type Confidence = { score: number; parts: Record<string, number> };

const WEIGHTS: Record<LanguageModel["kind"], Record<string, number>> = {
  offline: {
    bias: -5.2,
    coverage: 3.4,
    cited: 1.2,
    title: 1.0,
    vector: 3.2,
    margin: 1.2,
    agreement: 0.5,
    model: 0.8,
  },
  anthropic: {
    bias: -4.6,
    coverage: 1.4,
    cited: 1.6,
    title: 0.4,
    vector: 1.2,
    margin: 0.4,
    agreement: 0.4,
    model: 4.2,
  },
  openai: {
    bias: -4.6,
    coverage: 1.5,
    cited: 1.6,
    title: 0.5,
    vector: 1.2,
    margin: 0.4,
    agreement: 0.4,
    model: 3.9,
  },
};
/** Without a single source an answer rests on nothing we can show. */
const MOST_WITHOUT_SOURCE = 0.2;

/** A logistic over a handful of features of the search and the answer. */
export function estimateConfidence(input: ConfidenceInput): Confidence {
  const parts = featuresOf(input);
  const weights = WEIGHTS[input.modelKind];
  let sum = weights["bias"] ?? 0;
  for (const [name, value] of Object.entries(parts)) sum += (weights[name] ?? 0) * value;
  const probability = 1 / (1 + Math.exp(-sum));
  const score =
    input.draft.citedChunkIds.length === 0 ? Math.min(probability, MOST_WITHOUT_SOURCE) : probability;
  return { score: Math.round(score * 1e4) / 1e4, parts };
}

function featuresOf({ question, hits, draft }: ConfidenceInput): Record<string, number> {
  const terms = contentTermsOf(question);
  const cited = hits.filter((hit) => draft.citedChunkIds.includes(hit.chunkId));
  const [top] = hits;
  const rival = hits.find((hit) => hit.articleId !== top?.articleId);
  const text = cited.map((hit) => `${hit.title} ${hit.headingPath.join(" ")} ${hit.text}`).join("\n");
  return {
    coverage: shareOf(terms, text),
    cited: shareOf(terms, draft.markdown),
    title: shareOf(terms, cited[0]?.title ?? ""),
    vector: cited[0]?.signals.vector ?? 0,
    margin: top && top.score > 0 ? 1 - (rival?.score ?? 0) / top.score : 0,
    agreement: top && cited[0]?.articleId === top.articleId ? 1 : 0,
    model: draft.selfConfidence,
  };
}

function shareOf(terms: string[], text: string): number {
  if (terms.length === 0) return 0;
  const found = new Set(contentTermsOf(text));
  return terms.filter((term) => found.has(term)).length / terms.length;
}
