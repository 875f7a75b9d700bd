import { closesFence, findFence } from "./block-starts.ts";

/** A longer line that opens code is repeated without what it says of the code. */
const MOST_OPENING = 30;

/**
 * The whole text in parts of at most `max` as `sizeOf` measures them, parted between paragraphs, lines or words where
 * it can be. Code that is parted goes on as code.
 */
export function splitMarkdown(
  markdown: string,
  max: number,
  sizeOf: (text: string) => number = (text) => text.length,
): string[] {
  const parts: string[] = [];
  let rest = markdown;
  while (sizeOf(rest) > max) {
    const end = breakBefore(rest, mostThatFits(rest, max, sizeOf));
    const head = rest.slice(0, end).trimEnd();
    const fence = openFence(head);
    parts.push(fence ? `${head}\n${fence.signs}` : head);
    const tail = rest.slice(end);
    rest = fence
      ? `${fence.opening}\n${tail.replace(/^ *\n/u, "")}`
      : tail.replace(/^(?:(?:[ \t]*\n)+| +)/u, "");
  }
  return [...parts, rest].filter((part) => part.trim() !== "");
}

function mostThatFits(text: string, max: number, sizeOf: (text: string) => number): number {
  let [low, high] = [1, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sizeOf(text.slice(0, middle)) <= max) low = middle;
    else high = middle - 1;
  }
  return low;
}

function breakBefore(text: string, end: number): number {
  const head = text.slice(0, end);
  for (const mark of ["\n\n", "\n", " "]) {
    const at = head.lastIndexOf(mark);
    if (at > end / 2) return at;
  }
  return end > 1 && /[\uD800-\uDBFF]$/u.test(head) ? end - 1 : end;
}

/** The fence of the code that the text ends in. */
function openFence(text: string): { signs: string; opening: string } | null {
  let open: { signs: string; opening: string } | null = null;
  for (const line of text.split("\n")) {
    const at = line.search(/\S|$/u);
    if (open) {
      if (closesFence(open.signs, line, at)) open = null;
      continue;
    }
    const signs = findFence(line, at);
    if (signs !== null) open = { signs, opening: line.length <= MOST_OPENING ? line : signs };
  }
  return open;
}
