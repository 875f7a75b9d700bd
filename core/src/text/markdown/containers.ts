import { isBreak, matchAt } from "./block-starts.ts";
import { indentOf, skipSpace, skipText } from "./line-cursor.ts";
import type { Cursor } from "./line-cursor.ts";

/** People nest lists and quotations three deep; what stands deeper than this is text. */
const MOST_LEVELS = 40;
const ITEM = /(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/y;
const BLANK = /[ \t]*$/y;

export type Container = { kind: "quote" } | Item;

type Item = {
  kind: "item";
  /** The sign, or what stands after the number: other signs make another list. */
  marker: string;
  /** Columns that its lines are moved in by. */
  width: number;
  /** Nothing but the marker stood there so far: */
  isEmpty: boolean;
  /** after a blank line then, nothing more belongs to it. */
  isOver: boolean;
};

/** Where in the line its sign stands. */
type Opened = { container: Container; at: number };

/** Takes the marks of the open containers off a line: how many of them go on, and the item that follows the last one's as its next. */
export function matchContainers(
  containers: readonly Container[],
  cursor: Cursor,
): { matched: number; item: (Opened & { container: Item }) | null } {
  let matched = 0;
  for (const container of containers) {
    if (container.kind === "quote") {
      if (takeQuote(cursor) === null) break;
    } else if (!goesOn(container, cursor)) {
      const item = takeItem(cursor, { interrupts: false, marker: container.marker });
      if (item) return { matched: matched + 1, item };
      break;
    }
    matched += 1;
  }
  return { matched, item: null };
}

/** Takes the marks of new containers off a line. */
export function openContainers(cursor: Cursor, at: { level: number; interrupts: boolean }): Opened[] {
  const opened: Opened[] = [];
  while (at.level + opened.length < MOST_LEVELS) {
    const interrupts = at.interrupts && opened.length === 0;
    const next = takeQuote(cursor) ?? takeItem(cursor, { interrupts, marker: null });
    if (!next) break;
    opened.push(next);
  }
  return opened;
}

function goesOn(item: Item, cursor: Cursor): boolean {
  const { width, next } = indentOf(cursor);
  if (next === cursor.line.length) {
    item.isOver ||= item.isEmpty;
    skipSpace(cursor, item.width);
    return true;
  }
  const isOver = item.isOver || width < item.width;
  item.isEmpty = false;
  item.isOver = false;
  if (!isOver) skipSpace(cursor, item.width);
  return !isOver;
}

function takeQuote(cursor: Cursor): Opened | null {
  const { width, next } = indentOf(cursor);
  if (width > 3 || cursor.line[next] !== ">") return null;
  skipSpace(cursor, width);
  skipText(cursor, 1);
  skipSpace(cursor, 1);
  return { container: { kind: "quote" }, at: next };
}

/** `marker`: of the list it must belong to. An empty item, or one that does not count from 1, cannot interrupt a paragraph. */
function takeItem(
  cursor: Cursor,
  { interrupts, marker }: { interrupts: boolean; marker: string | null },
): (Opened & { container: Item }) | null {
  const { line } = cursor;
  const { width, next } = indentOf(cursor);
  const [sign] = width > 3 ? [] : (matchAt(ITEM, line, next) ?? []);
  if (sign === undefined || isBreak(line, next)) return null;
  const found = sign.at(-1) ?? sign;
  if (marker !== null && marker !== found) return null;
  const isEmpty = matchAt(BLANK, line, next + sign.length) !== null;
  if (interrupts && (isEmpty || (sign.length > 1 && sign.slice(0, -1) !== "1"))) return null;

  skipSpace(cursor, width);
  skipText(cursor, sign.length);
  const gap = indentOf(cursor).width;
  const taken = isEmpty || gap > 4 ? 1 : gap;
  if (!isEmpty) skipSpace(cursor, taken);
  const container: Item = {
    kind: "item",
    marker: found,
    width: width + sign.length + taken,
    isEmpty,
    isOver: false,
  };
  return { container, at: next };
}
