import { describe, expect, test } from "vitest";
import { decideRoute } from "./decide.ts";
import type { Findings } from "./decide.ts";
import type { SecondLook } from "./second-look.ts";

const AT = { resolveThreshold: 0.85, answerThreshold: 0.7 };
const FINE = { grounded: 1, complete: 1, onPoint: 1, needsAccountAccess: false };

const judged = (judgement: Partial<typeof FINE>, by: SecondLook["by"] = "anthropic"): SecondLook => ({
  judgement: { ...FINE, ...judgement },
  by,
  failed: false,
});

function decide(findings: Partial<Findings>) {
  return decideRoute(
    {
      draft: { needsPerson: null, clarifyingQuestion: null },
      confidence: 0.9,
      standing: "whole",
      problems: [],
      steering: null,
      look: judged({}),
      isTranslated: false,
      contradiction: null,
      unproven: null,
      leansOnNothing: false,
      found: 3,
      ...findings,
    },
    AT,
  );
}

test.each([
  [0.9, "resolve"],
  [0.75, "clarify"],
  [0.5, "escalate"],
] as const)("with nothing against it a confidence of %d leads to %s", (confidence, route) => {
  expect(decide({ confidence })).toMatchObject({ route, outcome: { route }, held: null });
});

test.each<[string, Partial<Findings>]>([
  ["asks back", { draft: { needsPerson: null, clarifyingQuestion: "Which plan?" } }],
  ["answers a question that leans on nothing", { leansOnNothing: true }],
])("however sure, what %s settles nothing", (_, findings) => {
  expect(decide(findings)).toMatchObject({ route: "clarify", outcome: { route: "clarify" }, held: null });
});

describe("an answer is withheld from everybody but agents when", () => {
  test.each<[string, Partial<Findings>]>([
    ["the message seems to steer the AI", { steering: "The message looks like an attempt to steer the AI." }],
    ["it links to where nobody vouches for", { problems: ["link"] }],
    ["it contains a secret", { problems: ["secret"] }],
    ["it repeats what the model was told", { problems: ["prompt"] }],
    ["its statements have no support", { standing: "weak" }],
    ["the second look finds it not grounded", { look: judged({ grounded: 0.2 }) }],
  ])("%s", (_, findings) => {
    const decided = decide(findings);

    expect(decided).toMatchObject({
      route: "resolve",
      outcome: { route: "escalate", type: "ai_low_confidence" },
    });
    expect(decided.outcome).toMatchObject({ reason: decided.held });
  });
});

describe("a sure answer asks whether it helped when", () => {
  test.each<[string, Partial<Findings>]>([
    ["automatic resolution is not proven", { unproven: "Automatic resolution is off." }],
    ["the second look failed", { look: { judgement: null, by: null, failed: true } }],
    ["another article says otherwise", { contradiction: 'The article "B" says otherwise: "Ten days."' }],
    ["the second look finds it incomplete", { look: judged({ complete: 0.2 }) }],
    ["the second look finds it beside the point", { look: judged({ onPoint: 0.2 }) }],
  ])("%s", (_, findings) => {
    const decided = decide(findings);

    expect(decided).toMatchObject({ route: "resolve", outcome: { route: "clarify" } });
    expect(decided.held).toMatch(/\."?$/u);
  });
});

test("the rules' second look has no veto: it speaks through the confidence", () => {
  expect(decide({ look: judged({ grounded: 0, complete: 0 }, "offline") }).outcome).toEqual({
    route: "resolve",
  });
});

test.each<[string, Partial<Findings>]>([
  ["the answer says so", { draft: { clarifyingQuestion: null, needsPerson: "A refund needs a person." } }],
  ["the second look finds that it takes access", { look: judged({ needsAccountAccess: true }, "offline") }],
])("a matter for people goes to people, however sure the answer, when %s", (_, findings) => {
  expect(decide(findings)).toMatchObject({
    route: "escalate",
    outcome: { type: "complex_issue" },
    held: null,
  });
});

test("nothing found is said so", () => {
  expect(decide({ confidence: 0.01, found: 0 }).outcome).toMatchObject({
    reason: "Nothing in the knowledge base matches the question.",
  });
});

test("what was found may be shown unless somebody seems to have tampered with it", () => {
  expect(decide({ standing: "weak" }).isTrusted).toBe(true);
  expect(decide({ steering: "The message looks like an attempt to steer the AI." }).isTrusted).toBe(false);
  expect(decide({ problems: ["link"] }).isTrusted).toBe(false);
});
