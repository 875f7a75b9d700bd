import type { BugPiece, Reply } from "../ports.ts";
import type { Words } from "../words/words.ts";

const ORDER: readonly BugPiece[] = ["steps", "actual", "expected", "error_text", "environment"];

/**
 * What the member is asked for, in this order. What they expected, or where they run it, is asked for only beside
 * something that a maintainer cannot do without.
 */
export function piecesToAsk(missing: readonly BugPiece[]): BugPiece[] {
  const needed = missing.some((piece) => piece === "steps" || piece === "actual" || piece === "error_text");
  return needed ? ORDER.filter((piece) => missing.includes(piece)) : [];
}

export function askReply(words: Words, pieces: readonly BugPiece[]): Reply {
  const [first = "", ...others] = pieces.map((piece) => words.bugPieces[piece]);
  if (others.length === 0) return { markdown: words.askOnePiece(first) };
  const list = [first, ...others].map((question, i) => `${i + 1}. ${question}`).join("\n");
  return { markdown: words.askPieces(list) };
}
