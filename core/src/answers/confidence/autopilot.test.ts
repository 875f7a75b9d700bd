import { describe, expect, test } from "vitest";
import { reasonToHold } from "./autopilot.ts";

const RULE = {
  autoResolve: "when_proven",
  autoResolveOutcomes: 50,
  allowedErrorShare: 0.05,
  resolveThreshold: 0.85,
} as const;

describe("answers resolve by themselves", () => {
  test.each([
    ["always where it is switched on", { ...RULE, autoResolve: "on" as const }, { right: 0, wrong: 9 }],
    ["once nothing went wrong often enough", RULE, { right: 60, wrong: 0 }],
    ["once few enough went wrong", RULE, { right: 196, wrong: 4 }],
  ])("%s", (_, rule, outcomes) => {
    expect(reasonToHold(rule, outcomes)).toBeNull();
  });
});

describe("answers ask whether they helped", () => {
  test.each([
    [
      "where it is switched off",
      { ...RULE, autoResolve: "off" as const },
      { right: 500, wrong: 0 },
      "turned off here",
    ],
    [
      "on a new base",
      RULE,
      { right: 0, wrong: 0 },
      "until 50 sure answers of this kind of model have been judged (0 so far).",
    ],
    ["while the evidence is thin", RULE, { right: 11, wrong: 1 }, "(12 so far)."],
    [
      "when too many went wrong",
      RULE,
      { right: 57, wrong: 3 },
      "57 of 60 sure answers of this kind of model were right",
    ],
  ])("%s, and say why", (_, rule, outcomes, reason) => {
    expect(reasonToHold(rule, outcomes)).toContain(reason);
  });
});
