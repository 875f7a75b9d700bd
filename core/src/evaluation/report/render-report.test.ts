import { describe, expect, test } from "vitest";
import { summarize } from "../summarize.ts";
import type { EvalRow } from "../summarize.ts";
import { drawReliability } from "./reliability.ts";
import { renderReport } from "./render-report.ts";
import { drawRiskCoverage } from "./risk-coverage.ts";

const thresholds = { answerThreshold: 0.7, resolveThreshold: 0.85 };

const aRow = (confidence: number, isRight: boolean, row: Partial<EvalRow> = {}): EvalRow => ({
  id: "q1",
  question: "Why?",
  kind: null,
  answerable: true,
  gold: ["a"],
  ranked: ["a"],
  confidence,
  route: confidence >= 0.85 ? "resolve" : "escalate",
  happens: "escalate",
  isRight,
  answer: "Because.",
  citations: ["b"],
  failure: null,
  latencyMs: 1,
  tokensInput: 0,
  tokensOutput: 0,
  costUsd: 0,
  ...row,
});

const render = (rows: EvalRow[]): Map<string, string> =>
  new Map(
    renderReport({ figures: summarize(rows), articles: 2, rows }, thresholds, ["Articles: a & b"]).map(
      ({ name, text }) => [name, text],
    ),
  );

/** Every element is closed, in the order in which it was opened. */
function isWellFormed(markup: string): boolean {
  const open: string[] = [];
  for (const [, close, name, rest] of markup.matchAll(/<(\/?)([a-z]+)([^<>]*)>/gu)) {
    if (rest?.endsWith("/") === true) continue;
    if (close === "") open.push(name ?? "");
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

describe("the report", () => {
  test("is a page with both pictures, and both pictures alone", () => {
    const files = render([aRow(0.9, true), aRow(0.3, false)]);

    expect([...files.keys()]).toEqual(["report.html", "reliability.svg", "risk-coverage.svg"]);
    for (const name of ["reliability.svg", "risk-coverage.svg"]) {
      const svg = files.get(name) ?? "";
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
      expect(isWellFormed(svg)).toBe(true);
      expect(files.get("report.html")).toContain(svg.trim());
    }
  });

  test("shows what was asked as text, whatever is in it", () => {
    const files = render([aRow(0.9, false, { question: '<script>alert("1")</script> & more' })]);

    const page = files.get("report.html") ?? "";
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more");
    expect(page).toContain("Articles: a &amp; b");
  });

  test("lists the automatic answers that were wrong and the right articles that were not found", () => {
    const page =
      render([
        aRow(0.9, true, { question: "fine" }),
        aRow(0.95, false, { question: "sure and wrong" }),
        aRow(0.2, false, { question: "not found", ranked: ["b"] }),
      ]).get("report.html") ?? "";

    expect(page).toContain("Resolved, but not by a right article (1)");
    expect(page).toContain("sure and wrong (q1)");
    expect(page).toContain("Right article not among the first ten (1)");
    expect(page).toContain("not found (q1)");
    expect(page).not.toContain("fine (q1)");
  });
});

describe("the pictures", () => {
  test.each([
    ["one right answer", [aRow(1, true)]],
    ["one wrong answer", [aRow(0, false)]],
    ["the same confidence everywhere", [aRow(0.5, true), aRow(0.5, false)]],
    ["no question", []],
  ])("can be drawn of %s", (_, rows) => {
    const predictions = rows.map(({ confidence, isRight }) => ({ score: confidence ?? 0, isTrue: isRight }));

    for (const svg of [drawReliability(predictions, thresholds), drawRiskCoverage(predictions, thresholds)]) {
      expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
      expect(isWellFormed(svg)).toBe(true);
    }
  });

  test("say in words what they show", () => {
    const predictions = [
      { score: 0.92, isTrue: true },
      { score: 0.91, isTrue: true },
      { score: 0.35, isTrue: false },
    ];

    expect(drawReliability(predictions, thresholds)).toContain(
      "From 0.9: 2 answers, 0.92 promised, 1.00 right.",
    );
    expect(drawRiskCoverage(predictions, thresholds)).toContain("With at most 5 % wrong: 67 % answered.");
  });
});
