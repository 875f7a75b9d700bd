import { calloutKind } from "./callout-kinds.ts";
import { readFencedLines } from "./fenced-lines.ts";
import type { FencedLine } from "./fenced-lines.ts";

const OPENING = /^([ \t]*)(:{3,})[ \t]*([a-z][a-z-]*)(?![\w.])[ \t]*(.*)$/iu;
const CLOSING = /^[ \t]*:{3,}[ \t]*$/u;

/** Nobody sees more callouts in each other; lines in them would be little but signs of quotation. */
const DEEPEST = 20;

type Container = {
  isQuote: boolean;
  /** Within a list, what stands before its colons and its lines. */
  indent: string;
};

/**
 * Callouts between colons (`:::tip Title`, as documentation tools have them) become quotations with a mark, as the help
 * center shows them; other containers leave what is in them. A line that opens one and is never closed stays as it is.
 */
export function plainCallouts(markdown: string): string {
  if (!/^[ \t]*:::/mu.test(markdown)) return markdown;
  const lines = readFencedLines(markdown);
  const signs = findSigns(lines);
  const plain: string[] = [];
  let around: Container[] = [];
  for (const [index, { line }] of lines.entries()) {
    const sign = signs.get(index);
    if (sign === "closing") {
      around = around.slice(0, -1);
      plain.push(quoted("", around));
    } else if (sign) {
      const before = around;
      around = [...around, sign];
      plain.push(quoted("", before), ...sign.head.map((head) => quoted(head && sign.indent + head, around)));
    } else plain.push(quoted(line, around));
  }
  return plain.join("\n");
}

type Sign = (Container & { head: string[] }) | "closing";

/** The lines that open and close a container, by their numbers. */
function findSigns(lines: readonly FencedLine[]): ReadonlyMap<number, Sign> {
  const signs = new Map<number, Sign>();
  const open: [number, Sign][] = [];
  for (const [index, { line, isCode }] of lines.entries()) {
    if (isCode) continue;
    const [, indent = "", , name, title = ""] = OPENING.exec(line) ?? [];
    if (name !== undefined) {
      const kind = calloutKind(name);
      const mark = kind === null ? [] : [`[!${kind.toUpperCase()}]`];
      open.push([index, { isQuote: kind !== null, indent, head: [...mark, ...titleOf(title)] }]);
      continue;
    }
    const opened = CLOSING.test(line) ? open.pop() : undefined;
    if (opened && open.length < DEEPEST) signs.set(...opened).set(index, "closing");
  }
  return signs;
}

function titleOf(written: string): string[] {
  const words = written
    .replace(/\{[^{}]*\}/gu, "")
    .trim()
    .replace(/^\[(.*)\]$/u, "$1")
    .trim();
  return words === "" ? [] : [`**${words}**`, ""];
}

function quoted(line: string, around: readonly Container[]): string {
  const quotes = around.filter(({ isQuote }) => isQuote);
  const [outer] = quotes;
  if (!outer) return line;
  const { length } = around.at(-1)?.indent ?? "";
  const words = line.slice(Math.min(length, line.length - line.trimStart().length));
  return `${outer.indent}${"> ".repeat(quotes.length)}${words}`.trimEnd();
}
