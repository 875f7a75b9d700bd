import { expect, test } from "vitest";
import { isNewsOfPreRelease, nextNews } from "./news.ts";
import type { News } from "./news.ts";

const at = new Date("2026-11-22T12:00:00Z");
const earlier = new Date("2026-11-20T12:00:00Z");
const later = new Date("2026-11-24T12:00:00Z");

const OPEN = {
  state: "open",
  stateReason: null,
  closedAt: null,
  fixCommit: null,
  fixedAt: null,
  shippedAt: null,
  goneAt: null,
} as const;
const CLOSED = { ...OPEN, state: "closed", closedAt: at } as const;
const NOT_PLANNED = { ...CLOSED, stateReason: "not_planned" } as const;
const BY_HAND = { ...CLOSED, stateReason: "completed" } as const;
const FIXED = { ...BY_HAND, fixCommit: "c0ffee", fixedAt: at } as const;
const SHIPPED = { ...FIXED, shippedAt: later } as const;

type Issue = Parameters<typeof nextNews>[1];

test.each<[string, News[], Issue, News | null]>([
  ["open, nothing said", [], OPEN, null],
  ["open, an end was said", ["not_planned"], OPEN, "reopened"],
  ["open, the reopening was said", ["fixed", "reopened"], OPEN, null],
  ["closed without a reason", [], CLOSED, "closed"],
  ["not planned", [], NOT_PLANNED, "not_planned"],
  ["not planned, said", ["not_planned"], NOT_PLANNED, null],
  ["not planned after it was a duplicate", ["duplicate"], NOT_PLANNED, "not_planned"],
  ["not planned again", ["not_planned", "reopened"], NOT_PLANNED, "not_planned"],
  ["done by hand", [], BY_HAND, "closed_as_fixed"],
  ["a commit closed it", [], FIXED, "fixed"],
  ["the commit is found after it was done by hand", ["closed_as_fixed"], FIXED, null],
  ["fixed, the merge was said", ["merged"], FIXED, null],
  ["fixed, a pre-release was said", ["merged", "in_prerelease"], FIXED, null],
  ["fixed again", ["fixed", "reopened"], FIXED, "fixed"],
  ["shipped", ["fixed"], SHIPPED, "shipped"],
  ["shipped, said", ["fixed", "shipped"], SHIPPED, null],
  ["shipped again", ["fixed", "shipped", "reopened", "fixed"], SHIPPED, "shipped"],
  ["shipped, nothing else was ever said", [], SHIPPED, "shipped"],
  ["gone", ["fixed"], { ...SHIPPED, goneAt: at }, null],
])("%s", (_, told, issue, expected) => {
  expect(nextNews(told, issue, { status: "issue_created", createdAt: earlier })).toBe(expected);
});

test("a fix of our own is called a merge", () => {
  expect(nextNews([], FIXED, { status: "pr_merged", createdAt: earlier })).toBe("merged");
});

test("what happened before the ticket was linked is no news, but the release after it is", () => {
  const linkedBetween = { status: "issue_created", createdAt: new Date("2026-11-23T12:00:00Z") } as const;

  expect(nextNews([], FIXED, linkedBetween)).toBeNull();
  expect(nextNews([], SHIPPED, linkedBetween)).toBe("shipped");
});

test.each<[News[], boolean]>([
  [["merged"], true],
  [["merged", "in_prerelease"], false],
  [["merged", "in_prerelease", "reopened", "merged"], true],
  [["merged", "shipped"], false],
])("a pre-release after %j is news: %s", (told, expected) => {
  expect(isNewsOfPreRelease(told)).toBe(expected);
});
