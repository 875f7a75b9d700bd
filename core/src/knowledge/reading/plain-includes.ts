import { readFencedLines } from "./fenced-lines.ts";

/** `<<< @/snippet.js{2}` of VitePress. */
const SNIPPET = /^[ \t]*<<<[ \t]*(?:@|\.{0,2}\/)\S.*$/u;
/** `--8<-- "file"` of MkDocs; without a name it begins and ends a list of files. */
const SCISSORS = /^[ \t]*-{2,}8<-{2,}(?:[ \t]+(?:"[^"]*"|'[^']*'|\[[^\]]*\]))?[ \t]*$/u;
const LIST = /^[ \t]*-{2,}8<-{2,}[ \t]*$/u;

/** Markdown without the lines that put another file in their place: it is not at hand, and its name says nothing. */
export function plainIncludes(markdown: string): string {
  if (!/^[ \t]*(?:<<<|-{2,}8<-)/mu.test(markdown)) return markdown;
  const lines = readFencedLines(markdown);
  const isMark = ({ line, isCode }: (typeof lines)[number]): boolean => !isCode && LIST.test(line);
  let marks = lines.filter(isMark).length;
  let isListed = false;
  return lines
    .flatMap((read) => {
      const { line, isCode } = read;
      if (isMark(read)) {
        isListed = !isListed && marks > 1;
        marks -= 1;
        return [];
      }
      return isListed || (!isCode && (SNIPPET.test(line) || SCISSORS.test(line))) ? [] : line;
    })
    .join("\n");
}
