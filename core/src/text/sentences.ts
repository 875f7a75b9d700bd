// Not the end of a sentence: common abbreviations, initials, and a number before its list item.
const NOT_AN_END =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|no|fig|mr|mrs|ms|dr|st|jr|inc|u\.s)|\b[A-Z]|^\s*\d+)\.$/i;

const LONGEST_ABBREVIATION = 20;

/** As much of a text as an abbreviation can take; the mark in front keeps a cut end from looking like a whole text. */
function endOf(text: string): string {
  return text.length <= LONGEST_ABBREVIATION ? text : `…${text.slice(-LONGEST_ABBREVIATION)}`;
}

/** Sentences of a paragraph, verbatim apart from the white space between them. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let current = "";
  for (const piece of text.split(/(?<=[.!?。！？][)\]"'”’*_`]{0,6})\s+/u)) {
    current = current === "" ? piece : `${current} ${piece}`;
    if (NOT_AN_END.test(endOf(current)) || !/[\p{L}\p{N}]/u.test(current)) continue;
    sentences.push(current.trim());
    current = "";
  }
  if (current.trim() !== "") sentences.push(current.trim());
  return sentences;
}
