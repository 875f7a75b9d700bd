import { expect, test } from "vitest";
import { countedVotes } from "./tally.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 12, minute));
let id = 0;
const vote = (postId: number, personId: number, value = 1, minute = 0) => {
  id += 1;
  return { id, postId, personId, value, createdAt: at(minute) };
};

const STANDING = 1;
const MERGED = 2;
const OTHER = 3;

test.each([
  ["nobody", [], []],
  ["everybody who voted on the post", [vote(STANDING, 1), vote(STANDING, 2)], [1, 1]],
  ["those of a merged post", [vote(STANDING, 1), vote(MERGED, 2)], [1, 1]],
  [
    "once who voted on both, by the vote on the post itself",
    [vote(MERGED, 1, 1, 5), vote(STANDING, 1, -1, 1)],
    [-1],
  ],
  ["once who voted on two merged ones, by the newer", [vote(MERGED, 1, 1, 1), vote(OTHER, 1, -1, 2)], [-1]],
  ["by the later of two at the same time", [vote(MERGED, 1, 1), vote(OTHER, 1, -1)], [-1]],
])("counts %s", (_, votes, values) => {
  expect(countedVotes(votes, STANDING).map((one) => one.value)).toEqual(values);
  expect(countedVotes(votes.toReversed(), STANDING)).toHaveLength(values.length);
});
