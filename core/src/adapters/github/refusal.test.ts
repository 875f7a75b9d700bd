import { expect, test } from "vitest";
import { toGithubError } from "./refusal.ts";

const writing = { doing: "write comments", repo: "acme/shop", by: "app" } as const;

test.each([
  [
    403,
    "Unable to create comment because issue is locked.",
    "GitHub refuses: the conversation is locked, so the app may not write comments in acme/shop.",
  ],
  [
    403,
    "Resource not accessible by integration",
    "GitHub refuses: the app may not write comments in acme/shop.",
  ],
  [403, "Repository was archived so is read-only.", "acme/shop is archived on GitHub and cannot be changed."],
])("status %i with %j is explained", (status, message, sentence) => {
  expect(toGithubError({ kind: "refused", status, message }, writing).message).toBe(sentence);
});
