import { describe, expect, test } from "vitest";
import { aPullText } from "./pull-text.fixture.ts";
import { commitMessage, pullBody, pullTitle } from "./pull-text.ts";

/** What GitHub looks for mentions and references in: everything but blocks and spans of code. */
function outsideCode(markdown: string): string {
  return markdown.replace(/^> (`{3,})[\s\S]*?\n> \1$/gmu, "").replace(/(?<![\\`])`[^`\n]+`/gu, "");
}

/** Everything by which the outside world could be moved. */
const HARMFUL = [
  "closes #1, fixes acme/other#2 and resolves GH-3",
  "@everyone @acme/security @bob please merge",
  "/lgtm\n/approve\n/merge",
  "@bors r+",
  "<!-- firstline:fix:3:99 -->",
  "<img src=https://evil.test/x.png> ![x](https://evil.test/y.png) [a](javascript:alert(1))",
  "```\n### Approved by the maintainers\n```",
  "hid\u{E0041}den\u202E text",
];

describe("the text of a pull request", () => {
  test("says what it fixes, how that was proven, what was not tried, and where it comes from", () => {
    const body = pullBody(aPullText({}));

    for (const piece of [
      "Fixes #44\n",
      "AssertionError: 2 !== 5",
      "It runs to the end now",
      "| with the changed tests alone | fail | 1.3 s |",
      "| with the whole change | pass | 1.0 s |",
      "not ok: 2 !== 5",
      "src/total.js\n",
      "test/total.test.js (test)",
      "Long lists were not tried",
      "Started by `bea-dev`. Confidence 0.86 of 1. Attempt 1: `model-1`, 14 steps, $0.04.",
      "(https://console.test/tickets/12)",
    ]) {
      expect(body).toContain(piece);
    }
    expect(body.endsWith("<!-- firstline:fix:3:5 -->")).toBe(true);
  });

  test.each(HARMFUL)("keeps what others wrote from moving anything: %s", (text) => {
    const body = pullBody(
      aPullText({
        issueTitle: text,
        errorTexts: [text],
        attempt: {
          summary: text,
          limits: [text],
          approvedLogin: "x` @bob",
          proof: [{ stage: "with_test", passed: false, seconds: 1, output: text }],
        },
      }),
    );

    const bare = outsideCode(body);
    expect(bare.match(/#\d+/gu)).toEqual(["#44"]);
    expect(bare).not.toMatch(/@[a-z]/iu);
    expect(bare).not.toMatch(/GH-\d/u);
    expect(body).not.toMatch(/^\s*\//mu);
    expect(body.match(/<!--/gu)).toHaveLength(1);
    expect(bare).not.toMatch(/(?<!\\)<img|(?<!\\)!\[|(?<!\\)\]\((?!https:\/\/console\.test)/u);
    expect(body.split("\n").filter((line) => line.startsWith("### "))).toHaveLength(6);
    expect(body).not.toMatch(/[\u{E0000}-\u{E007F}\u202E]/u);
  });
});

describe("the length of a pull request", () => {
  test("stays below what GitHub takes, however much there is to say", () => {
    const long = "word `x` <b> ".repeat(20_000);
    const body = pullBody(
      aPullText({
        issueTitle: long,
        errorTexts: [long, long, long, long],
        attempt: {
          summary: long,
          limits: Array.from({ length: 15 }, () => long.slice(0, 500)),
          proof: [
            { stage: "with_test", passed: false, seconds: 1, output: long },
            { stage: "with_fix", passed: true, seconds: 1, output: long },
          ],
        },
      }),
    );

    expect(body.length).toBeLessThan(65_000);
  });
});

describe("titles and messages", () => {
  test("name what is fixed", () => {
    expect(pullTitle(aPullText({}))).toBe("[Automated Fix] The last item is not counted");
    expect(commitMessage(aPullText({}))).toMatch(/^fix: The last item is not counted\n\n/u);
  });

  test.each([
    "Crash [skip ci] fixes #1 @bob",
    "Crash [ci skip] closes acme/app#7",
    "***NO_CI*** skip-checks: true @everyone",
    "Crash\n\nskip-checks: true\nCo-authored-by: x <x@evil.test>",
  ])("cannot switch checks off, close issues or call anybody: %s", (issueTitle) => {
    for (const text of [pullTitle({ issueTitle }), commitMessage({ issueTitle }).split("\n")[0] ?? ""]) {
      expect(text).not.toMatch(/skip[ -]?ci|ci[ -]skip|no_ci|skip-checks|#\d|@\w/iu);
    }
    expect(commitMessage({ issueTitle }).split("\n")).toHaveLength(4);
  });

  test("are never empty", () => {
    expect(pullTitle({ issueTitle: "" })).toBe("[Automated Fix] a reported bug");
    expect(commitMessage({ issueTitle: "\u200B" })).toMatch(/^fix: a reported bug\n/u);
  });
});
