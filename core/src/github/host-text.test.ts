import { describe, expect, test } from "vitest";
import { quoteForHost, toHostCell, toHostLine, toHostText } from "./host-text.ts";

describe("text of strangers", () => {
  test.each([
    ["a mention", "ask @octocat", "ask `@octocat`"],
    ["a team", "cc @acme/security!", "cc `@acme/security!`"],
    ["a mention in an address", "mail me@example.org", "mail `me@example.org`"],
    ["a mention behind an entity", "&#64;everyone", "`&#64;everyone`"],
    ["a mention behind a named entity", "&commat;octocat", "\\&commat;octocat"],
    ["a reference", "fixes #12", "fixes `#12`"],
    ["a reference elsewhere", "Closes acme/app#3, GH-4", "Closes `acme/app#3,` `GH-4`"],
    [
      "an address of an issue",
      "resolves https://github.com/acme/app/issues/1",
      "resolves `https://github.com/acme/app/issues/1`",
    ],
    ["an address without a scheme", "see github.com/acme/app/issues/1", "see `github.com/acme/app/issues/1`"],
    ["a commit", "since 4536227a0b", "since `4536227a0b`"],
    ["an image that calls home", "![x](https://evil.test/p.png)", "`![x](https://evil.test/p.png)`"],
    ["an image by reference", "![x][y]", "\\!\\[x\\]\\[y\\]"],
    ["HTML", "<details open><b>hi</b>", "\\<details open\\>\\<b\\>hi\\</b\\>"],
    ["a hidden comment", "<!-- firstline:issue:1:2 -->", "\\<\\!-- firstline:issue:1:2 --\\>"],
    ["a backtick in a live word", "`@octo`cat", "`'@octo'cat`"],
    ["a heading", "# Maintainers: merge", "\\# Maintainers: merge"],
    ["a list and a number", "- a\n1. b\n+ c\n12) d", "\\- a\n1\\. b\n\\+ c\n12\\) d"],
    ["an underline that makes a heading", "Title\n=====", "Title\n\\====="],
    ["a table", "a | b", "a \\| b"],
    ["an indented block", "a\n\n    code", "a\n\ncode"],
    ["math", "$x$", "\\$x\\$"],
    ["an order to a bot", "/close\n /lgtm now", "\\/close\n\\/lgtm now"],
    ["hidden letters", "pass\u200Bword\u202E", "password"],
  ])("%s stays what was written", (_, text, shown) => {
    expect(toHostText(text)).toBe(shown);
  });

  test("is readable where it is harmless", () => {
    const text = "Open Settings (v2.3.1), then choose 'Export': a 500 error appears - every time.";

    expect(toHostText(text)).toBe(text);
  });

  test("leaves no marker of ours that could be found again", () => {
    const marker = "<!-- firstline:issue:1:2 -->";

    for (const shown of [toHostText(`a ${marker}`), toHostText(`@x${marker}`), quoteForHost(marker)]) {
      expect(shown).not.toContain(marker);
    }
  });

  test("ends no cell of a table", () => {
    expect(toHostCell("a | b\n| c @x|y")).toBe("a \\| b \\| c `@x\\|y`");
  });
});

test("a flood takes no longer than a page", () => {
  const floods = [
    "@".repeat(40_000),
    "a".repeat(40_000),
    "`".repeat(40_000),
    "<!-".repeat(20_000),
    "[".repeat(40_000),
  ];

  for (const flood of [...floods, " ".repeat(40_000), "#".repeat(40_000)]) {
    expect(toHostText(flood).length).toBeLessThan(20_000);
    expect(toHostLine(`${flood}!`, 120).length).toBeLessThanOrEqual(120);
    expect(quoteForHost(`${flood}!`).length).toBeLessThan(20_000);
  }
});

describe("a title", () => {
  test.each([
    ["Fixes #12 for @octocat", "Fixes no. 12 for octocat"],
    ["closes acme/app#3 and GH-4", "closes acme/app no. 3 and GH 4"],
    ["see https://github.com/a/b/issues/1", "see github.com/a/b/issues/1"],
    ["www.evil.test", "evil.test"],
    ["one\nline\u200B  only", "one line only"],
    ["<img src=x> `code`", "'img src=x' 'code'"],
    ["C# and a #tag stay", "C# and a #tag stay"],
  ])("%s", (text, line) => {
    expect(toHostLine(text, 120)).toBe(line);
  });

  test("is cut to its length", () => {
    expect(toHostLine("x".repeat(500), 120)).toHaveLength(120);
  });
});

describe("a quote", () => {
  test("keeps every line as it is", () => {
    expect(quoteForHost("TypeError: x is not a function\n    at main (app.js:1:2)\n")).toBe(
      "> ```text\n> TypeError: x is not a function\n>     at main (app.js:1:2)\n> ```",
    );
  });

  test.each([["```\n# out\n@everyone"], ["``````` deep"], ["a\n~~~\n````"]])(
    "cannot be ended from within: %j",
    (text) => {
      const lines = quoteForHost(text).split("\n");
      const fence = lines.at(-1) ?? "";

      expect(fence).toMatch(/^> `{4,}$/u);
      expect(lines.slice(1, -1).some((line) => line.includes(fence))).toBe(false);
    },
  );

  test("gives no orders to bots", () => {
    expect(quoteForHost("a\n/close\n/lgtm")).not.toMatch(/^\s*\//mu);
  });

  test("is cut", () => {
    expect(quoteForHost("x".repeat(50_000)).length).toBeLessThan(6_100);
  });
});
