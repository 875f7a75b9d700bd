/**
 * An upper guess at a text's tokens without a tokenizer: half a token for each ASCII character (prose needs a
 * quarter, code and digits up to a half) and one for each UTF-8 byte of anything else (emoji come close to that).
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const character of text) tokens += weightOf(character);
  return Math.ceil(tokens);
}

/** The longest beginning of `text` whose estimate stays within `limit`; never splits a character. */
export function cutToTokens(text: string, limit: number): string {
  if (text.length * 4 <= limit) return text;
  let tokens = 0;
  let end = 0;
  for (const character of text) {
    tokens += weightOf(character);
    if (tokens > limit) return text.slice(0, end);
    end += character.length;
  }
  return text;
}

function weightOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 0.5;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
