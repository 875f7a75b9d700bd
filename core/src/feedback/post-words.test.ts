import { expect, test } from "vitest";
import type { PostSummary } from "./load.ts";
import { asPlainText, namePost, postLine } from "./post-words.ts";

const post: PostSummary = {
  id: 12,
  title: "Dark mode",
  description: "For late hours.",
  type: "feature_request",
  status: "open",
  upvotes: 3,
  downvotes: 0,
  weightedScore: 7.25,
  createdAt: new Date("2026-11-22T12:00:00Z"),
  mergedIntoId: null,
  isPublic: true,
};

test.each([
  [{}, "**#12** Dark mode · 3 votes · Open"],
  [
    { upvotes: 1, downvotes: 2, status: "in_progress" },
    "**#12** Dark mode · 1 vote, 2 against · In progress",
  ],
  [{ title: "**Bold** [x](https://evil.example)" }, String.raw`\*\*Bold\*\* \[x\](https://evil.example)`],
] as const)("a line of a list (case %#)", (changes, line) => {
  expect(postLine({ ...post, ...changes })).toContain(line);
});

test("nothing in a list tells the score", () => {
  expect(postLine(post)).not.toContain("7.25");
});

test("markup of strangers is shown, not followed", () => {
  expect(asPlainText("a\n> b `c` <d> &amp;")).toBe("a > b \\`c\\` \\<d> \\&amp;");
  expect(namePost({ id: 3, title: "x".repeat(300) })).toBe(`#3 “${"x".repeat(99)}…”`);
});
