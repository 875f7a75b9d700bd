/** Lines without an empty one between them. */
export const PARAGRAPH = /[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*/gu;

/** Whether a text holds more than so many signs; it is read no further than it must be. */
export function hasMore(text: string, sign: RegExp, most: number): boolean {
  if (text.length <= most) return false;
  let found = 0;
  for (const _ of text.matchAll(sign)) if ((found += 1) > most) return true;
  return false;
}
