const FENCE = /^[ \t]*(`{3,}|~{3,})/u;

/** The lines of a Markdown text in order, and whether each belongs to code between fences, the fences themselves too. */
export function readFencedLines(markdown: string): { line: string; isCode: boolean }[] {
  let fence: string | null = null;
  return markdown.split("\n").map((line) => {
    const wasCode = fence !== null;
    const signs = FENCE.exec(line)?.[1];
    if (fence === null) fence = signs ?? null;
    else if (signs?.startsWith(fence) === true) fence = null;
    return { line, isCode: wasCode || fence !== null };
  });
}
