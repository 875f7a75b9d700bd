import { parse } from "csv-parse/sync";
import { InvalidError } from "../errors.ts";

export type CsvRow = {
  /** Where it ends in the file, from 1. */
  line: number;
  cells: string[];
};

/** Rows of a table, the first line's among them, with the delimiter that the first line has most of. Throws `InvalidError`. */
export function readCsv(text: string): CsvRow[] {
  const [head = ""] = text.split(/\r?\n/u, 1);
  const bare = head.replace(/"[^"]*"/gu, "");
  const [delimiter = ","] = [",", ";", "\t"].toSorted((a, b) => bare.split(b).length - bare.split(a).length);
  try {
    const options = { bom: true, trim: true, info: true, relax_column_count: true, skip_empty_lines: true };
    const rows: unknown = parse(text, { ...options, delimiter });
    // With `info`, each record comes with where it stood.
    return (rows as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => {
      return { line: info.lines, cells: record };
    });
  } catch (cause) {
    const message = "This is no CSV file: a quotation mark is not closed, or in the wrong place.";
    throw new InvalidError(message, { cause });
  }
}
