import { countWords, joinSentences, splitSentences } from "../../text/index.ts";
import type { Block } from "../../text/index.ts";

/** A block cut where a reader would: between items, sentences, lines. Code may be twice as long before it is cut. */
export function cutBlock(block: Block, limit: number): string[] {
  if (countWords(block.text) <= (block.kind === "code" ? limit * 2 : limit)) return [block.text];
  switch (block.kind) {
    case "list":
      return pack(
        block.items.flatMap((item) => cutLong(item, limit)),
        limit,
        byLine,
      );
    case "code":
      return cutCode(block.text, limit);
    case "text":
      return pack(
        splitSentences(block.text).flatMap((sentence) => cutLong(sentence, limit)),
        limit,
        joinSentences,
      );
  }
}

/** Each part gets the fence of the whole, so that it still shows as code. */
function cutCode(text: string, limit: number): string[] {
  const lines = text.split("\n");
  const fence = /^\s*(?:```+|~~~+)/.exec(lines[0] ?? "")?.[0];
  if (fence === undefined) return pack(lines, limit, byLine);
  const [opening = "", ...body] = lines;
  const inner = body.at(-1)?.trim() === fence.trim() ? body.slice(0, -1) : body;
  return pack(inner, limit, byLine).map((part) => `${opening}\n${part}\n${fence}`);
}

const byLine = (text: string, next: string): string => `${text}\n${next}`;

function pack(parts: string[], limit: number, join: (text: string, next: string) => string): string[] {
  const packed: string[] = [];
  let current = "";
  let words = 0;
  for (const part of parts) {
    const count = countWords(part);
    if (current !== "" && words + count > limit) {
      packed.push(current);
      current = "";
      words = 0;
    }
    current = current === "" ? part : join(current, part);
    words += count;
  }
  if (current.trim() !== "") packed.push(current);
  return packed;
}

/** A run of words without any place to cut: every `limit` words, of a script without spaces every twice as many characters. */
function cutLong(text: string, limit: number): string[] {
  if (countWords(text) <= limit) return [text];
  const words = text.split(/\s+/);
  const parts: string[] = [];
  for (let i = 0; i < words.length; i += limit) parts.push(words.slice(i, i + limit).join(" "));
  return parts.flatMap((part) => (countWords(part) <= limit ? part : cutCharacters(part, 2 * limit)));
}

function cutCharacters(text: string, size: number): string[] {
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
    characters.slice(i * size, (i + 1) * size).join(""),
  );
}
