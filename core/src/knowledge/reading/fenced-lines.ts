/** What is written behind the signs is the code's language; behind backticks it has none, or the line is code of its own. */
const OPENING = /^[ \t]*(?:(`{3,})[^`]*|(~{3,}).*)$/u;
const CLOSING = /^[ \t]*(`{3,}|~{3,})[ \t]*$/u;

export type FencedLine = {
  line: string;
  /** Belongs to code between fences, or is one of them. */
  isCode: boolean;
  /** Is the fence that code begins with. */
  opens: boolean;
};

/** The lines of a Markdown text in order, and what each has to do with code between fences. */
export function readFencedLines(markdown: string): FencedLine[] {
  let fence: string | null = null;
  return markdown.split("\n").map((line) => {
    const wasCode = fence !== null;
    if (fence === null) {
      const [, backticks, tildes] = OPENING.exec(line) ?? [];
      fence = backticks ?? tildes ?? null;
    } else if (CLOSING.exec(line)?.[1]?.startsWith(fence) === true) fence = null;
    return { line, isCode: wasCode || fence !== null, opens: !wasCode && fence !== null };
  });
}
