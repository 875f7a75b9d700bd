import type { Thresholds } from "../../answers/route.ts";
import { wilsonInterval } from "../../answers/confidence/wilson.ts";
import { binPredictions, calibrationError } from "../metrics.ts";
import type { Bin, Prediction } from "../metrics.ts";
import { drawChart, drawShares, element, label, line, makePlot } from "./svg.ts";
import type { Plot } from "./svg.ts";

const WIDTH = 680;
const HEIGHT = 520;
const GAP = 5;

/**
 * Draws what confidences promised against what held: a bar for the share of right answers in each tenth, a mark for
 * the confidence they promised on average, and under it how many answers there were.
 */
export function drawReliability(predictions: Prediction[], thresholds: Thresholds): string {
  const bins = binPredictions(predictions);
  const plot = makePlot(64, 84, WIDTH - 64 - 28, 280, 1);
  const counts = makePlot(64, 406, WIDTH - 64 - 28, 56, Math.max(1, ...bins.map(({ count }) => count)));
  const error = calibrationError(predictions).toFixed(3);
  const text = {
    title: "Does the confidence hold?",
    subtitle: `Share of right answers by confidence; ${predictions.length} questions, calibration error ${error}`,
    description: bins
      .filter(({ count }) => count > 0)
      .map(
        (bin) =>
          `From ${bin.from.toFixed(1)}: ${bin.count} answers, ${bin.promised.toFixed(2)} promised, ${bin.held.toFixed(2)} right.`,
      )
      .join(" "),
  };
  return drawChart(WIDTH, HEIGHT, text, [
    ...drawShares(plot, [0, 0.25, 0.5, 0.75, 1]),
    ...bins.flatMap((bin) => drawBin(plot, bin)),
    line(plot.x(0), plot.y(0), plot.x(1), plot.y(1), "ideal"),
    ...bins.filter(({ count }) => count > 0).map((bin) => drawPromise(plot, bin)),
    ...drawThresholds(plot, thresholds),
    ...drawCounts(counts, bins),
    ...drawKey(),
  ]);
}

function drawBin(plot: Plot, bin: Bin): string[] {
  if (bin.count === 0) return [];
  const x = plot.x(bin.from) + GAP;
  const width = plot.x(bin.to) - plot.x(bin.from) - 2 * GAP;
  const height = plot.bottom - plot.y(bin.held);
  const { low, high } = wilsonInterval(bin.held * bin.count, bin.count);
  const middle = x + width / 2;
  return [
    element("rect", { x, y: plot.y(bin.held), width, height, rx: 2, class: "bar", opacity: 0.75 }),
    line(middle, plot.y(low), middle, plot.y(high), "whisker"),
    line(middle - 4, plot.y(low), middle + 4, plot.y(low), "whisker"),
    line(middle - 4, plot.y(high), middle + 4, plot.y(high), "whisker"),
  ];
}

function drawPromise(plot: Plot, bin: Bin): string {
  const y = plot.y(bin.promised);
  return line(plot.x(bin.from) + GAP, y, plot.x(bin.to) - GAP, y, "promise");
}

function drawThresholds(plot: Plot, thresholds: Thresholds): string[] {
  const named: [number, string][] = [
    [thresholds.answerThreshold, "asks back"],
    [thresholds.resolveThreshold, "resolves"],
  ];
  return named.flatMap(([value, name]) => [
    line(plot.x(value), plot.top - 6, plot.x(value), plot.bottom, "threshold"),
    label(plot.x(value), plot.top - 10, name, "middle"),
  ]);
}

function drawCounts(plot: Plot, bins: Bin[]): string[] {
  const bars = bins.flatMap((bin) => {
    const x = plot.x(bin.from) + GAP;
    const width = plot.x(bin.to) - plot.x(bin.from) - 2 * GAP;
    const y = plot.y(bin.count);
    const bar = element("rect", { x, y, width, height: plot.bottom - y, rx: 2, class: "faint" });
    return [bar, label(x + width / 2, y - 5, String(bin.count), "count")];
  });
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) =>
    label(plot.x(value), plot.bottom + 18, value.toFixed(1), "middle"),
  );
  const name = label(plot.x(0.5), plot.bottom + 40, "confidence", "middle");
  return [...bars, line(plot.left, plot.bottom, plot.right, plot.bottom, "axis"), ...ticks, name];
}

function drawKey(): string[] {
  return [
    element("rect", { x: 84, y: 96, width: 14, height: 10, rx: 2, class: "bar", opacity: 0.75 }),
    label(106, 105, "right, with its 95 % range", ""),
    line(84, 122, 98, 122, "promise"),
    label(106, 126, "promised", ""),
    line(84, 142, 98, 142, "ideal"),
    label(106, 146, "as it should be", ""),
  ];
}
