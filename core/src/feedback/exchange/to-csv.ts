/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/u;

/** One line of CSV; what a stranger wrote is never computed. */
export const toCsvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(toCell).join(",")}\r\n`;

function toCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
