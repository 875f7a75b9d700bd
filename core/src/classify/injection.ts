import { textFeatures } from "./features.ts";
import { INJECTION_RULES, injectionRulesIn } from "./injection-rules.ts";
import { loadModel, scoresOf, sigmoid } from "./linear.ts";
import { unmask } from "./unmask.ts";

/**
 * From here up a text counts as an attempt to steer the model. Chosen so that on texts the model did not learn from,
 * fewer than 2 of 100 harmless texts full of the same words are flagged; see docs/evaluation.md.
 */
export const INJECTION_THRESHOLD = 0.47;

/** Classes of the model: harmless prompts to a model, attacks, and what people write in support. */
export const INJECTION_CLASSES = ["harmless", "attack", "support"] as const;

const MAX_CHARACTERS = 40_000;
const WINDOW = 1_200;
const STEP = 600;
const RULE_WEIGHT = 0.25;
/** "Ignore the instructions" in another language is rare in what was learned from, and never harmless. */
const SCORE_OF_PLAIN_ORDERS = 0.95;

export function injectionFeatures(text: string): Map<string, number> {
  const features = textFeatures(text, { words: 2, pieces: [4] });
  for (const name of injectionRulesIn(text)) features.set(`r:${name}`, RULE_WEIGHT);
  return features;
}

/**
 * How surely a text tries to steer the model that reads it, 0 to 1; compare with `INJECTION_THRESHOLD`. A long text is
 * as suspicious as its most suspicious part: an attack does not get weaker by what is pasted around it.
 */
export function scoreInjection(text: string): number {
  const plain = unmask(text.slice(0, MAX_CHARACTERS));
  if (INJECTION_RULES["overrideElsewhere"]?.test(plain)) return SCORE_OF_PLAIN_ORDERS;
  const model = loadModel("injection");
  const scores = windowsOf(plain).map((part) => injectionMargin(scoresOf(model, injectionFeatures(part))));
  return sigmoid(Math.max(...scores));
}

/** How far "attack" is ahead of the nearest harmless class. */
export function injectionMargin([harmless = 0, attack = 0, support = 0]: readonly number[]): number {
  return attack - Math.max(harmless, support);
}

/** The whole text and, when it is long, overlapping parts of it. */
export function windowsOf(text: string): string[] {
  const windows = [text];
  if (text.length <= WINDOW * 1.5) return windows;
  for (let start = 0; start + STEP < text.length; start += STEP)
    windows.push(text.slice(start, start + WINDOW));
  return windows;
}
