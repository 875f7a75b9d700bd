import { auroc, calibrationError, coverageAt, mean, recallAt, summarize } from "@firstline/core/evaluation";
import type { EvalRow, Figures, Prediction } from "@firstline/core/evaluation";

/** What asking one knowledge base gave. */
export type BaseRun = {
  base: string;
  articles: number;
  /** Its own questions. */
  rows: EvalRow[];
  /** Questions about something else. */
  offTopic: EvalRow[];
  /** Its own questions again, with the articles of its gap gone; empty without a gap. */
  gap: EvalRow[];
};

/** The share of questions about something else in the usual mix. */
const OFF_TOPIC_SHARE = 0.2;

/** The tables of docs/evaluation.md as Markdown. */
export function renderTables(runs: BaseRun[]): string {
  // Our own questions hold ones about something else already.
  const bases = runs.filter(({ base }) => base !== "handbook");
  const gaps = runs.filter(({ gap }) => gap.length > 0);
  const sections: [string, string, boolean][] = [
    ["Search", renderSearch(runs, bases), true],
    ["Answers and confidence, own questions", renderAnswers(runs.map((run) => [run.base, run.rows])), true],
    [
      "The same without the articles of the gap",
      renderAnswers(gaps.map((run) => [run.base, run.gap])),
      gaps.length > 0,
    ],
    ["The usual mix: one question in five is about something else", renderMix(bases), bases.length > 0],
  ];
  return sections
    .filter(([, , isThere]) => isThere)
    .map(([title, table]) => `### ${title}\n\n${table}\n`)
    .join("\n");
}

function renderSearch(runs: BaseRun[], bases: BaseRun[]): string {
  const cells = ({ rows }: BaseRun): (number | null)[] => {
    const figures = summarize(rows);
    const { recallAt1, recallAt5, recallAt10, mrrAt10, ndcgAt10 } = figures;
    return [recallAt1, recallAtThree(rows), recallAt5, recallAt10, mrrAt10, ndcgAt10];
  };
  const lines = runs.map((run) => {
    const { latencyMsP50, latencyMsP95 } = summarize(run.rows);
    const latency = [latencyMsP50, latencyMsP95].map((value) => `${Math.round(value ?? 0)} ms`);
    return [run.base, String(run.articles), String(run.rows.length), ...cells(run).map(share), ...latency];
  });
  const columns = bases.map(cells);
  const means = Array.from({ length: 6 }, (_, k) => mean(columns.map((row) => row[k] ?? 0)));
  const head = "base|articles|questions|R@1|R@3|R@5|R@10|MRR@10|nDCG@10|p50|p95".split("|");
  const last = ["**mean of the bases**", "", "", ...means.map((value) => `**${share(value)}**`), "", ""];
  return table(head, bases.length > 1 ? [...lines, last] : lines);
}

function recallAtThree(rows: EvalRow[]): number {
  const searched = rows.filter(({ gold }) => gold.length > 0);
  return mean(searched.map(({ ranked, gold }) => recallAt(3, ranked, new Set(gold))));
}

function renderAnswers(sets: [string, EvalRow[]][]): string {
  const head =
    "base|answerable|AUROC answerable|AUROC right|ECE|coverage at 90 %|at 95 %|resolve|clarify|escalate|precision|underspecified asked back";
  return table(
    head.split("|"),
    sets.map(([base, rows]) => {
      const figures = summarize(rows);
      const answerable = mean(rows.map((row) => (row.answerable ? 1 : 0)));
      return [base, percent(answerable), ...answerCells(figures)];
    }),
  );
}

function answerCells(figures: Figures): string[] {
  return [
    share(figures.auroc),
    share(figures.aurocRight),
    share(figures.ece),
    percent(figures.coverageAt90),
    percent(figures.coverageAt95),
    percent(figures.shareResolve),
    percent(figures.shareClarify),
    percent(figures.shareEscalate),
    percent(figures.precisionAutomatic),
    percent(figures.shareClarifyUnderspecified),
  ];
}

function renderMix(bases: BaseRun[]): string {
  const mixed = bases.map((run) => ({ base: run.base, rows: mix(run), all: [...run.rows, ...run.offTopic] }));
  const pooled = {
    base: "**pooled**",
    rows: mixed.flatMap(({ rows }) => rows),
    all: mixed.flatMap(({ all }) => all),
  };
  const lines = [...mixed, ...(bases.length > 1 ? [pooled] : [])].map(({ base, rows, all }) => {
    const right = promises(rows, ({ isRight }) => isRight);
    const offTopic = all.filter(({ kind }) => kind === "offtopic");
    return [
      base,
      share(auroc(promises(all, ({ kind }) => kind !== "offtopic"))),
      share(auroc(right)),
      share(calibrationError(right)),
      percent(coverageAt(0.95, right)),
      percent(mean(offTopic.map(({ route }) => (route === "escalate" ? 1 : 0)))),
      percent(summarize(rows).precisionAutomatic),
    ];
  });
  const head =
    "base|AUROC on topic|AUROC right|ECE|coverage at 95 %|off topic handed over|precision, automatic";
  return table(head.split("|"), lines);
}

/** The base's own questions with as many of the others as make the usual mix. */
function mix({ rows, offTopic }: BaseRun): EvalRow[] {
  const others = Math.round((rows.length * OFF_TOPIC_SHARE) / (1 - OFF_TOPIC_SHARE));
  return [...rows, ...offTopic.slice(0, others)];
}

const promises = (rows: EvalRow[], isTrue: (row: EvalRow) => boolean): Prediction[] =>
  rows.map((row) => ({ score: row.confidence ?? 0, isTrue: isTrue(row) }));

const NOTHING = "-";
const share = (value: number | null): string =>
  value === null || Number.isNaN(value) ? NOTHING : value.toFixed(3).replace(/^0/u, "");
const percent = (value: number | null): string =>
  value === null || Number.isNaN(value) ? NOTHING : `${(100 * value).toFixed(0)} %`;

/** A Markdown table: names to the left, figures to the right. */
function table(head: string[], rows: string[][]): string {
  const rule = head.map((_, k) => (k === 0 ? "---" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
