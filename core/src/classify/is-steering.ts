import { INJECTION_THRESHOLD, scoreInjection } from "./injection.ts";

/**
 * Whether a person's text tries to steer whoever reads it. What stands in blocks of code is read like the rest: a trace is
 * harmless there, and an order is none the less one.
 */
export function isSteering(text: string, score: (text: string) => number = scoreInjection): boolean {
  const plain = text.replace(/^[ \t]*(?:```|~~~)[^\n]*$/gmu, "").replace(/`+/gu, " ");
  return plain.trim() !== "" && score(plain) >= INJECTION_THRESHOLD;
}
