import { matchAt } from "./block-starts.ts";

// A backslash is read with what follows it, in one way only: two ways for each would be tried in every combination.
const LABEL = /\[(?=[^\]]*[^\s\]])((?:[^\\[\]]|\\[\s\S]){1,999})\]/uy;
const COLON = /:\s*/uy;
const DESTINATION = /<(?:[^<>\\\r\n]|\\[^\r\n])*>|(?!<)(?:[^\s\\\p{Cc}]|\\[()\\]|\\(?![()\\]))+/uy;
const TITLE =
  /\s+(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\((?:[^)\\]|\\[\s\S])*\))[ \t]*(?:[\r\n]\s*|$)/uy;
const END = /[ \t]*(?:[\r\n]\s*|$)/uy;

/**
 * What a paragraph says of where links lead (`[label]: address "title"`), before its text: how many characters that takes, and the
 * labels.
 */
export function readDefinitions(paragraph: string): { length: number; labels: string[] } {
  const labels: string[] = [];
  let length = 0;
  for (;;) {
    const label = matchAt(LABEL, paragraph, length);
    const end = label && findEnd(paragraph, length + label[0].length);
    if (end === null) return { length, labels };
    labels.push(toLabel(label?.[1]));
    length = end;
  }
}

/** Whatever in a text may be the label of a link. */
export function labelsIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/\[((?:[^\\[\]]|\\[\s\S])+)\]/gu)].map(([, label]) => toLabel(label))),
  ];
}

const toLabel = (written = ""): string => written.replace(/\s+/gu, " ").trim().toLowerCase().toUpperCase();

function findEnd(text: string, at: number): number | null {
  const colon = matchAt(COLON, text, at);
  const destination = colon && matchAt(DESTINATION, text, at + colon[0].length);
  if (!destination || !isBalanced(destination[0])) return null;
  const after = destination.index + destination[0].length;
  const last = matchAt(TITLE, text, after) ?? matchAt(END, text, after);
  return last && last.index + last[0].length;
}

function isBalanced(destination: string): boolean {
  if (destination.startsWith("<")) return true;
  let open = 0;
  for (const [sign] of destination.matchAll(/\\.|[()]/gu)) {
    if (sign === "(") open += 1;
    if (sign === ")") open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}
