import { calloutKind } from "./callout-kinds.ts";
import { readFencedLines } from "./fenced-lines.ts";
import type { FencedLine } from "./fenced-lines.ts";

/** `!!! note "Title"`, `??? note` and `???+ note`, which can be folded; words behind the kind only lay it out. */
const ADMONITION = /^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+[\w-]+)*[ \t]*(?:"(.*)")?[ \t]*$/u;
const TAB = /^([ \t]*)===[!+]*[ \t]+"(.*)"[ \t]*$/u;
/** What belongs to a block stands so much further in. */
const DEPTH = 4;

/**
 * Blocks that MkDocs tells by the indentation of what is in them become containers between colons: admonitions, and
 * content tabs, which stand one below the other.
 */
export function plainMkdocs(markdown: string): string {
  if (!/^[ \t]*(?:!!!|\?\?\?|===)/mu.test(markdown)) return markdown;
  return toContainers(readFencedLines(markdown)).join("\n");
}

function toContainers(lines: readonly FencedLine[]): string[] {
  const plain: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const { line = "", isCode = false } = lines[at] ?? {};
    at += 1;
    const head = isCode ? null : readHead(line);
    const length = head ? lengthOfBody(lines, at, head.indent) : 0;
    if (!head || (length === 0 && head.title === null)) {
      plain.push(line);
      continue;
    }
    const { indent, name, words } = head;
    const body = lines
      .slice(at, at + length)
      .map((inside) => ({ ...inside, line: outdent(inside.line, indent) }));
    plain.push(`${indent}:::${name} ${words}`.trimEnd(), ...toContainers(body), `${indent}:::`);
    at += length;
  }
  return plain;
}

type Head = {
  indent: string;
  /** Of the container. */
  name: string;
  /** As it is written; null where it is not. */
  title: string | null;
  words: string;
};

function readHead(line: string): Head | null {
  const [, indent = "", kind, written] = ADMONITION.exec(line) ?? [];
  if (kind !== undefined) {
    const title = written?.replaceAll(String.raw`\"`, '"') ?? null;
    const callout = calloutKind(kind);
    // Of the others the site shows the name.
    const words = title ?? (callout === null ? kind.charAt(0).toUpperCase() + kind.slice(1) : "");
    return { indent, name: callout ?? "group", title, words };
  }
  const [, outer = "", title] = TAB.exec(line) ?? [];
  return title === undefined ? null : { indent: outer, name: "group", title, words: title };
}

/** How many lines belong to the block, without those that are empty behind it. */
function lengthOfBody(lines: readonly FencedLine[], from: number, indent: string): number {
  const depth = columns(indent) + DEPTH;
  let length = 0;
  for (let at = from; at < lines.length; at += 1) {
    const { line = "", isCode = false } = lines[at] ?? {};
    if (line.trim() === "") continue;
    const goesOn = isCode && length > 0 && lines[at - 1]?.isCode === true;
    if (!goesOn && columns(line) < depth) break;
    length = at + 1 - from;
  }
  return length;
}

const TAB_STOP = 4;

/** How far in a line begins. */
function columns(line: string): number {
  let width = 0;
  for (const sign of line) {
    if (sign === " ") width += 1;
    else if (sign === "\t") width += TAB_STOP - (width % TAB_STOP);
    else break;
  }
  return width;
}

/** A line of a body as far in as its block is; code in it keeps its tabs. */
function outdent(line: string, indent: string): string {
  const depth = line.startsWith(indent) ? /^(?: {4}| {0,3}\t)/u.exec(line.slice(indent.length)) : null;
  if (depth) return indent + line.slice(indent.length + depth[0].length);
  const words = line.trimStart();
  return words === "" ? "" : `${" ".repeat(Math.max(columns(line) - DEPTH, columns(indent)))}${words}`;
}
