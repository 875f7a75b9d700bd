import type { Evaluation } from "./to-json.ts";

/** The figures for people: what was measured, the value, and what it means in a few words. */
export type ListedFigure = { name: string; value: string; meaning: string };

export function listFigures({ figures, articles }: Evaluation): ListedFigure[] {
  const list: [string, string, string][] = [
    ["questions, articles", `${figures.questions}, ${articles}`, "asked, and searched"],
    [
      "recall@1, @5, @10",
      each(share, figures.recallAt1, figures.recallAt5, figures.recallAt10),
      "a right article among the first 1, 5, 10",
    ],
    [
      "MRR@10, nDCG@10",
      each(share, figures.mrrAt10, figures.ndcgAt10),
      "how far up the right articles stand; 1 is best",
    ],
    [
      "resolve, clarify, escalate",
      each(percent, figures.shareResolve, figures.shareClarify, figures.shareEscalate),
      "answered; answered and asked back; handed to people",
    ],
    [
      "underspecified asked back",
      percent(figures.shareClarifyUnderspecified),
      "of the questions that can be read in several ways",
    ],
    ["precision, automatic", percent(figures.precisionAutomatic), "right among the resolved ones"],
    [
      "AUROC answerable, right",
      each(share, figures.auroc, figures.aurocRight),
      "how well the confidence tells them apart; 1 is best, 0.5 is chance",
    ],
    ["ECE", share(figures.ece), "how far the confidence is off on average; 0 is best"],
    [
      "coverage at 90 %, 95 %",
      each(percent, figures.coverageAt90, figures.coverageAt95),
      "could be answered with this precision",
    ],
    [
      "latency p50, p95",
      each(milliseconds, figures.latencyMsP50, figures.latencyMsP95),
      "search, answer and confidence of one question",
    ],
    ["tokens in, out", `${figures.tokensInput}, ${figures.tokensOutput}`, "all questions together"],
    [
      "cost",
      figures.costUsd === null ? "not known" : `${figures.costUsd.toFixed(4)} USD`,
      "all questions together, at the listed prices",
    ],
  ];
  return list.map(([name, value, meaning]) => ({ name, value, meaning }));
}

type Show = (value: number | null) => string;
const each = (show: Show, ...values: (number | null)[]): string => values.map(show).join(", ");

const NOTHING = "-";
const share: Show = (value) => (value === null ? NOTHING : value.toFixed(3));
const percent: Show = (value) => (value === null ? NOTHING : `${(100 * value).toFixed(1)} %`);
const milliseconds: Show = (value) => (value === null ? NOTHING : `${Math.round(value)} ms`);
