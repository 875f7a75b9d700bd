import { expect, test } from "vitest";
import type { HostPull } from "../../ports.ts";
import { changeOfPull, isReadyForReview } from "./pull-change.ts";

const PULL: HostPull = {
  number: 5,
  url: "https://github.test/acme/app/pull/5",
  title: "[Automated Fix] Export fails",
  body: "",
  state: "open",
  isDraft: true,
  isMerged: false,
  mergeCommit: null,
  mergedAt: null,
  headBranch: "automated-fix/ticket-1",
  headSha: "new",
  headRepo: "acme/app",
  updatedAt: new Date("2026-11-22T12:00:00Z"),
};
const BEFORE = {
  status: "pr_drafted",
  prChecksPassed: null,
  humanReviewed: false,
  headSha: "new",
} as const;
const approval = { author: "mona", verdict: "approved", sha: "new" } as const;

type Args = Parameters<typeof changeOfPull>;
type Expected = Partial<ReturnType<typeof changeOfPull>["set"]> & { news: string | null };

test.each<[string, Partial<Args[0]>, Partial<HostPull>, Partial<Args[2]>, Expected]>([
  ["checks still run", {}, {}, { checks: "pending" }, { prChecksPassed: null, news: null }],
  ["there are no checks", {}, {}, { checks: "none" }, { prChecksPassed: null, news: null }],
  ["checks have passed", {}, {}, { checks: "passed" }, { prChecksPassed: true, news: "ready" }],
  ["checks have failed", {}, {}, { checks: "failed" }, { prChecksPassed: false, news: "checks_failed" }],
  [
    "reviewed before the checks passed",
    { humanReviewed: true },
    {},
    { checks: "passed" },
    { humanReviewed: true, news: null },
  ],
  [
    "reviewed on GitHub",
    {},
    {},
    { checks: "passed", reviews: [approval] },
    { humanReviewed: true, news: null },
  ],
  [
    "reviewed at an older commit",
    {},
    {},
    { checks: "passed", reviews: [{ ...approval, sha: "old" }] },
    { humanReviewed: false, news: "ready" },
  ],
  [
    "another commit came after the review",
    { humanReviewed: true, prChecksPassed: true, headSha: "old" },
    {},
    { checks: "pending" },
    { humanReviewed: false, prChecksPassed: null, news: null },
  ],
  [
    "a ghost's review",
    {},
    {},
    { reviews: [{ ...approval, author: null }] },
    { humanReviewed: false, news: null },
  ],
  ["merged", {}, { state: "closed", isMerged: true }, {}, { status: "pr_merged", news: "merged" }],
  ["merged, known", { status: "pr_merged" }, { state: "closed", isMerged: true }, {}, { news: null }],
  ["closed", {}, { state: "closed" }, {}, { status: "pr_rejected", news: "rejected" }],
  ["closed, known", { status: "pr_rejected" }, { state: "closed" }, {}, { news: null }],
  ["opened again", { status: "pr_rejected" }, {}, {}, { status: "pr_drafted", news: null }],
])("%s", (_, before, pull, look, { news, ...set }) => {
  const change = changeOfPull(
    { ...BEFORE, ...before },
    { ...PULL, ...pull },
    { checks: "none", reviews: [], ...look },
  );

  expect(change.news).toBe(news);
  expect(change.set).toMatchObject(set);
});

test.each([
  ["pr_drafted", true, false, true],
  ["pr_drafted", true, true, false],
  ["pr_drafted", null, false, false],
  ["pr_drafted", false, false, false],
  ["pr_merged", true, false, false],
] as const)(
  "%s, checks %s, reviewed %s: ready for review is %s",
  (status, prChecksPassed, humanReviewed, is) => {
    expect(isReadyForReview({ status, prChecksPassed, humanReviewed })).toBe(is);
  },
);
