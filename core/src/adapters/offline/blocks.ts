/** A piece of Markdown that must not be torn apart blindly. */
export type Block = {
  kind: "heading" | "text" | "list" | "code" | "table";
  /** As written, without blank lines around it. */
  text: string;
  /** Items of a list, rows of a table below its two header lines. */
  items: string[];
  /** The number of a numbered list's first item; null for other blocks. */
  firstNumber: number | null;
  /** A callout: set apart from what the text is about. */
  isRemark?: boolean;
};

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CODE_OF_ITEM = /^(?: {2,}|\t)\s*(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}\s+\S/;
const UNDERLINE = /^ {0,3}(?:=+|-{2,})\s*$/;
const ITEM = /^( {0,3})(?:[-*+]|(\d{1,4})[.)])\s+\S/;
const INDENTED = /^(?: {4}|\t)/;
const CONTINUATION = /^(?: {2}|\t)/;
const TABLE_RULE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
const BREAK = /^ {0,3}(?:(?:\* *){3,}|(?:_ *){3,}|(?:- *){3,})$/;
/** What kind of remark a quotation is; its words follow. */
const CALLOUT = /^ {0,3}>\s*\[!\w+\]\s*$/;
const INVISIBLE =
  /^ {0,3}(?:\[(?!\^)[^\]]+\]:\s|!\[[^\]]*\]\([^)]*\)\s*$|<!--.*-->\s*$|<\/?[A-Za-z][^>]*>\s*$)/;

const SIGNS = /[={};]|^\s*(?:#|\/\/|\$|>>>|import |from |def |class |return )/;
const MAX_DEPTH = 4;

/**
 * The blocks of a passage, by one look at each line. A full Markdown parser sees more (and made the passages), but takes
 * most of the time of an answer; what this one misses is at worst shown as the text it is.
 */
export function readBlocks(text: string): Block[] {
  return readNested(text, 0);
}

function readNested(text: string, depth: number): Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (isBlank(line) || BREAK.test(line) || INVISIBLE.test(line)) {
      at += 1;
      continue;
    }
    const [block, next] = readBlock(lines, at);
    if (block.kind === "code" && depth < MAX_DEPTH && isProse(block.text))
      blocks.push(...readNested(outdent(block.text), depth + 1));
    else blocks.push(block);
    at = next;
  }
  return blocks;
}

/** Text under a tab or a note is often set in, as code is, and is no code. */
function isProse(code: string): boolean {
  if (!INDENTED.test(code)) return false;
  const lines = code.split("\n").filter((line) => !isBlank(line));
  return lines.filter((line) => isSpoken(line)).length > lines.length / 2;
}

function isSpoken(line: string): boolean {
  const words = line.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return words.length >= 4 && !SIGNS.test(line);
}

function outdent(text: string): string {
  const lines = text.split("\n");
  const filled = lines.filter((line) => !isBlank(line));
  const depth = filled.reduce((least, line) => Math.min(least, line.search(/\S/)), 100);
  return lines.map((line) => line.slice(depth)).join("\n");
}

type Read = [block: Block, next: number];

function readBlock(lines: string[], at: number): Read {
  const line = lines[at] ?? "";
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return readFence(lines, at, fence);
  if (HEADING.test(line)) return [plain("heading", line), at + 1];
  if (INDENTED.test(line)) return readIndented(lines, at);
  if (ITEM.test(line)) return readList(lines, at);
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) return readTable(lines, at);
  return readText(lines, at);
}

function readFence(lines: string[], at: number, fence: string): Read {
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? "").trim().startsWith(fence)) end += 1;
  return [plain("code", lines.slice(at, end + 1).join("\n")), end + 1];
}

function readIndented(lines: string[], at: number): Read {
  let end = at + 1;
  while (end < lines.length && (INDENTED.test(lines[end] ?? "") || isBlank(lines[end] ?? ""))) end += 1;
  const code = lines.slice(at, end).join("\n").trimEnd();
  return [{ kind: "code", text: code, items: [], firstNumber: null }, end];
}

/** Nested lists, paragraphs and code of an item stay in its text. */
function readList(lines: string[], at: number): Read {
  const first = ITEM.exec(lines[at] ?? "");
  const isNumbered = first?.[2] !== undefined;
  const depth = (first?.[1] ?? "").length + 1;
  const items: string[][] = [];
  let last = 0;
  let end = at;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    const marker = ITEM.exec(line);
    const after = endOfCode(lines, end);
    if (marker && (marker[1] ?? "").length <= depth) {
      const number = Number(marker[2] ?? 0);
      if ((marker[2] !== undefined) !== isNumbered || number < last) break;
      items.push([line]);
      last = number;
    } else if (after === end + 1 && (HEADING.test(line) || FENCE.test(line))) break;
    else if (after > end + 1 || !INVISIBLE.test(line.trim())) items.at(-1)?.push(...lines.slice(end, after));

    end = after;
    const next = nextFilled(lines, end);
    if (next > end && !isContinued(lines[next] ?? "", isNumbered, depth)) break;
    if (next > end && items.at(-1)?.at(-1) !== "") items.at(-1)?.push("");
    end = next;
  }
  const texts = items.map((item) => item.join("\n").trimEnd());
  const firstNumber = isNumbered ? Number(first[2]) : null;
  return [{ kind: "list", text: texts.join("\n"), items: texts, firstNumber }, end];
}

/** The line behind the code between fences that is set in under an item here; the next line where none is. */
function endOfCode(lines: string[], at: number): number {
  const fence = CODE_OF_ITEM.exec(lines[at] ?? "")?.[1];
  return fence === undefined ? at + 1 : readFence(lines, at, fence)[1];
}

/** Whether a line behind a blank one still belongs to the list; items set in deeper than `depth` are an item's own. */
function isContinued(line: string, isNumbered: boolean, depth: number): boolean {
  const marker = ITEM.exec(line);
  const isOwn = marker === null || (marker[1] ?? "").length > depth;
  return isOwn ? CONTINUATION.test(line) : (marker[2] !== undefined) === isNumbered;
}

function nextFilled(lines: string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at] ?? "")) at += 1;
  return at;
}

function readTable(lines: string[], at: number): Read {
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? "").includes("|")) end += 1;
  const rows = lines.slice(at + 2, end);
  return [{ kind: "table", text: lines.slice(at, end).join("\n"), items: rows, firstNumber: null }, end];
}

function readText(lines: string[], at: number): Read {
  const isRemark = CALLOUT.test(lines[at] ?? "");
  const ends = (line: string): boolean => (isRemark ? !line.startsWith(">") : endsText(line));
  let end = at + 1;
  while (end < lines.length && !ends(lines[end] ?? "")) end += 1;
  const text = lines
    .slice(isRemark ? at + 1 : at, end)
    .map((line) => line.replace(/^ {0,3}> ?/, ""))
    .join("\n");
  if (UNDERLINE.test(lines[end] ?? "") && end === at + 1) return [plain("heading", text), end + 1];
  return [{ ...plain("text", text), ...(isRemark && { isRemark }) }, end];
}

const endsText = (line: string): boolean =>
  isBlank(line) || HEADING.test(line) || FENCE.test(line) || ITEM.test(line) || UNDERLINE.test(line);

/** Between two paragraphs of a quotation stands its sign alone. */
const isBlank = (line: string): boolean => /^[\s>]*$/.test(line);

const plain = (kind: Block["kind"], text: string): Block => ({
  kind,
  text: text.trim(),
  items: [],
  firstNumber: null,
});
