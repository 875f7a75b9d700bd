import { expect, test } from "vitest";
import { toClassification, toJudgement, toOrder, toQuestion } from "./step-forms.ts";

const classification = {
  type: "bug",
  priority: "normal",
  sentiment: "neutral",
  language: "en",
  isQuestion: true,
  wantsPerson: false,
} as const;

test.each([
  ["en", "en"],
  [" DE ", "de"],
  ["pt-BR", "pt"],
  ["zh_Hans", "zh"],
  ["English", null],
  ["", null],
  [null, null],
])("a language given as %j is %j", (language, expected) => {
  expect(toClassification({ ...classification, language })).toEqual({
    ...classification,
    language: expected,
  });
});

const judgement = { unsupported: [], missing: ["the price"], needsAccountAccess: false };

test("a judgement keeps its shares", () => {
  const form = { ...judgement, grounded: 1, complete: 0.5, onPoint: 0 };

  expect(toJudgement(form)).toEqual({ grounded: 1, complete: 0.5, onPoint: 0, needsAccountAccess: false });
});

test.each([-0.1, 1.1, 95, Number.NaN])("a share of %d makes a judgement unusable", (share) => {
  expect(toJudgement({ ...judgement, grounded: 1, complete: share, onPoint: 1 })).toBeNull();
});

test.each([
  ["statements without support", { unsupported: ["Delete the volume first"], missing: [] }, "grounded"],
  ["open parts of the question", { unsupported: [], missing: ["the price"] }, "complete"],
])("a judge that names %s and then says there are none is of no use", (_, lists, share) => {
  const form = { ...judgement, ...lists, grounded: 1, complete: 1, onPoint: 1 };

  expect(toJudgement(form)).toBeNull();
  expect(toJudgement({ ...form, [share]: 0.9 })).toMatchObject({ [share]: 0.9 });
});

test("lists of empty texts name nothing", () => {
  const form = { ...judgement, unsupported: [""], missing: [" "], grounded: 1, complete: 1, onPoint: 1 };

  expect(toJudgement(form)).not.toBeNull();
});

test.each([
  [" How? ", "How?"],
  ["  ", null],
  ["why ".repeat(1_000), null],
])("a rewritten question of %j counts as %j", (question, expected) => {
  expect(toQuestion({ question })).toBe(expected);
});

test("every passage is in the order once, the unnamed ones last", () => {
  const chunks = [1, 2, 3, 4].map((chunkId) => {
    return { chunkId, articleId: 1, title: "", headingPath: [], url: null, text: "" };
  });

  expect(toOrder({ passageIds: [3, 99, 1, 3] }, chunks)).toEqual([3, 1, 2, 4]);
});
