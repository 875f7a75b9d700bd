import { closesFence, findFence } from "./block-starts.ts";
import { readBlocks } from "./blocks.ts";
import { hasMore, PARAGRAPH } from "./paragraphs.ts";

/** People nest lists and quotations three deep. Parsers need 650 ms for 700 levels and find no end at 4,000. */
const MOST_LEVELS = 12;
const MARKER = String.raw`(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))`;
const TOO_DEEP = new RegExp(String.raw`^(?:[ \t]*${MARKER}){${MOST_LEVELS + 1}}`, "gmu");

/** Runs that may open or close emphasis. Parsers compare each with all before it: 6,000 in a paragraph take seconds. */
const EMPHASIS = /(?<=\S)(?:\*+|_+)|(?:\*+|_+)(?=\S)/gu;
const MOST_SIGNS = 200;
/** One that is escaped already comes together with its backslash. */
const SIGN = /\\[\s\S]|[*_]/gu;

/** What may end a link, which parsers compare with all brackets before it: 20,000 in a paragraph take seconds. */
const LINK_END = /\]/gu;
const MOST_LINK_ENDS = 2_000;
const BRACKET = /\\[\s\S]|[[\]]/gu;

/** 12,000 characters in short lines keep a parser busy for two seconds; a message of so many lines means no Markdown. */
const MOST_LINES = 1_000;

/** Whether a message is better shown as it is written than parsed. */
export function hasTooManyLines(message: string): boolean {
  let lines = 0;
  for (const _ of message.matchAll(/\r\n|[\r\n]/gu)) lines += 1;
  return lines > MOST_LINES;
}

/** 2,000 lists in 100 KB keep a parser busy for five seconds, 20,000 for minutes: each that ends moves what was read. */
const MOST_OPENED = 1_500;

/** Whether a text opens so many lists and quotations that it is better shown as it is written than parsed. */
export const opensTooMuch = (markdown: string): boolean => readBlocks(markdown).opened > MOST_OPENED;

/**
 * Takes the meaning from what keeps Markdown parsers busy, or brings them down: lines that open lists or quotations more than
 * twelve deep, and paragraphs of more than two hundred signs for emphasis or two thousand ends of links. It stays readable as
 * text, and code between fences stays as it is. Call it before parsing what a member or an agent wrote.
 */
export function tameMarkdown(markdown: string): string {
  if (MAY_HIDE_FENCES.test(markdown)) return tameProse(markdown);
  return piecesOf(markdown)
    .map(({ text, isCode }) => (isCode ? text : tameProse(text)))
    .join("");
}

/** Within HTML, a line that looks like a fence is none; and parsers end lines at a return alone. */
const MAY_HIDE_FENCES = /^ {0,3}<|\r(?!\n)/mu;

/** What may stand before the end of a fence. */
const MARGIN = /^ {0,3}/u;

type Piece = { text: string; isCode: boolean };

function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  const end = (isCode: boolean): void => {
    pieces.push({ text: lines.join(""), isCode });
    lines = [];
  };
  for (const line of markdown.match(/[^\n]*\n|[^\n]+/gu) ?? []) {
    const bare = line.replace(/\r?\n$/u, "");
    if (fence === null) {
      // Only at the very beginning of a line, where no list or quotation can hold it.
      fence = findFence(bare, 0);
      if (fence !== null) end(false);
      lines.push(line);
    } else {
      lines.push(line);
      if (!closesFence(fence, bare, MARGIN.exec(bare)?.[0].length ?? 0)) continue;
      end(true);
      fence = null;
    }
  }
  end(fence !== null);
  return pieces;
}

function tameProse(prose: string): string {
  const flat = prose.replace(TOO_DEEP, (line) => line.replace(/[>+*\-.)]/gu, String.raw`\$&`));
  return flat.replace(PARAGRAPH, (paragraph) => {
    const calm = hasMore(paragraph, EMPHASIS, MOST_SIGNS) ? escaped(paragraph, SIGN) : paragraph;
    return hasMore(calm, LINK_END, MOST_LINK_ENDS) ? escaped(calm, BRACKET) : calm;
  });
}

/** What is escaped already stays as it is. */
const escaped = (paragraph: string, sign: RegExp): string =>
  paragraph.replace(sign, (found) => (found.length === 1 ? `\\${found}` : found));
