import { z } from "zod";
import { cutText } from "../text/index.ts";
import { normalisePath } from "./path-names.ts";
import { mayRead } from "./paths.ts";
import { showLines } from "./shown.ts";
import { defineTool, done, failed, refused } from "./tool.ts";
import type { ToolDesk } from "./tool.ts";

/** Characters of one answer; about 5,000 tokens. */
const MAX_OUTPUT = 20_000;
const MAX_PATHS = 600;
const MAX_HITS = 80;
const MAX_HIT_LENGTH = 300;
const DEFAULT_LINES = 400;
/** Files that are read at the same time during a search. */
const READ_AT_ONCE = 16;
/** A search that would take longer than reading so many files asks for a folder. */
const MAX_SEARCHED_FILES = 20_000;

const Path = z.string().min(1).max(400);
const Under = Path.optional().describe("Only files in this folder, for example src/parser");

export const listFiles = defineTool({
  name: "list_files",
  description: "Lists the paths of the repository's files, or of those in one folder.",
  input: z.strictObject({ under: Under }),
  async run(desk, { under }) {
    const paths = pathsUnder(desk, under);
    if (typeof paths !== "object") return failed(paths);
    if (paths.length === 0) return failed("There are no files there.");
    const shown = paths.slice(0, MAX_PATHS);
    const more = paths.length - shown.length;
    const rest = more > 0 ? [`... and ${more} more: name a folder with "under".`] : [];
    return done(cutText([...shown, ...rest].join("\n"), MAX_OUTPUT));
  },
});

export const readFile = defineTool({
  name: "read_file",
  description: `Reads a text file, ${DEFAULT_LINES} lines at a time unless told otherwise.`,
  input: z.strictObject({
    path: Path,
    fromLine: z.int().min(1).max(10_000_000).optional().describe("First line to show; 1 is the file's first"),
    lines: z.int().min(1).max(2000).optional(),
  }),
  async run(desk, { path, fromLine = 1, lines = DEFAULT_LINES }) {
    const check = mayRead(path);
    if (!check.ok) return refused(check);
    const text = await desk.overlay.read(check.path);
    if (text === null) return failed("There is no such text file. list_files shows what there is.");
    const all = text.split("\n");
    const to = Math.min(all.length, fromLine - 1 + lines);
    if (to < fromLine) return failed(`The file has ${all.length} lines.`);
    const part = showLines(all, fromLine - 1, to);
    return done(cutText(`[lines ${fromLine} to ${to} of ${all.length}]\n${part}`, MAX_OUTPUT));
  },
});

export const search = defineTool({
  name: "search",
  description:
    "Finds the lines that contain a text, letter for letter (no patterns). Answers path:line: text for each.",
  input: z.strictObject({
    text: z.string().min(1).max(300),
    under: Under,
    ignoreCase: z.boolean().optional(),
  }),
  async run(desk, { text, under, ignoreCase = false }) {
    const paths = pathsUnder(desk, under);
    if (typeof paths !== "object") return failed(paths);
    const wanted = ignoreCase ? text.toLowerCase() : text;
    const hits = await findLines(desk, paths.slice(0, MAX_SEARCHED_FILES), (line) =>
      (ignoreCase ? line.toLowerCase() : line).includes(wanted),
    );
    const notes = [
      ...(hits.length >= MAX_HITS ? [`Only the first ${MAX_HITS} are shown.`] : []),
      ...(paths.length > MAX_SEARCHED_FILES
        ? ['Not all files were searched: name a folder with "under".']
        : []),
    ];
    if (hits.length === 0) return done(["No line contains it.", ...notes].join("\n"));
    return done(cutText([...hits, ...notes].join("\n"), MAX_OUTPUT));
  },
});

async function findLines(
  desk: ToolDesk,
  paths: string[],
  fits: (line: string) => boolean,
): Promise<string[]> {
  const hits: string[] = [];
  for (let at = 0; at < paths.length && hits.length < MAX_HITS; at += READ_AT_ONCE) {
    const some = paths.slice(at, at + READ_AT_ONCE).filter((path) => mayRead(path).ok);
    const texts = await Promise.all(some.map((path) => desk.overlay.read(path)));
    for (const [index, text] of texts.entries()) {
      if (text === null || !fits(text)) continue;
      for (const { number, line } of hitsIn(text, fits, MAX_HITS - hits.length)) {
        hits.push(`${some[index] ?? ""}:${number}: ${cutText(line, MAX_HIT_LENGTH)}`);
      }
    }
  }
  return hits;
}

/** What is hidden is not found: whether a line contains a guess must not come out either. */
function hitsIn(
  text: string,
  fits: (line: string) => boolean,
  most: number,
): { number: number; line: string }[] {
  const all = text.split("\n");
  const found: { number: number; line: string }[] = [];
  for (let at = 0; at < all.length && found.length < most; at += 1) {
    if (!fits(all[at] ?? "")) continue;
    const line = showLines(all, at, at + 1);
    if (fits(line)) found.push({ number: at + 1, line });
  }
  return found;
}

/** Sorted paths, or a sentence when the folder cannot be one. */
function pathsUnder(desk: ToolDesk, under: string | undefined): string[] | string {
  const paths = desk.overlay.listPaths();
  if (under === undefined || under === "." || under === "/" || under === "./") return paths;
  const normal = normalisePath(under.replace(/\/+$/u, ""));
  if (!normal.ok) return normal.reason;
  return paths.filter((path) => path === normal.path || path.startsWith(`${normal.path}/`));
}
