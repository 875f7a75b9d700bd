/** Characters with which a program reads differently from how it looks, by what people may call them. */
const HIDDEN = [
  ["characters that turn the direction of text around", /\p{Bidi_Control}/gu],
  // Joiners and the two common variation selectors belong to emoji and to several scripts, but never follow plain letters.
  [
    "invisible characters",
    /(?!\p{Join_Control}|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}|(?<=\p{ASCII})\p{Join_Control}|(?<=\ufe0e|\ufe0f)(?:\ufe0e|\ufe0f)/gu,
  ],
  ["control characters", /[[\p{Cc}\ufff9-\ufffb]--[\t\n\f\r]]/gv],
  ["line ends that most editors do not show", /[\p{Zl}\p{Zp}]/gu],
] as const;

/**
 * What a change would bring into a file that people cannot see when they review it; null when nothing is new. What was there
 * before may stay: a byte order mark, say, or a test's data.
 */
export function findHiddenText(before: string, after: string): string | null {
  for (const [what, pattern] of HIDDEN) {
    const known = countEach(before, pattern);
    for (const [character, count] of countEach(after, pattern)) {
      if (count > (known.get(character) ?? 0)) return what;
    }
  }
  return hasMore(before, after) ? "broken characters" : null;
}

function countEach(text: string, pattern: RegExp): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [character] of text.matchAll(pattern)) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

/** Half surrogate pairs cannot be written as UTF-8: the commit would hold something else than what was tested. */
function hasMore(before: string, after: string): boolean {
  return before.isWellFormed() && !after.isWellFormed();
}
