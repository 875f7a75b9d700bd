import { readFencedLines } from "./fenced-lines.ts";

const OPENING = /^([ \t]*)(:{3,})[ \t]*([a-z][a-z-]*)[ \t]*(.*)$/iu;
const CLOSING = /^[ \t]*:{3,}[ \t]*$/u;

/** What documentation tools call them, as the five kinds that there are in Markdown; others only group what is in them. */
const KINDS: Readonly<Record<string, string>> = {
  note: "NOTE",
  info: "NOTE",
  abstract: "NOTE",
  tip: "TIP",
  hint: "TIP",
  success: "TIP",
  important: "IMPORTANT",
  warning: "WARNING",
  attention: "WARNING",
  caution: "CAUTION",
  danger: "CAUTION",
  error: "CAUTION",
};

type Container = {
  isQuote: boolean;
  /** Within a list, what stands before its colons and its lines. */
  indent: string;
};

/**
 * Callouts between colons (`:::tip Title`, as documentation tools have them) become quotations with a mark, as the help
 * center shows them; other containers leave what is in them. A text that leaves one open stays as it is.
 */
export function plainCallouts(markdown: string): string {
  if (!/^[ \t]*:::/mu.test(markdown)) return markdown;
  const plain: string[] = [];
  let around: Container[] = [];
  for (const { line, isCode } of readFencedLines(markdown)) {
    const opening = isCode ? null : OPENING.exec(line);
    if (opening) {
      const [, indent = "", , name = "", title = ""] = opening;
      const kind = KINDS[name.toLowerCase()];
      const before = around;
      around = [...around, { isQuote: kind !== undefined, indent }];
      plain.push(
        quoted("", before),
        ...headOf(kind, title).map((head) => quoted(head && indent + head, around)),
      );
    } else if (!isCode && around.length > 0 && CLOSING.test(line)) {
      around = around.slice(0, -1);
      plain.push(quoted("", around));
    } else plain.push(quoted(line, around));
  }
  return around.length > 0 ? markdown : plain.join("\n");
}

function headOf(kind: string | undefined, title: string): string[] {
  const words = title
    .replace(/\{[^{}]*\}/gu, "")
    .trim()
    .replace(/^\[(.*)\]$/u, "$1")
    .trim();
  const named = words === "" ? [] : [`**${words}**`, ""];
  return kind === undefined ? named : [`[!${kind}]`, ...named];
}

function quoted(line: string, around: readonly Container[]): string {
  const quotes = around.filter(({ isQuote }) => isQuote);
  const [outer] = quotes;
  if (!outer) return line;
  const { length } = around.at(-1)?.indent ?? "";
  const words = line.slice(Math.min(length, line.length - line.trimStart().length));
  return `${outer.indent}${"> ".repeat(quotes.length)}${words}`.trimEnd();
}
