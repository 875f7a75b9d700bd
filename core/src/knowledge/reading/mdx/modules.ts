import { readFencedLines } from "../fenced-lines.ts";

const MODULE = /^(?:import\s.+from\s|import\s+["']|export\s+(?:const|default|let|function)\s)/;

/** MDX without the lines that import and export, which are code for the site and no text for readers. */
export function withoutModules(mdx: string): string {
  return readFencedLines(mdx)
    .flatMap(({ line, isCode }) => (isCode || !MODULE.test(line) ? line : []))
    .join("\n");
}
