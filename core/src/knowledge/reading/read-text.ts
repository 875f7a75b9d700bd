import { plainDocument, problemAt } from "../documents.ts";
import type { ReadDocument } from "../documents.ts";

/** A first line up to this long that stands alone is a title; a longer one is the beginning of the text. */
const TITLE_CHARACTERS = 100;
const UNDERLINE = /^[ \t]*(={3,}|-{3,}|~{3,}|\*{3,})[ \t]*$/;

/** Makes a document of a plain text file. Its title is its first line, where that stands alone, else the file's name. */
export function parseTextFile(path: string, text: string): ReadDocument {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?|\f/g, "\n")
    .trimEnd()
    .split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return problemAt(path, 1, "The file has no text.");

  const said = lines.slice(first);
  return plainDocument(path, { title: findTitle(said), content: toMarkdown(said), url: null });
}

function findTitle(lines: string[]): string | null {
  const [first = "", next = ""] = lines;
  const title = first.trim();
  if (title.length > TITLE_CHARACTERS) return null;
  return next.trim() === "" || UNDERLINE.test(next) ? title : null;
}

/** Underlined lines become headings; what else would be Markdown's signs stays the text's own. */
function toMarkdown(lines: string[]): string {
  const levels = new Map<string, number>();
  const made: string[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? "";
    const sign = isHeading(lines, i) ? UNDERLINE.exec(lines[i + 1] ?? "")?.[1]?.charAt(0) : undefined;
    if (sign !== undefined) {
      // The sign that comes first is the highest level.
      const level = levels.get(sign) ?? levels.size + 1;
      levels.set(sign, level);
      made.push("", `${"#".repeat(level)} ${line.trim()}`, "");
      i += 1;
      continue;
    }
    made.push(UNDERLINE.test(line) ? "" : line.replace(/^( {0,3})(#|<(?=[A-Za-z/!?]))/, String.raw`$1\$2`));
  }
  return made
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A line by itself with a rule of about its length under it. */
function isHeading(lines: string[], at: number): boolean {
  const line = (lines[at] ?? "").trim();
  const rule = (lines[at + 1] ?? "").trim();
  const before = (lines[at - 1] ?? "").trim();
  if (line === "" || UNDERLINE.test(line) || !UNDERLINE.test(rule)) return false;
  return (before === "" || UNDERLINE.test(before)) && rule.length >= line.length / 2;
}
