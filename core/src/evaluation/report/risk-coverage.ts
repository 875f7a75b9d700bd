import type { Thresholds } from "../../answers/route.ts";
import { coverageCurve } from "../metrics.ts";
import type { Coverage, Prediction } from "../metrics.ts";
import { drawChart, drawShares, element, label, line, makePlot, path, toPercent } from "./svg.ts";
import type { Plot } from "./svg.ts";

const WIDTH = 680;
const HEIGHT = 520;
const RISKS = [0.05, 0.1];

/**
 * Draws what share of the answers would be wrong if the surest questions were answered, for every share of the
 * questions: where the curve meets 5 % lies how much can be answered at a precision of 95 %.
 */
export function drawRiskCoverage(predictions: Prediction[], thresholds: Thresholds): string {
  const curve = coverageCurve(predictions);
  const worst = Math.max(0.1, ...curve.map(({ precision }) => 1 - precision));
  const step = [0.05, 0.1, 0.2, 0.25].find((each) => worst / each <= 5) ?? 0.25;
  const most = Math.min(1, Math.ceil(worst / step - 1e-9) * step);
  const plot = makePlot(64, 84, WIDTH - 64 - 28, 378, most);
  const reached = RISKS.map((risk) => ({ risk, at: lastWithin(curve, risk) }));
  const text = {
    title: "How much can be answered?",
    subtitle: "Share of wrong answers when the surest questions are answered and the others go to people",
    description: reached
      .map(
        ({ risk, at }) => `With at most ${toPercent(risk)} wrong: ${toPercent(at?.coverage ?? 0)} answered.`,
      )
      .join(" "),
  };
  const shares = Array.from({ length: Math.round(most / step) + 1 }, (_, i) => i * step);
  return drawChart(WIDTH, HEIGHT, text, [
    ...drawShares(plot, shares),
    ...drawCurve(plot, curve),
    path(drawIdeal(plot, predictions), "ideal"),
    ...reached.flatMap(({ risk, at }) => drawReached(plot, risk, at)),
    ...drawThreshold(plot, curve, thresholds.resolveThreshold),
    ...drawKey(plot),
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map((x) => label(plot.x(x), plot.bottom + 18, toPercent(x), "middle")),
    label(plot.x(0.5), plot.bottom + 40, "questions answered, the surest first", "middle"),
  ]);
}

/** The point of the curve that covers most while at most `risk` of the answers are wrong. */
function lastWithin(curve: Coverage[], risk: number): Coverage | null {
  return curve.findLast(({ precision }) => precision >= 1 - risk) ?? null;
}

function drawCurve(plot: Plot, curve: Coverage[]): string[] {
  const points = curve.map((at): [number, number] => [plot.x(at.coverage), plot.y(1 - at.precision)]);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return [];
  const area: [number, number][] = [[first[0], plot.bottom], ...points, [last[0], plot.bottom]];
  return [path(area, "wash"), path(points, "curve")];
}

/** If every right answer were surer than every wrong one: no risk until the right ones are used up. */
function drawIdeal(plot: Plot, predictions: Prediction[]): [number, number][] {
  const right = predictions.filter(({ isTrue }) => isTrue).length / Math.max(1, predictions.length);
  const bend = Array.from({ length: 41 }, (_, i): [number, number] => {
    const coverage = right + ((1 - right) * i) / 40;
    return [plot.x(coverage), plot.y(coverage === 0 ? 1 : 1 - right / coverage)];
  });
  return [[plot.x(0), plot.y(0)], ...bend];
}

function drawReached(plot: Plot, risk: number, at: Coverage | null): string[] {
  const y = plot.y(risk);
  const precision = toPercent(1 - risk);
  const words = at
    ? `${toPercent(at.coverage)} answered at ${precision} precision`
    : `nothing answered at ${precision} precision`;
  return [
    line(plot.left, y, plot.right, y, "threshold"),
    ...(at
      ? [element("circle", { cx: plot.x(at.coverage), cy: plot.y(1 - at.precision), r: 4.5, class: "dot" })]
      : []),
    label(plot.right - 6, y - 6, words, "mark-text over end"),
  ];
}

/** Where the set threshold lies on the curve. */
function drawThreshold(plot: Plot, curve: Coverage[], threshold: number): string[] {
  const at = curve.findLast(({ score }) => score >= threshold);
  if (!at) return [];
  const x = plot.x(at.coverage);
  const isLate = at.coverage > 0.6;
  const words = `resolved from ${threshold.toFixed(2)}: ${toPercent(at.coverage)}, ${toPercent(1 - at.precision)} wrong`;
  return [
    line(x, plot.top + 66, x, plot.bottom, "threshold"),
    label(isLate ? x - 8 : x + 8, plot.top + 82, words, isLate ? "over end" : "over"),
  ];
}

function drawKey(plot: Plot): string[] {
  const { left, top } = plot;
  return [
    line(left + 20, top + 18, left + 34, top + 18, "curve"),
    label(left + 42, top + 22, "as it is", "over"),
    line(left + 20, top + 38, left + 34, top + 38, "ideal"),
    label(left + 42, top + 42, "if every right answer were surer than every wrong one", "over"),
  ];
}
