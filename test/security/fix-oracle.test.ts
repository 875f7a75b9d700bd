import { expect, test } from "vitest";
import { effectsOf, effectsOfLine } from "./fix-oracle.ts";

const ours = { links: ["https://console.test/"], markers: /^<!-- ours -->$/, references: ["Fixes #4"] };

test.each([
  "@everyone",
  "cc @acme/security",
  "Closes #12",
  "acme/other#3",
  "GH-12",
  "See deadbeef1",
  "https://evil.test",
  "www.evil.test",
  "[here](https://evil.test)",
  "![](https://evil.test/p.png)",
  "[r]: https://evil.test",
  "<img src=x>",
  "<!-- ours, but not -->",
  "> <details>",
  "| a |\n| - |\n| @acme |",
  "```\ncode\n```\n@acme",
  "`open @acme",
  "a\u200Bb",
  "a\u{E0041}b",
  "a\u{E0101}b",
  "a\u202Eb",
  "/close",
  "```\n/lgtm\n```",
])("%j does something", (text) => {
  expect(effectsOf(text, ours)).not.toEqual([]);
});

test.each([
  "Fixes #4",
  "<!-- ours -->",
  "`@everyone` and `#12`",
  "```text\n@acme closes #1 https://evil.test <b>\n```",
  String.raw`\<img\> \!\[x\]\(y\)`,
  "[The ticket](https://console.test/tickets/1)",
  "mail at noon, 7 of 12, a-b, 1.2.3",
  "> /close",
  "👩‍💻 ❤️",
])("%j says something and no more", (text) => {
  expect(effectsOf(text, ours)).toEqual([]);
});

test.each(["by @bea", "fix #3", "see https://evil.test", "a\u200Bb", "GH-1"])(
  "the line %j does something",
  (line) => {
    expect(effectsOfLine(line)).not.toEqual([]);
  },
);
