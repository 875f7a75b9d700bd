import { availableParallelism, cpus, loadavg } from "node:os";

/** What a line must reach; null for a figure that is only told. */
export type Target = { ratioAtLeast: number } | { ratioAtMost: number } | { oursUnder: number } | null;

/** One measured figure, and beside it what the barest program that does the same takes. */
export type Line = {
  what: string;
  ours: number;
  floor: number | null;
  unit: "/s" | "ms" | "s" | "MB" | "USD" | "";
  target: Target;
};

const HEADINGS = ["what", "ours", "floor", "ratio", "target", ""];

export function printMachine(database: string): void {
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  console.log(
    `${cores} cores (${cpus()[0]?.model ?? "unknown"}), Node ${process.version}, database: ${database}`,
  );
  console.log(`load average ${load.toFixed(1)}`);
  if (load > cores / 2) {
    console.log("The machine is busy with other things: trust the ratios, not the absolute figures.");
  }
}

export function printLines(lines: readonly Line[]): void {
  const rows = [HEADINGS, ...lines.map(toCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join("  ").trimEnd());
  }
}

function toCells(line: Line): string[] {
  const ratio = ratioOf(line);
  return [
    line.what,
    withUnit(line.ours, line.unit),
    line.floor === null ? "" : withUnit(line.floor, line.unit),
    ratio === null ? "" : ratio.toFixed(2),
    targetText(line),
    verdictOf(line, ratio),
  ];
}

const ratioOf = ({ ours, floor }: Line): number | null => (floor === null ? null : ours / floor);

function withUnit(value: number, unit: Line["unit"]): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${unit === "/s" ? "" : " "}${unit}`.trimEnd();
}

function targetText({ target, unit }: Line): string {
  if (target === null) return "";
  if ("oursUnder" in target) return `< ${target.oursUnder} ${unit}`;
  return "ratioAtLeast" in target ? `ratio >= ${target.ratioAtLeast}` : `ratio <= ${target.ratioAtMost}`;
}

function verdictOf({ target, ours }: Line, ratio: number | null): string {
  if (target === null) return "";
  if ("oursUnder" in target) return ours < target.oursUnder ? "ok" : "misses";
  if (ratio === null) return "misses";
  const isMet = "ratioAtLeast" in target ? ratio >= target.ratioAtLeast : ratio <= target.ratioAtMost;
  return isMet ? "ok" : "misses";
}
