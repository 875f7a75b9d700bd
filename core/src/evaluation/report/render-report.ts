import type { Thresholds } from "../../answers/route.ts";
import { listFigures } from "../list-figures.ts";
import { promisesOf } from "../summarize.ts";
import type { EvalRow } from "../summarize.ts";
import type { Evaluation } from "../to-json.ts";
import { drawReliability } from "./reliability.ts";
import { drawRiskCoverage } from "./risk-coverage.ts";
import { element, escapeMarkup } from "./svg.ts";

export type ReportFile = { name: string; text: string };

const MOST_EXAMPLES = 15;

/**
 * A page with the figures, both pictures and the questions worth a look, and the pictures as files of their own.
 * `about` says in a line each what was measured.
 */
export function renderReport(evaluation: Evaluation, thresholds: Thresholds, about: string[]): ReportFile[] {
  const right = promisesOf(evaluation.rows, ({ isRight }) => isRight);
  const reliability = drawReliability(right, thresholds);
  const riskCoverage = drawRiskCoverage(right, thresholds);
  const page = [
    element("h1", {}, "How well are questions answered?"),
    ...about.map((text) => element("p", { class: "about" }, escapeMarkup(text))),
    renderFigures(evaluation),
    element("div", { class: "pictures" }, reliability, riskCoverage),
    ...renderExamples(evaluation.rows),
  ];
  return [
    { name: "report.html", text: renderPage(page) },
    { name: "reliability.svg", text: `${reliability}\n` },
    { name: "risk-coverage.svg", text: `${riskCoverage}\n` },
  ];
}

function renderFigures(evaluation: Evaluation): string {
  const rows = listFigures(evaluation).map(({ name, value, meaning }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, escapeMarkup(name)),
      element("td", { class: "value" }, escapeMarkup(value)),
      element("td", {}, escapeMarkup(meaning)),
    ),
  );
  return element("table", { class: "figures" }, ...rows);
}

function renderExamples(rows: EvalRow[]): string[] {
  const sure = rows
    .filter((row) => row.route === "resolve" && !row.isRight)
    .toSorted((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0));
  const missed = rows.filter(
    ({ gold, ranked }) => gold.length > 0 && !ranked.some((id) => gold.includes(id)),
  );
  return [
    ...renderList("Resolved, but not by a right article", sure, "None: every automatic answer was right."),
    ...renderList("Right article not among the first ten", missed, "None: every right article was found."),
  ];
}

function renderList(title: string, rows: EvalRow[], whenNone: string): string[] {
  const heading = element("h2", {}, `${escapeMarkup(title)} (${rows.length})`);
  if (rows.length === 0) return [heading, element("p", {}, escapeMarkup(whenNone))];
  const head = ["Question", "Confidence", "Cited", "Right"].map((name) =>
    element("th", { scope: "col" }, name),
  );
  const body = rows.slice(0, MOST_EXAMPLES).map((row) => {
    const cells = [
      `${row.question} (${row.id})`,
      row.confidence?.toFixed(2) ?? "",
      row.citations[0] ?? row.ranked[0] ?? "",
      row.gold.join(", ") || "no article",
    ];
    return element("tr", {}, ...cells.map((cell) => element("td", {}, escapeMarkup(cell))));
  });
  const rest = rows.length - body.length;
  return [
    heading,
    element("table", {}, element("tr", {}, ...head), ...body),
    ...(rest > 0 ? [element("p", { class: "about" }, `And ${rest} more.`)] : []),
  ];
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5d6878;--line:#e4e8ee;--page:#f5f7fa;--card:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#9aa6b8;--line:#2b3340;--page:#0b0e13;--card:#12161d}}
body{margin:0 auto;max-width:92rem;padding:2.5rem 1.5rem;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
h1{font-size:1.7rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
.about{color:var(--soft);margin:.2rem 0}
table{border-collapse:collapse;width:100%;background:var(--card);border-radius:10px;overflow:hidden}
.figures{width:auto;margin:1.5rem 0}
th,td{text-align:left;padding:.5rem .9rem;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tr:first-child>*{border-top:0}th{font-weight:600}.value{white-space:nowrap;font-variant-numeric:tabular-nums}
.figures td:last-child{color:var(--soft)}
.pictures{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}.pictures svg{max-width:100%;height:auto}
`;

function renderPage(parts: string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>How well are questions answered?</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join("\n")}
</body>
</html>
`;
}
