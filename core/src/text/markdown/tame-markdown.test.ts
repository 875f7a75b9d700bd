import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { hasTooManyLines, tameMarkdown } from "./tame-markdown.ts";

test.each([
  ["dashes", "- ".repeat(8_000)],
  ["quotation marks", ">".repeat(20_000)],
  ["spaced quotation marks", "> ".repeat(8_000)],
  ["numbers", "1. ".repeat(8_000)],
  ["a mixture", "- > 1) ".repeat(3_000)],
  ["an indented line", `  ${"* ".repeat(8_000)}`],
])("a line of %s is a paragraph and no tower of lists", (_, line) => {
  const [first] = fromMarkdown(tameMarkdown(`Hello\n\n${line} end`)).children.slice(1);

  expect(first?.type).toBe("paragraph");
});

test.each(["**a", "_a", "*a ", "*_", "\\*"])(
  "a paragraph of %j over and over is text without emphasis",
  (sign) => {
    const [first] = fromMarkdown(tameMarkdown(`${sign.repeat(7_000)}\n\n*end*`)).children;

    expect(first).toMatchObject({ type: "paragraph", children: [{ type: "text" }] });
    expect(tameMarkdown(`${sign.repeat(7_000)}\n\n*end*`)).toMatch(/\n\n\*end\*$/u);
  },
);

test("an escaped sign stays escaped among too many of them", () => {
  expect(tameMarkdown(`\\*a ${"*a ".repeat(300)}`)).toMatch(/^\\\*a \\\*a /u);
});

test("blank lines of spaces are looked at once", () => {
  const lines = " \n".repeat(200_000);

  expect(tameMarkdown(lines)).toBe(lines);
});

test.each(["\n", "\r\n", "\r"])(
  "a message of more than a thousand lines, ended by %j, is not to be parsed",
  (end) => {
    expect(hasTooManyLines(`a${end}`.repeat(1_000))).toBe(false);
    expect(hasTooManyLines(`a${end}`.repeat(1_001))).toBe(true);
  },
);

test.each(["- a\n  - b\n    - c", "> > > quoted", "1. one\n2. two", "- - - -", "***", "a - b - c"])(
  "%j is left as it is",
  (markdown) => {
    expect(tameMarkdown(markdown)).toBe(markdown);
  },
);

const SETTINGS = `export MY_VAR=a_b\n`.repeat(200);

test.each([
  ["backticks", `Set these:\n\n\`\`\`sh\n${SETTINGS}\`\`\`\n`],
  ["tildes", `~~~ sh\n${SETTINGS}\n\`\`\`\n${SETTINGS}~~~~\n`],
  ["a fence that nobody closes", `\`\`\`\r\n${SETTINGS}`],
])("code between %s stays as it is, however many signs it holds", (_, markdown) => {
  expect(tameMarkdown(markdown)).toBe(markdown);
});

const STARS = "*a **a ".repeat(300);

test.each([
  ["behind a closed fence", `\`\`\`\ncode\n\`\`\`\n${STARS}`],
  ["behind a fence within HTML", `<!--\n\`\`\`\n-->\n\n${STARS}`],
  ["behind a fence that a return alone ends", `\`\`\`\n\r\`\`\`\r\r${STARS}`],
  ["behind an end that a strange space spoils", `\`\`\`\n\`\`\`\u00a0\n\`\`\`\n${STARS}`],
  ["behind backticks with more on their line", `\`\`\`a\`\`\`\n\n${STARS}`],
  ["behind a fence of a list", `- \`\`\`\n\n${STARS}`],
  ["behind a fence within HTML of a list", `- <!--\n  \`\`\`\n  -->\n\n${STARS}`],
])("signs %s are tamed", (_, markdown) => {
  expect(tameMarkdown(markdown)).toContain(String.raw`\*a \*\*a`);
});

test.each(["](", "[a](b) ", "[]"])("a paragraph of %j over and over is text without links", (piece) => {
  const [first] = fromMarkdown(tameMarkdown(`${piece.repeat(5_000)}\n\n[end](b)`)).children;

  expect(first).toMatchObject({ type: "paragraph", children: [{ type: "text" }] });
});
