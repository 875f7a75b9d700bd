import { readFencedLines } from "./fenced-lines.ts";

const NAMED = /^([ \t]*#{1,6}[ \t].{0,1000}?)[ \t]{0,9}(?<!\\)\{:?[ \t]*#[^{}]*\}[ \t]*$/u;
const CONTENTS = /^[ \t]*(?:\[toc\]|\[\[_?toc_?\]\])[ \t]*$/iu;

/**
 * Headings without the names that documentation tools link them by (`## Title {#name}`), and no line that asks such a tool
 * for a table of contents (`[[toc]]`): nobody else knows these signs.
 */
export function plainHeadings(markdown: string): string {
  if (!/\{:?[ \t]*#|\[_?toc_?\]/iu.test(markdown)) return markdown;
  return readFencedLines(markdown)
    .filter(({ line, isCode }) => isCode || !CONTENTS.test(line))
    .map(({ line, isCode }) => (isCode ? line : line.replace(NAMED, "$1")))
    .join("\n");
}
