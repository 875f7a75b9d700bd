/** Shorter words are too often one letter away from another. */
const SHORTEST = 5;

/** Whether two different words are one letter more, less, other, or swapped with the next apart: a slip in typing. */
export function isSlipOf(word: string, other: string): boolean {
  if (word === other || Math.min(word.length, other.length) < SHORTEST - 1 || word.length < SHORTEST)
    return false;
  if (Math.abs(word.length - other.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === other[start]) start += 1;
  const rest = word.slice(start);
  const otherRest = other.slice(start);
  const isSwapped =
    rest.length > 1 &&
    rest[0] === otherRest[1] &&
    rest[1] === otherRest[0] &&
    rest.slice(2) === otherRest.slice(2);
  return (
    isSwapped ||
    rest.slice(1) === otherRest.slice(1) ||
    rest.slice(1) === otherRest ||
    rest === otherRest.slice(1)
  );
}
