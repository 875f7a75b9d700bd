import { evaluateSet, parseRows } from "@firstline/core/classify";
import type { SetEvaluation, SetKind } from "@firstline/core/classify";
import { expect, test } from "vitest";
import { hasSet, readLines } from "./classify/sets.ts";

/** The weights were fitted on these sets: this shows that they are shipped whole and read right, not how good they are. */
function measure(path: string, kind: SetKind, oneIn: number): SetEvaluation {
  const lines = readLines(path).filter((_, i) => i % oneIn === 0);
  return evaluateSet({ rows: parseRows(lines.map((line) => JSON.stringify(line)).join("\n"), path), kind });
}

const SETS = ["tickets-bitext", "injection", "dupes"];
const missing = SETS.filter((set) => !hasSet(set));
if (missing.length > 0) console.warn(`Left out, not in the data folder (EVAL_DATA): ${missing.join(", ")}.`);

test.skipIf(missing.includes("tickets-bitext"))(
  "cancellations and bills of a shop are told from the rest",
  () => {
    const { figures } = measure("tickets-bitext/dev/intents.jsonl", "type", 10);
    expect(figures.macroF1).toBeGreaterThanOrEqual(0.95);
  },
);

test.skipIf(missing.includes("injection"))(
  "direct attacks are flagged, and harmless texts of the same words pass",
  () => {
    const { figures } = measure("injection/dev/direct.jsonl", "injection", 4);
    expect(figures.classes["1"]?.recall).toBeGreaterThanOrEqual(0.9);
    expect(figures.classes["0"]?.recall).toBeGreaterThanOrEqual(0.98);
  },
);

test.skipIf(missing.includes("dupes"))("near-duplicates are told from their nearest neighbors", () => {
  const { auroc } = measure("dupes/dev/pairs_webapps.jsonl", "duplicate", 3);
  expect(auroc).toBeGreaterThanOrEqual(0.85);
});
