import { calloutKind } from "./callout-kinds.ts";
import { readFencedLines } from "./fenced-lines.ts";

/** Obsidian's callouts are folded by a sign, and have a title on their first line. */
const FIRST = /^([ \t]*(?:>[ \t]?)+)\[!([a-z][a-z-]{0,40})\][+-]?[ \t]*(.*)$/iu;
const IS_PLAIN = /^(?:note|tip|important|warning|caution)$/iu;

/** Callouts within quotations (`> [!info]- Title`) with the marks and titles that the help center shows. */
export function plainQuotes(markdown: string): string {
  if (!/>[ \t]?\[![a-z]/iu.test(markdown)) return markdown;
  return readFencedLines(markdown)
    .flatMap(({ line, isCode }) => {
      const [, signs = "", name, title = ""] = (isCode ? null : FIRST.exec(line)) ?? [];
      if (name === undefined || (IS_PLAIN.test(name) && line.trimEnd().endsWith("]"))) return line;
      const kind = calloutKind(name);
      const words = title.trim() === "" && kind === null ? capitalized(name) : title.trim();
      const head = words === "" ? [] : [`${signs}**${words}**`, signs.trimEnd()];
      return kind === null ? head : [`${signs}[!${kind.toUpperCase()}]`, ...head];
    })
    .join("\n");
}

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
