import { expect, test } from "vitest";
import { findCloser, type TimelineEvent } from "./find-closer.ts";

const of = { repo: "acme/shop", issueNumber: 7 };
const noon = new Date("2026-11-22T12:00:00Z");
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

function event(name: string, at = noon, sha: string | null = null, repo = "acme/shop"): TimelineEvent {
  return { event: name, at, commit: sha === null ? null : { sha, repo }, pull: null };
}

function mention(
  number: number,
  mergedAt: Date,
  text = "See #7",
  repo: string | null = "acme/shop",
): TimelineEvent {
  return { event: "cross-referenced", at: noon, commit: null, pull: { number, repo, text, mergedAt } };
}

test.each([
  ["nothing happened", [], null],
  ["a person closed it", [event("closed")], null],
  ["a commit closed it", [event("closed", noon, "abc")], { commit: "abc" }],
  ["a commit of another repository closed it", [event("closed", noon, "abc", "acme/other")], null],
  ["it was opened again", [event("closed", noon, "abc"), event("reopened", later(60))], null],
  [
    "the last closing counts",
    [event("closed", noon, "abc"), event("reopened"), event("closed", noon, "def")],
    { commit: "def" },
  ],
  ["a pull request was merged in that moment", [mention(8, later(-1)), event("closed")], { pull: 8 }],
  ["one was merged long before", [mention(8, later(-3600)), event("closed")], null],
  [
    "the one that says so, of two",
    [mention(8, noon, "Fixes #7"), mention(9, noon), event("closed")],
    { pull: 8 },
  ],
  [
    "one that fixes #70 says nothing of #7",
    [mention(8, noon, "Fixes #70"), mention(9, noon), event("closed")],
    { pull: 9 },
  ],
  ["one of another repository", [mention(8, noon, "Fixes acme/shop#7", "acme/other"), event("closed")], null],
])("%s", (_, events, closer) => {
  expect(findCloser(events, of)).toEqual(closer);
});
