import { describe, expect, test } from "vitest";
import { companyWeight, scoreOf } from "./score.ts";
import type { Ballot } from "./score.ts";

const weighing = { baseWeight: 1, mrrUnitUsd: 100, maxWeight: 5 };

test.each([
  [0, 1],
  [900, 2],
  [9_900, 3],
  [99_900, 4],
  [1e12, 5],
  [-50, 1],
])("a company with a revenue of %d weighs %d", (mrrUsd, weight) => {
  expect(companyWeight(mrrUsd, weighing)).toBeCloseTo(weight, 6);
});

const person = (personId: number, value = 1): Ballot => ({ personId, companyId: null, mrrUsd: 0, value });
const of = (companyId: number, personId: number, value = 1, mrrUsd = 900): Ballot => ({
  personId,
  companyId,
  mrrUsd,
  value,
});

test.each<[string, Ballot[], number]>([
  ["nobody", [], 0],
  ["two people without a company", [person(1), person(2)], 2],
  ["one for and one against", [person(1), person(2, -1)], 0],
  ["three of one company", [of(1, 1), of(1, 2), of(1, 3)], 2],
  ["a company of which more are against it", [of(1, 1), of(1, 2, -1), of(1, 3, -1)], -2],
  ["a company that is even", [of(1, 1), of(1, 2, -1)], 0],
  ["two companies and a person", [of(1, 1), of(2, 2, 1, 9_900), person(3)], 6],
])("the score of %s", (_, ballots, score) => {
  expect(scoreOf(ballots, weighing)).toBeCloseTo(score, 6);
});

/** Numbers that look like chance and are the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])("for any votes (seed %d)", (seed) => {
  const random = randomFrom(seed);
  const mrr = Array.from({ length: 6 }, () => random(1_000_000));
  const ballots = Array.from({ length: 40 }, (_, personId): Ballot => {
    const companyId = random(7);
    const value = random(4) === 0 ? -1 : 1;
    return companyId === 6 ? person(personId, value) : of(companyId, personId, value, mrr[companyId]);
  });
  const score = scoreOf(ballots, weighing);

  test("the order of votes does not matter", () => {
    expect(scoreOf(ballots.toReversed(), weighing)).toBeCloseTo(score, 6);
  });

  test("one more vote for a post never lowers its score, and adds at most twice the cap", () => {
    for (const more of [person(99), of(random(6), 99, 1, mrr[0])]) {
      const after = scoreOf([...ballots, more], weighing);
      expect(after).toBeGreaterThanOrEqual(score - 1e-9);
      expect(after - score).toBeLessThanOrEqual(2 * weighing.maxWeight);
    }
  });

  test("more of a company that is for it already add nothing", () => {
    const once = scoreOf([of(50, 200, 1, 5_000)], weighing);
    const often = Array.from({ length: 20 }, (_, i) => of(50, 200 + i, 1, 5_000));
    expect(scoreOf(often, weighing)).toBe(once);
  });

  test("more revenue never makes a company lighter", () => {
    const [less, more] = [random(1e6), random(1e6)].toSorted((a, b) => a - b);
    expect(companyWeight(more ?? 0, weighing)).toBeGreaterThanOrEqual(companyWeight(less ?? 0, weighing));
  });
});
