import { describe, expect, test } from "vitest";
import { termsOf } from "../text/index.ts";
import { highlightPassage, toPlainText } from "./highlight.ts";
import type { PassagePart } from "./highlight.ts";

const show = (parts: PassagePart[]): string =>
  parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

function highlight(passage: string, query: string, beginning: string | null = null): string {
  return show(highlightPassage(passage, { terms: new Set(termsOf(query)), beginning }, null));
}

describe("highlightPassage", () => {
  test.each([
    [
      "other forms of a word are found as the search finds them",
      "Rotating keys is easy.",
      "rotate key",
      "[Rotating] [keys] is easy.",
    ],
    [
      "the word that is being typed is found by its beginning",
      "Install the agent.",
      "",
      "[Install] the agent.",
    ],
    ["identifiers are found whole", "Set `API_TOKEN` first.", "API_TOKEN", "Set [API_TOKEN] first."],
    ["HTML stays text that nobody runs", "Use a &lt;b&gt; rotate", "rotate", "Use a &lt;b&gt; [rotate]"],
  ])("%s", (_, passage, query, wanted) => {
    expect(highlight(passage, query, query === "" ? "inst" : null)).toBe(wanted);
  });

  test("a long passage is cut around the words, at spaces", () => {
    const passage = `${"filler ".repeat(100)}rotate the token here ${"filler ".repeat(100)}`;

    const shown = highlight(passage, "rotate token");

    expect(shown).toContain("[rotate] the [token] here");
    expect(shown.length).toBeLessThan(250);
    expect(shown).toMatch(/^… filler .* filler …$/u);
  });

  test("a passage without any of the words shows its beginning", () => {
    expect(highlight(`Start ${"word ".repeat(100)}`, "absent")).toMatch(/^Start word .* …$/u);
  });

  test("the pieces of a short passage are its whole text", () => {
    const parts = highlightPassage("One two three", { terms: new Set(["two"]), beginning: null }, null);

    expect(parts.map(({ text }) => text).join("")).toBe("One two three");
  });
});

describe("toPlainText", () => {
  test.each([
    ["## Heading\n\nText", "Heading Text"],
    ["> [!NOTE]\n> Mind this", "Mind this"],
    ["- one\n- **two**", "one two"],
    ["See [the guide](https://a.example/b) and ![a picture](x.png)", "See the guide and a picture"],
    ["[RFC [draft]](https://a.example/b_(c)), [![alt](x.png)](y)", "RFC [draft], alt"],
    ["| a | b |\n| --- | --- |\n| 1 | 2 |", "a b 1 2"],
    ["```sh\nnpm start\n```", "npm start"],
    ['<div onclick="x()">hi</div>', "hi"],
    ["snake_case stays, _this_ does not", "snake_case stays, this does not"],
  ])("%j reads %j", (markdown, wanted) => {
    expect(toPlainText(markdown)).toBe(wanted);
  });

  test.each([
    "[".repeat(6_000),
    "<a ".repeat(2_000),
    "_".repeat(6_000),
    "> ".repeat(3_000),
    "![](".repeat(1_500),
    "[[a]".repeat(1_500),
    `[${"[a]".repeat(2_000)}`,
    "[](a(b)".repeat(850),
  ])("text that is made to be slow is not", (hostile) => {
    expect(toPlainText(hostile).length).toBeLessThanOrEqual(6_000);
  });
});
