/** A place in a line while the marks of lists and quotations are taken off it. A tab reaches to the next multiple of four columns. */
export type Cursor = {
  readonly line: string;
  at: number;
  /** Of the place, in columns from the line's start. */
  column: number;
  /** Columns of a tab before the place that are not taken yet. */
  pending: number;
};

export type Indent = {
  /** In columns. */
  width: number;
  /** Where the first character stands that is no space; the line's length when none does. */
  next: number;
};

export const toCursor = (line: string): Cursor => ({ line, at: 0, column: 0, pending: 0 });

export function indentOf({ line, at, column, pending }: Cursor): Indent {
  let end = column + pending;
  let next = at;
  for (; next < line.length; next += 1) {
    const width = widthOf(line[next], end);
    if (width === 0) break;
    end += width;
  }
  return { width: end - column, next };
}

/** Takes at most so many columns of white space. */
export function skipSpace(cursor: Cursor, columns: number): void {
  let left = columns;
  while (left > 0) {
    if (cursor.pending === 0) {
      cursor.pending = widthOf(cursor.line[cursor.at], cursor.column);
      if (cursor.pending === 0) return;
      cursor.at += 1;
    }
    const taken = Math.min(left, cursor.pending);
    cursor.pending -= taken;
    cursor.column += taken;
    left -= taken;
  }
}

/** Takes characters that are no white space. */
export function skipText(cursor: Cursor, characters: number): void {
  cursor.at += characters;
  cursor.column += characters;
}

function widthOf(character: string | undefined, column: number): number {
  if (character === " ") return 1;
  return character === "\t" ? 4 - (column % 4) : 0;
}
