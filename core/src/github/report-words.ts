import type { BugPiece, Reply } from "../ports.ts";

const ASKED: Record<BugPiece, string> = {
  steps: "What did you do, step by step, just before it happened?",
  actual: "What happened then?",
  expected: "What did you expect instead?",
  error_text: "Is there an error message? If so, please paste it as text.",
  environment: "Which version do you use, and on which system or browser?",
};
const ORDER: readonly BugPiece[] = ["steps", "actual", "expected", "error_text", "environment"];

/**
 * What the member is asked for, in this order. What they expected, or where they run it, is asked for only beside
 * something that a maintainer cannot do without.
 */
export function piecesToAsk(missing: readonly BugPiece[]): BugPiece[] {
  const needed = missing.some((piece) => piece === "steps" || piece === "actual" || piece === "error_text");
  return needed ? ORDER.filter((piece) => missing.includes(piece)) : [];
}

export function askReply(pieces: readonly BugPiece[]): Reply {
  const questions = pieces.map((piece) => ASKED[piece]);
  if (questions.length === 1) {
    return {
      markdown: `Thank you for the report. One thing would help the developers: ${lowerFirst(questions[0] ?? "")}`,
    };
  }
  const list = questions.map((question, i) => `${i + 1}. ${question}`).join("\n");
  return {
    markdown: `Thank you for the report. Could you add what you know of this? It helps the developers to find the bug.\n\n${list}`,
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What the asker hears when an issue was made; null for `url` where members may not see it. */
export function filedReply(url: string | null): Reply {
  const where = url === null ? "" : `: ${url}`;
  return {
    markdown: `I've filed this as a bug report for the developers${where}${url === null ? "." : ""} You'll hear here what becomes of it.`,
  };
}

/** What the asker hears when the ticket was linked to an open issue. */
export function linkedReply(url: string | null): Reply {
  const known = "This looks like a bug that the developers know already";
  return {
    markdown: `${known}${url === null ? "." : `: ${url}`} Your report now counts towards it, and you'll hear here what becomes of it.`,
  };
}
