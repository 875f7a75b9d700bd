import { readFencedLines } from "./fenced-lines.ts";

const ONE = String.raw`(?:[.#][\w:-]+|[\w:-]+=(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\s"'{}]{1,200}))`;
const SOME = String.raw`${ONE}(?:[ \t]+${ONE}){0,20}[ \t]*\}`;
/** Named by a sign of class or id, where only these can be told from text. */
const NAMED = String.raw`\{[ \t]*(?=[.#])${SOME}`;
const COLON = String.raw`\{:[ \t]*${SOME}`;

const ALONE = new RegExp(String.raw`^[ \t]*(?:${COLON}|${NAMED})[ \t]*$`, "u");
const HEADING = new RegExp(String.raw`^([ \t]*#{1,6}[ \t].{0,1000}?)[ \t]{1,9}\{:?[ \t]*${SOME}[ \t]*$`, "u");
const CODE_OR_LIST = new RegExp(
  [
    String.raw`(?<!\x60)(\x60{1,3})(?!\x60)[^\x60]{1,2000}\1(?!\x60)`,
    String.raw`[ \t]{0,9}(?<!\\)${COLON}`,
    String.raw`(?<=[)\]])(?:[ \t]?${NAMED}|\{[ \t]*${SOME})`,
    String.raw`(?<=[*_:\x60])${NAMED}`,
  ].join("|"),
  "gu",
);

/** Markdown without the lists of attributes (`{: .class }`, `{ width="300" }` behind a picture) that only a site knows. */
export function plainAttributes(markdown: string): string {
  if (!/\{:?[ \t]*(?:[.#][\w-]|[\w:-]+=)/u.test(markdown)) return markdown;
  return readFencedLines(markdown)
    .flatMap(({ line, isCode }) => {
      if (isCode || !line.includes("{")) return line;
      return ALONE.test(line) ? [] : withoutLists(line.replace(HEADING, "$1"));
    })
    .join("\n");
}

const withoutLists = (line: string): string =>
  line.replace(CODE_OR_LIST, (found) => (found.startsWith("`") ? found : ""));
