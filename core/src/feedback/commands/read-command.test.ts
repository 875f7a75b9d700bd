import { expect, test } from "vitest";
import { readFeedbackCommand, readStatus } from "./read-command.ts";

test.each([
  ["", { name: "help" }],
  ["  HELP ", { name: "help" }],
  ["new", { name: "new", title: "" }],
  ["new Dark mode, please", { name: "new", title: "Dark mode, please" }],
  ["list", { name: "list", status: null }],
  ["list planned", { name: "list", status: "planned" }],
  ["list In progress", { name: "list", status: "in_progress" }],
  ["list not-planned", { name: "list", status: "wont_fix" }],
  ["search dark mode", { name: "search", words: "dark mode" }],
  ["search", { name: "list", status: null }],
  ["vote 12", { name: "vote", post: { id: 12 } }],
  ["vote #12", { name: "vote", post: { id: 12 } }],
  ["vote dark mode", { name: "vote", post: { words: "dark mode" } }],
  ["vote 0", { name: "vote", post: { words: "0" } }],
  ["unvote 12", { name: "unvote", post: { id: 12 } }],
  ["mine", { name: "mine" }],
  ["opt-out", { name: "opt_out" }],
  ["Opt-In", { name: "opt_in" }],
  ["opt-out for telemetry", { name: "search", words: "opt-out for telemetry" }],
  ["link", { name: "link", code: null }],
  ["link abcd-efgh", { name: "link", code: "abcd-efgh" }],
  ["dark mode for the editor", { name: "search", words: "dark mode for the editor" }],
  ["newer versions", { name: "search", words: "newer versions" }],
  ["status 12 planned", { name: "status", postId: 12, status: "planned", comment: "" }],
  [
    "status #12 planned in spring, we hope",
    { name: "status", postId: 12, status: "planned", comment: "in spring, we hope" },
  ],
  [
    "status 12 in progress at last",
    { name: "status", postId: 12, status: "in_progress", comment: "at last" },
  ],
  ["status 12 under_review", { name: "status", postId: 12, status: "under_review", comment: "" }],
  ["merge 12 7", { name: "merge", fromId: 12, intoId: 7 }],
  ["merge #12 into #7", { name: "merge", fromId: 12, intoId: 7 }],
])("/feedback %s", (text, command) => {
  expect(readFeedbackCommand(text)).toEqual(command);
});

test.each([
  ["vote", /Which post/u],
  ["unvote   ", /Which post/u],
  ["list soon", /open, under review, planned, in progress, completed, not planned/u],
  ["status", /status 12 planned/u],
  ["status planned 12", /status 12 planned/u],
  ["status 12 someday", /no such status/u],
  ["merge 12", /merge 12 into 7/u],
  ["merge it", /merge 12 into 7/u],
])("/feedback %s says how to write it", (text, sentence) => {
  expect(() => readFeedbackCommand(text)).toThrow(sentence);
});

test("a status is known by its name and by its key", () => {
  expect(["Won't fix", "wont_fix", "NOT PLANNED"].map(readStatus)).toEqual([
    "wont_fix",
    "wont_fix",
    "wont_fix",
  ]);
});
