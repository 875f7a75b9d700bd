import { calloutKind } from "./callout-kinds.ts";
import { readFencedLines } from "./fenced-lines.ts";

const QUOTED = String.raw`"[^"\n]{0,500}"|\x60[^\x60\n]{0,500}\x60`;
const TAG = new RegExp(
  String.raw`\{\{[<%][ \t]*(?<end>/?)[ \t]*(?<name>\w[\w/-]{0,60})(?<rest>(?:${QUOTED}|[^"\x60<>%{}\n]){0,300}?)/?[ \t]*[>%]\}\}`,
  "gu",
);
const CODE_OR_TAG = new RegExp(
  String.raw`(?<!\x60)(\x60{1,3})(?!\x60)[^\x60]{1,2000}\1(?!\x60)|${TAG.source}`,
  "gu",
);
const ARGUMENT = new RegExp(String.raw`(?:([\w-]+)=)?(?:(${QUOTED})|([^\s"\x60=]+))`, "gu");
/** How the documentation of Hugo itself writes a tag that is to be read. */
const SHOWN = /(\{\{[<%])\/\*[ \t]?([^\n]{0,500}?)[ \t]?\*\/([>%]\}\})/gu;

const REMARKS = /^(?:alert|callout|admonition|hint|notice)$/u;
const TITLED = /^(?:tab|details|expand|collapse|spoiler|accordion|step|card)$/u;

type Tag = { isEnd: boolean; name: string; named: ReadonlyMap<string, string>; words: readonly string[] };
type Opened = { name: string; end: string; at: number };

/**
 * Hugo's shortcodes (`{{< note >}}` … `{{< /note >}}`) as Markdown and containers between colons: remarks become callouts, tabs
 * and folded parts keep their titles, code its language, links their file; the rest leaves what is in it.
 */
export function plainHugo(markdown: string): string {
  if (!/\{\{[<%]/u.test(markdown)) return markdown;
  const plain: string[] = [];
  const open: Opened[] = [];
  for (const { line, isCode } of readFencedLines(markdown)) {
    const isAlone = !isCode && line.includes("{{") && line.replace(TAG, "").trim() === "";
    if (isCode) plain.push(line);
    else if (isAlone && line.trim() !== "") addTags(plain, open, line);
    else plain.push(line.replace(CODE_OR_TAG, (found) => sayInline(found)).replace(SHOWN, "$1 $2 $3"));
  }
  // What is opened and has no end holds nothing.
  for (const { at } of open) plain[at] = "";
  return plain.join("\n");
}

function addTags(plain: string[], open: Opened[], line: string): void {
  const indent = /^[ \t]*/u.exec(line)?.[0] ?? "";
  for (const found of line.matchAll(TAG)) {
    const tag = readTag(found);
    if (!tag.isEnd) {
      const [head, end] = headOf(tag);
      if (end !== "") open.push({ name: tag.name, end, at: plain.length });
      plain.push(indent + head);
    } else if (open.at(-1)?.name === tag.name) plain.push(indent + (open.pop()?.end ?? ""));
    else plain.push("");
  }
}

function readTag({ groups }: RegExpMatchArray): Tag {
  const { end = "", name = "", rest = "" } = groups ?? {};
  const named = new Map<string, string>();
  const words: string[] = [];
  for (const [, key, quoted, bare = ""] of rest.matchAll(ARGUMENT)) {
    const value = quoted === undefined ? bare : quoted.slice(1, -1);
    if (key === undefined) words.push(value);
    else named.set(key, value);
  }
  return { isEnd: end !== "", name, named, words };
}

/** What stands where a block begins, and where it ends; the latter is empty for what is no block. */
function headOf(tag: Tag): [head: string, end: string] {
  const { name, named, words } = tag;
  const title = ["title", "name", "header", "label", "summary"].map((key) => named.get(key)).find(Boolean);
  const kind = REMARKS.test(name) ? kindOf(tag) : calloutKind(name);
  if (kind !== null) return [`:::${kind} ${title ?? ""}`.trimEnd(), ":::"];
  if (TITLED.test(name)) return [`:::group ${title ?? words[0] ?? ""}`.trimEnd(), ":::"];
  if (name === "highlight") return [`\`\`\`${words[0] ?? ""}`, "```"];
  return [wordsOf(tag), ""];
}

const kindOf = ({ named, words }: Tag) =>
  [...["type", "color", "style", "level", "context"].map((key) => named.get(key) ?? ""), ...words]
    .map(calloutKind)
    .find((kind) => kind !== null) ?? "note";

function sayInline(found: string): string {
  if (found.startsWith("`")) return found;
  const [match] = found.matchAll(TAG);
  return match ? wordsOf(readTag(match)) : "";
}

/** What a tag says by itself. */
function wordsOf({ isEnd, name, named, words }: Tag): string {
  if (isEnd) return "";
  if (name === "ref" || name === "relref") return named.get("path") ?? words[0] ?? "";
  return ["text", "caption", "alt"].map((key) => named.get(key)).find(Boolean) ?? "";
}
