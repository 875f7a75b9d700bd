import { afterEach, expect, test, vi } from "vitest";
import { readSections } from "./markdown.ts";

const over = (piece: string, length: number): string => `${piece.repeat(length / piece.length)}a\n\nneedle`;

// oxlint-disable-next-line typescript/unbound-method -- it is called on its pattern
const { exec } = RegExp.prototype;
afterEach(() => vi.restoreAllMocks());

test.each([
  "> a\nb\n",
  "- a\nb\n",
  "> - a\nb\n\n",
  "- a\n",
  "- a\n\n",
  "- a\n* a\n",
  "-\n",
  "* * * a\n",
  "- > 1) a\n",
  "> > > > a\n\n> b\n\n",
  "> a\n\n",
  "[a]: b '\n",
  "[a]: b 'x\n\n",
  "[a](<b",
  "[",
  "![[",
  "[]",
  "\\",
  "*a **a ",
  "*_",
  "\\*",
  "`a",
  "```\n",
  "> ```\n",
  "<a ",
  "<div>\n\n",
  "<!--",
  "<div><!--\n",
  "<div><a\n",
  "a <?",
  "a\n=\n",
  "=\n",
  "# [a](b)\n",
  "# [[[[a\n",
  "# ..a",
  "|---",
  "    a\n\n",
  "\t",
  " \n",
  "\n",
  "a\n\n",
  "a",
])("%j over and over is looked at thirty times at most, and nothing is lost", (piece) => {
  let looked = 0;
  vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const match = exec.call(this, text);
    // One that matches nothing may have looked at all that follows.
    looked += match ? match.index + match[0].length - from : text.length - from;
    return match;
  });

  const sections = readSections(over(piece, 20_000));

  vi.restoreAllMocks();
  expect(looked).toBeLessThan(20_000 * 30);
  expect(JSON.stringify(sections)).toContain("needle");
});

// A pattern that looks from every place to its text's end takes minutes for these: such a test ends by the runner's limit.
test.each(["<div><!--", "<div><a", "<a b='", "[a]: <b", "[a]: b '\\", "# ...", "# a ", "*a ", " "])(
  "%j over and over keeps no pattern busy",
  (piece) => {
    expect(JSON.stringify(readSections(over(piece, 400_000)))).toContain("needle");
  },
);

test("headings are taken apart up to ten thousand characters, and stay as they are written from there on", () => {
  const sections = readSections("# *a*\n\ntext\n\n".repeat(5_000));

  expect(sections).toHaveLength(5_000);
  expect(sections[0]?.path).toEqual(["a"]);
  expect(sections.at(-1)?.path).toEqual(["*a*"]);
});
