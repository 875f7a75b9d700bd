import { ExampleSpace } from "./example-vectors.ts";
import { fitRidge, multiply } from "./ridge.ts";

export type LabelledExample = { text: string; label: string };

export type ScopeVerdict = {
  /** The likeliest label. */
  label: string;
  /** How surely the sentence is one of the labels', not calibrated: higher is more in scope. */
  score: number;
};

const RIDGE = 1;

/**
 * Learns what a bot is for from example sentences of its labels; the result says for a sentence which label it has and
 * whether it has any. The score is how much the likeliest label has for it, and all of them together: a sentence between
 * two labels is in scope, too. What is unknown in a sentence lowers both.
 */
export function learnScope(examples: readonly LabelledExample[]): (text: string) => ScopeVerdict {
  const space = new ExampleSpace(examples.map(({ text }) => text));
  const names = [...new Set(examples.map(({ label }) => label))].sort();
  const labels = examples.map(({ label }) => names.indexOf(label));
  const vectors = examples.map(({ text }) => space.toVector(text));
  const weights = fitRidge(vectors, labels, names.length, space.size, RIDGE);

  return (text) => {
    const scores = Array.from(multiply([space.toVector(text)], weights, names.length));
    const most = Math.max(...scores);
    const inFavor = scores.map((score) => Math.max(0, score));
    return {
      label: names[scores.indexOf(most)] ?? "",
      score: (Math.max(0, most) + Math.hypot(...inFavor)) / 2,
    };
  };
}
