import { expect, test } from "vitest";
import { routeByConfidence } from "./route.ts";

const defaults = { resolveThreshold: 0.85, answerThreshold: 0.7 };

test.each([
  [1, "resolve"],
  [0.85, "resolve"],
  [0.8499, "clarify"],
  [0.7, "clarify"],
  [0.6999, "escalate"],
  [0, "escalate"],
] as const)("a confidence of %d leads to %s", (confidence, route) => {
  expect(routeByConfidence(confidence, defaults)).toBe(route);
});

test("a workspace's own thresholds decide", () => {
  expect(routeByConfidence(0.9, { resolveThreshold: 1, answerThreshold: 0.95 })).toBe("escalate");
});
