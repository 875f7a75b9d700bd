import { readFencedLines } from "../fenced-lines.ts";

/** Stand before and after what a component holds, each with a line of words that takes the place of its tag. */
export const OPEN = "\uE000";
export const CLOSE = "\uE001";
/** Of the characters that are nobody's. */
export const SIGNS = /[\uE000\uE001]/gu;

const MARKED = /^([ \t]*)([\uE000\uE001])(.*)$/u;

type Level = { indent: string; head: string; lines: string[] };

/** Takes the indentation from what stood between tags, which Markdown would read as code. */
export function unnest(marked: string): string {
  const text: string[] = [];
  const levels: Level[] = [];
  for (const { line, isCode } of readFencedLines(marked)) {
    const around = levels.at(-1)?.lines ?? text;
    const [, indent = "", sign, words = ""] = MARKED.exec(line) ?? [];
    if (sign === OPEN) levels.push({ indent, head: words, lines: [] });
    else if (sign === CLOSE) closeLevel(levels, text, words);
    else if (isCode) around.push(line);
    else addLine(around, line);
  }
  while (levels.length > 0) closeLevel(levels, text, "");
  return text.join("\n").replace(SIGNS, "").trim();
}

/** Tags leave empty lines where they stood: one is enough. */
function addLine(lines: string[], line: string): void {
  if (line.trim() !== "") lines.push(line);
  else if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
}

function closeLevel(levels: Level[], text: string[], tail: string): void {
  const { indent, head, lines } = levels.pop() ?? { indent: "", head: "", lines: [] };
  const around = levels.at(-1)?.lines ?? text;
  const freed = `${head}${tail === "" ? "\n" : ""}\n${outdent(lines).join("\n").trimEnd()}`;
  addLine(around, "");
  for (const line of freed.split("\n")) {
    if (line === "") addLine(around, "");
    else around.push(`${indent}${line}`);
  }
  if (tail !== "") around.push(`${indent}${tail}`);
  addLine(around, "");
}

function outdent(lines: string[]): string[] {
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/u));
  const depth = depths.length === 0 ? 0 : Math.min(...depths);
  return lines.map((line) => line.slice(depth));
}
