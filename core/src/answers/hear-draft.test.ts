import { expect, test } from "vitest";
import { wholeSentences } from "./hear-draft.ts";

test.each([
  ["Open the settings. Then cl", "Open the settings."],
  ["Open the settings.", ""],
  ["Do this:\n\n- one\n- tw", "Do this:\n\n- one"],
  ["See [the docs. Really](https://evil.exam", "See [the docs."],
  ["The key is sk-ant-api03-abcdef", ""],
  ["", ""],
])("of %j so far, %j is shown", (markdown, whole) => {
  expect(wholeSentences(markdown)).toBe(whole);
});
