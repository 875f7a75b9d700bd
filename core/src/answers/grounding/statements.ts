import { splitSentences } from "../../text/index.ts";

/** A stretch of an answer's Markdown. */
export type Piece = {
  start: number;
  end: number;
  text: string;
  /** Indexes of the claims that cover it; empty for what no claim covers. */
  claims: number[];
};

/**
 * Cuts Markdown into the statements that claims cover and, between them, into code blocks and sentences. A claim whose
 * statement does not stand in the Markdown covers nothing.
 */
export function cutStatements(markdown: string, statements: readonly string[]): Piece[] {
  const covered = locate(markdown, statements);
  const pieces: Piece[] = [];
  let at = 0;
  for (const piece of covered) {
    pieces.push(...cutFree(markdown, at, piece.start), piece);
    at = piece.end;
  }
  return [...pieces, ...cutFree(markdown, at, markdown.length)];
}

/** Where statements stand, in order and without overlap; one that is claimed more often than it stands has several claims. */
function locate(markdown: string, statements: readonly string[]): Piece[] {
  const found: Piece[] = [];
  let cursor = 0;
  for (const [claim, statement] of statements.entries()) {
    const text = statement.trim();
    if (text === "") continue;
    const ahead = markdown.indexOf(text, cursor);
    const start = ahead === -1 ? markdown.indexOf(text) : ahead;
    if (start === -1) continue;
    const end = start + text.length;
    const taken = found.find((other) => start < other.end && end > other.start);
    if (taken?.start === start && taken.end === end) taken.claims.push(claim);
    if (taken) continue;
    found.push({ start, end, text, claims: [claim] });
    cursor = end;
  }
  return found.toSorted((a, b) => a.start - b.start);
}

const BLOCK_OR_LINE = /^[\t ]*(`{3,9}|~{3,9})[\s\S]*?(?:^[\t ]*\1[\t ]*$|(?![\s\S]))|[^\n]+/gmu;

function cutFree(markdown: string, from: number, to: number): Piece[] {
  const free = markdown.slice(from, to);
  const pieces: Piece[] = [];
  for (const match of free.matchAll(BLOCK_OR_LINE)) {
    const start = from + match.index;
    const parts = match[1] === undefined ? splitSentences(match[0]) : [match[0]];
    pieces.push(...placed(markdown, start, start + match[0].length, parts));
  }
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
}

/** The parts with their places; a line whose white space was changed by the cutting stays whole. */
function placed(markdown: string, start: number, end: number, parts: string[]): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  for (const text of parts) {
    const found = markdown.indexOf(text, at);
    if (found === -1 || found + text.length > end) {
      return [{ start, end, text: markdown.slice(start, end), claims: [] }];
    }
    at = found + text.length;
    pieces.push({ start: found, end: at, text, claims: [] });
  }
  return pieces;
}
