/** US dollars as spreadsheets write them: 1234.5, "$1,234.50"; null for what is no amount, or may be two. */
export function readMoney(text: string): number | null {
  const bare = text.replace(/^\s*(?:USD|US\$|\$)?\s*|\s*(?:USD|\$)?\s*$/giu, "");
  if (!/^(?:\d+|\d{1,3}(?:[, '’\u00a0]\d{3})+)(?:\.\d+)?$/u.test(bare)) return null;
  const amount = Number(bare.replace(/[, '’\u00a0]/gu, ""));
  return Number.isFinite(amount) ? amount : null;
}
