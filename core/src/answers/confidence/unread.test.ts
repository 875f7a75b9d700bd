import { expect, test } from "vitest";
import { confidenceFeatures, seenFeatures } from "./confidence-features.ts";
import { aHit } from "../hit.fixture.ts";
import { isUnread } from "./unread.ts";

const draft = (citedChunkIds: number[]) => ({
  markdown: "Die Rechnungen stehen unter Abrechnung.",
  claims: [],
  citedChunkIds,
  selfConfidence: 0.9,
  clarifyingQuestion: null,
  readings: [],
  needsPerson: null,
});
const close = { vector: 0.6, titleLikeness: 0.7, softTitle: 0.9, pairs: 0.8 };
const aField = (signals: object) => [aHit({ score: 3, signals: { ...close, ...signals } }), aHit({})];
const inputOf = (hits: ReturnType<typeof aField>) => ({
  question: "Wo finde ich meine Rechnungen?",
  hits,
  draft: draft([hits[0]?.chunkId ?? 0]),
});

test("what directions of words would have said of a question is guessed where they say nothing of any passage", () => {
  const input = inputOf(aField({}));

  const seen = seenFeatures(input);
  const guessed = confidenceFeatures(input);

  expect(seen.titlesNear).toBe(0);
  expect(guessed.titlesNear).toBeGreaterThan(0.2);
  expect(guessed.sentencesNear).toBeGreaterThan(0.2);
  expect(guessed).toEqual({
    ...seen,
    ahead: guessed.ahead,
    spread: guessed.spread,
    titlesNear: guessed.titlesNear,
    sentencesNear: guessed.sentencesNear,
  });
});

test("a closer field is guessed to be nearer in meaning", () => {
  const near = confidenceFeatures(inputOf(aField({})));
  const far = confidenceFeatures(inputOf(aField({ vector: 0.1, titleLikeness: 0.1, softTitle: 0 })));

  expect(near.titlesNear).toBeGreaterThan(far.titlesNear + 0.1);
  expect(near.sentencesNear).toBeGreaterThan(far.sentencesNear + 0.1);
});

test("nothing is guessed where one passage was read, and where none was found", () => {
  const input = inputOf(aField({ meaning: 0.4, meaningHeading: 0.3 }));

  expect(confidenceFeatures(input)).toEqual(seenFeatures(input));
  expect(isUnread([])).toBe(false);
});
