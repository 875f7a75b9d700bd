// Not the end of a sentence: common abbreviations, initials, and a number before its list item.
const NOT_AN_END =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|no|fig|mr|mrs|ms|dr|st|jr|inc|u\.s)|\b[A-Z]|^\s*\d+)\.$/i;

const LONGEST_ABBREVIATION = 20;

/** As much of a text as an abbreviation can take; the mark in front keeps a cut end from looking like a whole text. */
function endOf(text: string): string {
  return text.length <= LONGEST_ABBREVIATION ? text : `…${text.slice(-LONGEST_ABBREVIATION)}`;
}

/** Ends a sentence that no space follows. */
const UNSPACED_END = /[。！？][)\]"'”’*_`」』）》】]{0,6}$/u;
const BETWEEN_SENTENCES =
  /(?<=[.!?。！？؟।][)\]"'”’*_`」』）》】]{0,6})\s+|(?<=[。！？][)\]"'”’*_`」』）》】]{0,6})(?=[^\s)\]"'”’*_`」』）》】.!?。！？…])/u;

/** One sentence behind another, as their script has it. */
export const joinSentences = (text: string, next: string): string =>
  UNSPACED_END.test(text) ? `${text}${next}` : `${text} ${next}`;

/** Sentences of a paragraph, verbatim apart from the white space between them. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let current: string[] = [];
  let end = "";
  let saysSomething = false;
  for (const piece of text.split(BETWEEN_SENTENCES)) {
    current.push(piece);
    // The whole is put together once: many signs that end nothing would make it ever longer.
    end = endOf(current.length === 1 ? piece : `${end} ${piece}`);
    saysSomething ||= /[\p{L}\p{N}]/u.test(piece);
    if (NOT_AN_END.test(end) || !saysSomething) continue;
    sentences.push(current.join(" ").trim());
    [current, end, saysSomething] = [[], "", false];
  }
  const rest = current.join(" ").trim();
  return rest === "" ? sentences : [...sentences, rest];
}
