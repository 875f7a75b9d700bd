import { DUPLICATE_THRESHOLD, LIKENESS, pairFeatures, sigmoid } from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { scoreHeldOut } from "./cross-validate.ts";
import { fitLinear } from "./fit-linear.ts";
import { printSet } from "./learn-yes-no.ts";
import { measureReportDuplicates } from "./measure-reports.ts";
import { readLines, textOf } from "./sets.ts";

const OPTIONS = { classes: [], ridge: 0.3, minRows: 1, maxFeatures: 100 };

type Pair = { a: string; b: string; isSame: boolean; set: string };

/**
 * The negatives of the set are the nearest of other threads: there, sharing words speaks against a pair. Pairs of any
 * two questions, as many, keep the model from learning that as a rule.
 */
function readPairs(): Pair[] {
  const pairs = readLines("dupes/dev/pairs_webapps.jsonl").map((line): Pair => {
    return { a: textOf(line, "a"), b: textOf(line, "b"), isSame: line["dup"] === 1, set: "dupes" };
  });
  const strangers = pairs.flatMap(({ a }, i): Pair[] => {
    const far = pairs[(i + 251) % pairs.length];
    return far ? [{ a, b: far.b, isSame: false, set: "any two" }] : [];
  });
  return [...pairs, ...strangers];
}

export function learnDuplicate(): LinearModel {
  const pairs = readPairs();
  const left = new Set<string>();
  for (;;) {
    const rows = pairs.map(({ a, b, isSame }, i) => {
      const all = pairFeatures(a, b);
      const features = new Map([...all].filter(([name]) => !left.has(name)));
      return { features, target: isSame ? 1 : 0, group: `pair${i}` };
    });
    const model = fitLinear(rows, OPTIONS);
    const wrong = Object.entries(model.weights).filter(
      ([name, [weight = 0]]) => LIKENESS.has(name) && weight < 0,
    );
    if (wrong.length > 0) {
      for (const [name] of wrong) left.add(name);
      continue;
    }
    const { scores } = scoreHeldOut(rows, OPTIONS, 5);
    console.log(`duplicate: ${rows.length} rows, left out: ${[...left].join(", ")}`);
    for (const set of ["dupes", "any two"]) {
      const scored = pairs.flatMap((pair, i) =>
        pair.set === set || pair.isSame
          ? [{ score: sigmoid(scores[i]?.[0] ?? 0), positive: pair.isSame }]
          : [],
      );
      printSet(set, scored, DUPLICATE_THRESHOLD);
    }
    measureReportDuplicates();
    return model;
  }
}
