import type { Figures, EvalRow } from "./summarize.ts";

/** What one evaluation gave, ready to be shown. */
export type Evaluation = { figures: Figures; articles: number; rows: EvalRow[] };

/** The evaluation as one object for other programs; names and meaning are in docs/evaluation.md and stay as they are. */
export function toEvaluationJson({ figures, articles, rows }: Evaluation) {
  return {
    recall_at_1: round(figures.recallAt1),
    recall_at_5: round(figures.recallAt5),
    recall_at_10: round(figures.recallAt10),
    mrr_at_10: round(figures.mrrAt10),
    ndcg_at_10: round(figures.ndcgAt10),
    auroc: round(figures.auroc),
    auroc_right: round(figures.aurocRight),
    ece: round(figures.ece),
    coverage_at_90: round(figures.coverageAt90),
    coverage_at_95: round(figures.coverageAt95),
    share_resolve: round(figures.shareResolve),
    share_clarify: round(figures.shareClarify),
    share_escalate: round(figures.shareEscalate),
    share_clarify_underspecified: round(figures.shareClarifyUnderspecified),
    precision_automatic: round(figures.precisionAutomatic),
    latency_ms_p50: round(figures.latencyMsP50, 1),
    latency_ms_p95: round(figures.latencyMsP95, 1),
    tokens_input: figures.tokensInput,
    tokens_output: figures.tokensOutput,
    cost_usd: round(figures.costUsd, 6),
    questions: figures.questions,
    articles,
    rows: rows.map((row) => ({
      id: row.id,
      question: row.question,
      kind: row.kind,
      answerable: row.answerable,
      gold: row.gold,
      ranked: row.ranked,
      confidence: row.confidence,
      route: row.route,
      happens: row.happens,
      is_right: row.isRight,
      answer: row.answer,
      citations: row.citations,
      failure: row.failure,
      latency_ms: round(row.latencyMs, 1),
    })),
  };
}

function round(value: number | null, digits = 4): number | null {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}
