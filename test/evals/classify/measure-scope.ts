import { auroc, learnScope } from "@firstline/core/classify";
import { hashOf } from "./cross-validate.ts";
import { readIntents } from "./sets.ts";
import type { Labelled } from "./sets.ts";

/** Out of scope is learned from a bot's own sentences: there is nothing to ship, only to measure. */
export function measureScope(): void {
  console.log("scope: learned from each bot's example sentences");
  for (const bot of ["curekart", "powerplay11", "sofmattress"]) {
    measure(bot, readIntents(`hint3/dev/${bot}_train.jsonl`), readIntents(`hint3/dev/${bot}_test.jsonl`));
  }
  const all = readIntents("clinc150/dev/intents.jsonl");
  const isHeld = ({ text }: Labelled): boolean => hashOf(text) % 5 === 0;
  const inside = all.filter(({ label }) => label !== "oos");
  const held = all.filter((row) => row.label === "oos" || (isHeld(row) && hashOf(row.text) % 3 === 0));
  measure(
    "clinc150",
    inside.filter((row) => !isHeld(row)),
    held,
  );
}

function measure(name: string, examples: readonly Labelled[], rows: readonly Labelled[]): void {
  const decide = learnScope(examples);
  const scored = rows.map(({ text, label }) => ({ score: decide(text).score, isTrue: label !== "oos" }));
  console.log(`  ${name}: AUROC ${auroc(scored).toFixed(3)} of ${rows.length}, ${examples.length} examples`);
}
