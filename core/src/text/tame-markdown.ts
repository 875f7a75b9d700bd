/** People nest lists and quotations three deep. Parsers need 650 ms for 700 levels and find no end at 4,000. */
const MOST_LEVELS = 12;
const MARKER = String.raw`(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))`;
const TOO_DEEP = new RegExp(String.raw`^(?:[ \t]*${MARKER}){${MOST_LEVELS + 1}}`, "gmu");

/** Runs that may open or close emphasis. Parsers compare each with all before it: 6,000 in a paragraph take seconds. */
const EMPHASIS = /(?<=\S)(?:\*+|_+)|(?:\*+|_+)(?=\S)/gu;
const MOST_SIGNS = 200;
const PARAGRAPH = /[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*/gu;
/** One that is escaped already comes together with its backslash. */
const SIGN = /\\[\s\S]|[*_]/gu;

/** 12,000 characters in short lines keep a parser busy for two seconds; a message of so many lines means no Markdown. */
const MOST_LINES = 1_000;

/** Whether a message is better shown as it is written than parsed. */
export function hasTooManyLines(message: string): boolean {
  let lines = 0;
  for (const _ of message.matchAll(/\r\n|[\r\n]/gu)) lines += 1;
  return lines > MOST_LINES;
}

/**
 * Takes the meaning from what keeps Markdown parsers busy, or brings them down: lines that open lists or quotations more than
 * twelve deep, and paragraphs of more than two hundred signs for emphasis. It stays readable as text. Call it before parsing what a
 * member or an agent wrote.
 */
export function tameMarkdown(markdown: string): string {
  const flat = markdown.replace(TOO_DEEP, (line) => line.replace(/[>+*\-.)]/gu, String.raw`\$&`));
  return flat.replace(PARAGRAPH, (paragraph) =>
    hasTooManySigns(paragraph)
      ? paragraph.replace(SIGN, (sign) => (sign.length === 1 ? `\\${sign}` : sign))
      : paragraph,
  );
}

function hasTooManySigns(paragraph: string): boolean {
  if (paragraph.length <= MOST_SIGNS) return false;
  return (paragraph.match(EMPHASIS)?.length ?? 0) > MOST_SIGNS;
}
