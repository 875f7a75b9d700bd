/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/u;

type Cell = string | number | boolean | null;

/** One line of CSV; what a stranger wrote is never computed. */
export const toCsvLine = (cells: readonly Cell[]): string => `${cells.map(toCell).join(",")}\r\n`;

function toCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
