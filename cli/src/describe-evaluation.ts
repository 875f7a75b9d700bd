import type { Evaluation } from "@firstline/core/evaluation";

/** The figures for people, a line each. */
export function describeEvaluation(evaluation: Evaluation): string {
  const lines = listFigures(evaluation);
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

export function listFigures({ figures, articles }: Evaluation): [string, string][] {
  return [
    ["questions, articles", `${figures.questions}, ${articles}`],
    ["recall@1, @5, @10", [figures.recallAt1, figures.recallAt5, figures.recallAt10].map(share).join(", ")],
    ["MRR@10, nDCG@10", [figures.mrrAt10, figures.ndcgAt10].map(share).join(", ")],
    [
      "resolve, clarify, escalate",
      [figures.shareResolve, figures.shareClarify, figures.shareEscalate].map(percent).join(", "),
    ],
    ["underspecified questions asked back", percent(figures.shareClarifyUnderspecified)],
    ["precision of automatic answers", percent(figures.precisionAutomatic)],
    ["AUROC of answerable, of right", [figures.auroc, figures.aurocRight].map(share).join(", ")],
    ["calibration error (ECE)", share(figures.ece)],
    [
      "coverage at 90 %, 95 % precision",
      [figures.coverageAt90, figures.coverageAt95].map(percent).join(", "),
    ],
    ["latency p50, p95", [figures.latencyMsP50, figures.latencyMsP95].map(milliseconds).join(", ")],
    ["tokens in, out", `${figures.tokensInput}, ${figures.tokensOutput}`],
    ["cost", figures.costUsd === null ? "not known" : `${figures.costUsd.toFixed(4)} USD`],
  ];
}

const NOTHING = "-";
const share = (value: number | null): string => (value === null ? NOTHING : value.toFixed(3));
const percent = (value: number | null): string =>
  value === null ? NOTHING : `${(100 * value).toFixed(1)} %`;
const milliseconds = (value: number | null): string => (value === null ? NOTHING : `${Math.round(value)} ms`);
