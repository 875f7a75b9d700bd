/**
 * At most `length` UTF-16 units, with an ellipsis where something was cut. Half a character is never left over: Postgres
 * refuses it in JSON.
 */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/u.test(text.charAt(length - 2)) ? length - 2 : length - 1;
  return `${text.slice(0, end)}…`;
}

/** The same between two words, so that no half of a key or a number is left; a word that stands alone is cut. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const part = cutText(text, length);
  const end = part.search(/\s+\S*$/u);
  return end > 0 ? `${part.slice(0, end)}…` : part;
}
