import type { TicketType } from "../ports.ts";
import { textFeatures } from "./features.ts";
import { loadModel, scoresOf, softmax } from "./linear.ts";
import { typeRulesIn } from "./type-rules.ts";

export const TICKET_TYPES: readonly TicketType[] = ["bug", "feature", "cancellation", "billing", "general"];

/** Enough of a long report to know what it is; the rest is logs. */
const READ_CHARACTERS = 1_500;
const RULE_WEIGHT = 1;

export function typeFeatures(text: string): Map<string, number> {
  const beginning = text.slice(0, READ_CHARACTERS);
  const features = textFeatures(beginning, { words: 2, pieces: [4] });
  for (const name of typeRulesIn(beginning)) features.set(`r:${name}`, RULE_WEIGHT);
  return features;
}

export type TypeGuess = { type: TicketType; probability: number };

/** The type a ticket of this text most probably has. */
export function classifyType(text: string): TypeGuess {
  const model = loadModel("type");
  const probabilities = softmax(scoresOf(model, typeFeatures(text)));
  let best: TypeGuess = { type: "general", probability: 0 };
  for (const [at, probability] of probabilities.entries()) {
    const type = TICKET_TYPES.find((name) => name === model.classes[at]);
    if (type && probability > best.probability) best = { type, probability };
  }
  return best;
}
