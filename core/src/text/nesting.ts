/** People nest lists and quotations three deep. Parsers need 650 ms for 700 levels and find no end at 4,000. */
const MOST_LEVELS = 12;
const MARKER = String.raw`(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))`;
const TOO_DEEP = new RegExp(String.raw`^(?:[ \t]*${MARKER}){${MOST_LEVELS + 1}}`, "gmu");

/**
 * Takes the meaning from lines that open lists or quotations more than twelve deep: they stay readable as text, and no
 * Markdown parser is kept busy, or brought down, by them. Call it before parsing what a member or an agent wrote.
 */
export function flattenNesting(markdown: string): string {
  return markdown.replace(TOO_DEEP, (line) => line.replace(/[>+*\-.)]/gu, String.raw`\$&`));
}
