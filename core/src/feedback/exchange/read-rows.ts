import { InvalidError } from "../../errors.ts";
import { readCsv } from "../../text/read-csv.ts";

/** One row of a file: its values by name, in small letters with underscores; parts of parts are joined by them, too. */
export type BoardRow = { line: number; kind: "post" | "vote"; cells: ReadonlyMap<string, string> };

const MAX_ROWS = 500_000;

/** Rows of a CSV or JSON file, as text each. Throws `InvalidError` for what is neither. */
export function readRows(path: string, text: string): BoardRow[] {
  const rows = /^\s*[[{]/u.test(text.replace(/^\uFEFF/u, "")) ? readJson(path, text) : readTable(text);
  if (rows.length > MAX_ROWS) throw new InvalidError(`${path} has over ${MAX_ROWS} rows.`);
  return rows;
}

const nameOf = (key: string): string =>
  key
    .replace(/([a-z])([A-Z])/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "_")
    .replace(/^_|_$/gu, "");

/** Votes name who voted, or whose post it is. */
const kindOf = (cells: ReadonlyMap<string, string>): BoardRow["kind"] =>
  [...cells.keys()].some((name) => /^(?:voter|vote_|post_(?:id|number|title|url)|user_email$)/u.test(name)) &&
  !cells.has("title")
    ? "vote"
    : "post";

function readTable(text: string): BoardRow[] {
  const [head, ...body] = readCsv(text);
  const names = (head?.cells ?? []).map(nameOf);
  return body.map(({ line, cells: values }) => {
    const cells = new Map(names.map((name, index) => [name, withoutDefusing(values[index] ?? "")]));
    return { line, kind: kindOf(cells), cells };
  });
}

/** Tables that were written with care have an apostrophe before what a spreadsheet would compute. */
const withoutDefusing = (cell: string): string =>
  (/^'[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell).replaceAll("\u0000", "");

function readJson(path: string, text: string): BoardRow[] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch (cause) {
    throw new InvalidError(`${path} is not JSON.`, { cause });
  }
  if (Array.isArray(json)) return toRows(json, null);
  const lists = new Map(Object.entries(isRecord(json) ? json : {}));
  const [posts, votes] = [lists.get("posts"), lists.get("votes")];
  if (!Array.isArray(posts) && !Array.isArray(votes))
    throw new InvalidError(`${path} holds neither posts nor votes.`);
  return [
    ...toRows(Array.isArray(posts) ? posts : [], "post"),
    ...toRows(Array.isArray(votes) ? votes : [], "vote"),
  ];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function toRows(list: unknown[], kind: BoardRow["kind"] | null): BoardRow[] {
  return list.map((item, index) => {
    const cells = new Map<string, string>();
    flatten(item, "", cells, 0);
    return { line: index + 1, kind: kind ?? kindOf(cells), cells };
  });
}

const MOST_LEVELS = 3;

function flatten(value: unknown, prefix: string, into: Map<string, string>, level: number): void {
  if (isRecord(value)) {
    if (level >= MOST_LEVELS) return;
    for (const [key, part] of Object.entries(value))
      flatten(part, prefix === "" ? nameOf(key) : `${prefix}_${nameOf(key)}`, into, level + 1);
    return;
  }
  if (typeof value === "string") into.set(prefix, value.replaceAll("\u0000", ""));
  if (typeof value === "number" || typeof value === "boolean") into.set(prefix, String(value));
}
