import { calloutKind } from "./callout-kinds.ts";
import { readFencedLines } from "./fenced-lines.ts";

const NAME =
  "hint|tabs?|stepper|step|columns?|code|embed|file|content-ref|include|swagger|openapi|openapi-operation|updates?";
const TAG = new RegExp(
  String.raw`\{%-?[ \t]*(end)?(${NAME})(?![\w-])((?:[^%{\n]|%(?!\})|\{(?!%))*)%\}`,
  "gu",
);
/** Tags have lines of their own, but for what somebody wrote by hand. */
const ALONE = new RegExp(String.raw`^[ \t]*(?:${TAG.source})|(?:${TAG.source})[ \t]*$`, "u");
const ATTRIBUTE = /([\w-]+)=(?:"([^"]*)"|'([^']*)')/gu;

/**
 * GitBook's blocks (`{% hint style="info" %}` … `{% endhint %}`) as Markdown and containers between colons: hints become
 * callouts, tabs and code keep their titles, what is embedded is linked, and the rest leaves what is in it.
 */
export function plainGitbook(markdown: string): string {
  if (!markdown.includes("{%")) return markdown;
  const plain: string[] = [];
  const open: { name: string; at: number }[] = [];
  for (const { line, isCode } of readFencedLines(markdown)) {
    if (isCode || !ALONE.test(line)) {
      plain.push(line);
      continue;
    }
    const indent = /^[ \t]*/u.exec(line)?.[0] ?? "";
    let from = 0;
    for (const tag of line.matchAll(TAG)) {
      pushWords(plain, indent, line.slice(from, tag.index));
      from = tag.index + tag[0].length;
      const [, end, name = "", attributes = ""] = tag;
      if (end === undefined) {
        const head = headOf(name, attributes);
        if (head.startsWith(":::")) open.push({ name, at: plain.length });
        plain.push(head === "" ? "" : indent + head);
      } else if (open.at(-1)?.name === name) {
        open.pop();
        plain.push(`${indent}:::`);
      } else plain.push("");
    }
    pushWords(plain, indent, line.slice(from));
  }
  // A container without its end is none.
  for (const { at } of open) plain[at] = "";
  return plain.join("\n");
}

function pushWords(plain: string[], indent: string, words: string): void {
  if (words.trim() !== "") plain.push(indent + words.trim());
}

/** What stands where a block begins; an opened container where it is one. */
function headOf(name: string, written: string): string {
  const attributes = new Map(
    [...written.matchAll(ATTRIBUTE)].map(([, key = "", double, single]) => [key, double ?? single ?? ""]),
  );
  const title = (attributes.get("title") ?? "").trim();
  switch (name) {
    case "hint":
      return `:::${calloutKind(attributes.get("style") ?? "") ?? "note"}`;
    case "tab":
      return `:::group ${title}`.trimEnd();
    case "code":
      return title === "" ? "" : `**${title}**`;
    case "embed":
    case "file": {
      const address = attributes.get("url") ?? attributes.get("src") ?? "";
      return /^https?:\/\/[^\s<>]+$/u.test(address) ? `<${address}>` : "";
    }
    default:
      return "";
  }
}
