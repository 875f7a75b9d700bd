import { auroc, measureClasses, sigmoid } from "@firstline/core/classify";
import type { Features, LinearModel } from "@firstline/core/classify";
import { scoreHeldOut } from "./cross-validate.ts";
import { fitLinear } from "./fit-linear.ts";
import type { FitOptions } from "./fit-linear.ts";

export type YesNo = { text: string; yes: boolean; weight: number; group: string; set: string };

export type YesNoTask = {
  name: string;
  examples: readonly YesNo[];
  features: (text: string) => Features;
  options: Omit<FitOptions, "classes">;
  threshold: number;
};

/** Fits a yes-or-no model and prints, set by set, how well models do that did not see the rows' groups. */
export function learnYesNo({ name, examples, features, options, threshold }: YesNoTask): LinearModel {
  const rows = examples.map(({ text, yes, weight, group }) => {
    return { features: features(text), target: yes ? 1 : 0, weight, group };
  });
  const all = { ...options, classes: [] };
  const { scores } = scoreHeldOut(rows, all, 5);
  console.log(`${name}: ${rows.length} rows`);
  for (const set of new Set(examples.map((example) => example.set))) {
    const scored = examples.flatMap(({ yes, set: own }, i) =>
      own === set ? [{ score: sigmoid(scores[i]?.[0] ?? 0), positive: yes }] : [],
    );
    printSet(set, scored, threshold);
  }
  return fitLinear(rows, all);
}

export function printSet(
  set: string,
  scored: { score: number; positive: boolean }[],
  threshold: number,
): void {
  const figures = measureClasses(
    scored.map(({ score, positive }) => ({
      actual: String(positive),
      predicted: String(score >= threshold),
    })),
  );
  const yes = figures.classes["true"];
  const area = auroc(scored.map(({ score, positive }) => ({ score, isTrue: positive })));
  const flagged = scored.filter(({ score, positive }) => !positive && score >= threshold).length;
  const harmless = scored.filter(({ positive }) => !positive).length;
  console.log(
    `  ${set}: F1 ${(yes?.f1 ?? 0).toFixed(3)}, recall ${(yes?.recall ?? 0).toFixed(3)} of ${yes?.rows ?? 0},` +
      ` wrong yes ${flagged} of ${harmless}, AUROC ${Number.isNaN(area) ? "-" : area.toFixed(4)}`,
  );
}
