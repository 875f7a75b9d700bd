export type Thresholds = { resolveThreshold: number; answerThreshold: number };

export type Route = "resolve" | "clarify" | "escalate";

/** From `resolveThreshold` up: answer and resolve. From `answerThreshold` up: answer and ask back. Below: people. */
export function routeByConfidence(confidence: number, thresholds: Thresholds): Route {
  if (confidence >= thresholds.resolveThreshold) return "resolve";
  return confidence >= thresholds.answerThreshold ? "clarify" : "escalate";
}
